/** Whose record a document goes to. Null for what is not known. */
interface Recipient {
  firstName: string | null;
  lastName: string | null;
  reference: string;
}

const bare = (words: string) => words.normalize("NFKD").toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Whether what an officer typed names the child: the initials, of the first and the last name or of every part of both,
 * or the case's reference. A record without a name is named by its reference only.
 */
export function namesRecipient(typed: string, { firstName, lastName, reference }: Recipient): boolean {
  const said = bare(typed);
  if (said === "") return false;
  if (said === bare(reference)) return true;
  if (!firstName || !lastName) return false;
  const parts = `${firstName} ${lastName}`.split(/[\s-]+/).map(bare).filter(Boolean);
  const short = bare(firstName).slice(0, 1) + bare(lastName).slice(0, 1);
  return said === short || said === parts.map((part) => part.slice(0, 1)).join("");
}
