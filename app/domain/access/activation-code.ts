/** Crockford's base 32: no letter that looks like a figure or another letter, and no U. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 16;
const GROUP = 4;
/** Five bits a letter. */
export const CODE_BYTES = (LENGTH * 5) / 8;

/** Wrong dates of birth after which a code is of no more use. */
export const WRONG_TRIES = 5;
export const CODE_DAYS = 90;

/** The code that ten random bytes make: 16 letters and figures, 80 bits, without dashes. */
export function codeOf(bytes: Uint8Array): string {
  if (bytes.length !== CODE_BYTES) throw new RangeError(`A code is made of ${CODE_BYTES} bytes.`);
  let value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let code = "";
  for (let i = 0; i < LENGTH; i++) {
    code = (LETTERS[Number(value % 32n)] as string) + code;
    value /= 32n;
  }
  return code;
}

/** A code as a letter prints it: "4K7P-9QRT-2WXZ-0ABC". */
export function printedCode(code: string): string {
  return (code.match(new RegExp(`.{${GROUP}}`, "g")) ?? []).join("-");
}

/**
 * The code that somebody typed, without dashes; null when it cannot be one. Small letters, spaces and any dash are
 * understood, and so is O for 0, and I or L for 1.
 */
export function readCode(typed: string): string | null {
  const code = typed.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return code.length === LENGTH && !code.includes("U") ? code : null;
}
