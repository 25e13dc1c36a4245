const segmenter = new Intl.Segmenter("en-GB", { granularity: "grapheme" });

/** No sign that people write is longer: a family of four with skin tones, a letter with all its marks. */
const LONGEST_SIGN = 16;

/**
 * How many characters a text has, as whoever wrote it counts them: an emoji is one, and so is a letter with its marks, in any
 * script. What piles more marks on a letter than anybody writes counts for as many as it would fill.
 */
export function characterCount(text: string): number {
  // eslint-disable-next-line no-control-regex -- every sign of ASCII is one character, but a new line written in two
  if (/^[\u0000-\u000c\u000e-\u007f]*$/.test(text)) return text.length;
  let count = 0;
  for (const { segment } of segmenter.segment(text)) count += Math.ceil(segment.length / LONGEST_SIGN);
  return count;
}

/** By how many characters a text is longer than it may be: 0 where it is not. */
export function tooManyCharacters(text: string, most: number): number {
  return text.length <= most ? 0 : Math.max(0, characterCount(text) - most);
}
