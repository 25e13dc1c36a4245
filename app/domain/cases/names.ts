/** A name people write, as it is compared: "Educational Psychologist" and "educational_psychologist" are one. */
export function plainName(written: string): string {
  let plain = known.get(written);
  if (plain === undefined) {
    plain = written.toLowerCase().trim().replace(/[\s_-]+/g, "-");
    // Cases use the same few names over and over; a mistyped flood of others is not worth remembering.
    if (known.size < 10_000) known.set(written, plain);
  }
  return plain;
}

const known = new Map<string, string>();

export function sameName(a: string, b: string): boolean {
  return a === b || plainName(a) === plainName(b);
}
