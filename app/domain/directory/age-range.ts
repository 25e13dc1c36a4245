/** Ages are whole years, both ends included: a club for "5 to 11" takes a child until the day they turn 12. */
export const YOUNGEST = 0;
export const OLDEST = 25;

export const AGE_BANDS = [
  { id: "0-4", from: 0, to: 4 },
  { id: "5-10", from: 5, to: 10 },
  { id: "11-15", from: 11, to: 15 },
  { id: "16-18", from: 16, to: 18 },
  { id: "19-25", from: 19, to: 25 },
] as const;
export type AgeBand = (typeof AGE_BANDS)[number]["id"];
export const AGE_BAND_IDS = AGE_BANDS.map((band) => band.id);

export interface AgeRange {
  from: number;
  to: number;
}

/** A listing's ages as a range; an end that nobody stated is no limit, not zero. */
export function ageRange(minimum: number | null | undefined, maximum: number | null | undefined): AgeRange {
  return { from: minimum ?? YOUNGEST, to: maximum ?? Number.MAX_SAFE_INTEGER };
}

export function overlaps(a: AgeRange, b: AgeRange): boolean {
  return a.from <= b.to && b.from <= a.to;
}

export function bandsOf(range: AgeRange): AgeBand[] {
  return AGE_BANDS.filter((band) => overlaps(band, range)).map((band) => band.id);
}

/** What "7" or "5-10" asks for; null when it is neither an age from 0 to 25 nor one of the bands. */
export function parseAge(text: string): AgeRange | null {
  const band = AGE_BANDS.find((candidate) => candidate.id === text);
  if (band) return { from: band.from, to: band.to };
  if (!/^\d{1,2}$/.test(text)) return null;
  const age = Number(text);
  return age <= OLDEST ? { from: age, to: age } : null;
}
