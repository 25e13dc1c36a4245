/** What a document is, for the list. `evidence` and `message` come from families. */
export const DOCUMENT_KINDS = ["evidence", "advice", "draft-plan", "plan", "letter", "review-report", "message", "other"] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** What the council sends. */
export const COUNCIL_KINDS = ["letter", "draft-plan", "plan", "advice", "review-report", "other"] as const satisfies readonly DocumentKind[];

export const DOCUMENT_STATES = ["arriving", "checking", "clean", "quarantined", "refused", "withdrawn"] as const;
/** Only a `clean` document is ever given out. `withdrawn` is in no list: a repeat, or one that was taken back. */
export type DocumentState = (typeof DOCUMENT_STATES)[number];

/** Why a document is not taken. Each has words that say what to do. */
export const REFUSALS = ["empty", "too-large", "type", "name", "macros", "locked", "damaged", "too-big-inside", "virus", "not-scanned", "no-room", "sent-before"] as const;
export type Refusal = (typeof REFUSALS)[number];

export const MEGABYTE = 1024 ** 2;
/** Of one document, in bytes. */
export const MOST_BYTES = 50 * MEGABYTE;
/** In one form. */
export const MOST_FILES = 10;
/** With one request of somebody who need have no account: files, and bytes of all of them. */
export const MOST_REQUEST_FILES = 50;
export const MOST_REQUEST_BYTES = 300 * MEGABYTE;
/** For what was begun and never finished. */
export const ABANDONED_AFTER_DAYS = 7;

/** No letter that looks like a figure (Crockford's base 32). */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What a receipt is told by on the phone: "D-7F3K-29QD", made of the first 40 bits of the document's id. */
export function receiptReference(documentId: string): string {
  let bits = BigInt(`0x${documentId.replaceAll("-", "").slice(0, 10)}`);
  let letters = "";
  for (let i = 0; i < 8; i++, bits >>= 5n) letters = (LETTERS[Number(bits & 31n)] as string) + letters;
  return `D-${letters.slice(0, 4)}-${letters.slice(4)}`;
}
