/**
 * What an officer sees and types before anything leaves for a family, so that it does not reach another (product.md
 * row 87): enough to notice the wrong child, and no more than that.
 */
export interface ReleaseCheck {
  /** Capital letters of the first and the last name; "" where the case system sent no name. */
  initials: string;
  bornIn: number | null;
  reference: string;
}

interface Named {
  firstName: string | null;
  lastName: string | null;
}

/** "AO" for Amira Okonkwo, "JS" for Jean-Luc de Souza: the first letter of each of the two names. */
export function initialsOf({ firstName, lastName }: Named): string {
  return [firstName, lastName].map((name) => firstLetter(name ?? "")).join("");
}

function firstLetter(name: string): string {
  const particle = /^(de|da|do|dos|van|von|der|den|la|le|al|el|bin|ibn|of|the)\s+/i;
  let rest = name.trim();
  while (particle.test(rest)) rest = rest.replace(particle, "");
  return plainLetters(rest).slice(0, 1).toUpperCase();
}

/** Whether the letters that were typed are the child's: in any case, with or without full stops, spaces and accents. Where there is no name, the reference. */
export function isRightChild(typed: string, { initials, reference }: ReleaseCheck): boolean {
  if (initials === "") return typed.trim().toUpperCase() === reference.toUpperCase();
  return plainLetters(typed).toUpperCase() === plainLetters(initials).toUpperCase();
}

/** Without accents, and only what is a letter. */
function plainLetters(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}]/gu, "").replace(/[łŁøØđĐ]/g, (letter) => ({ ł: "l", Ł: "L", ø: "o", Ø: "O", đ: "d", Đ: "D" })[letter] ?? letter);
}
