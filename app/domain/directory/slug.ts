/** Words as the last part of an address: "Café Olé (0–5s)" becomes "cafe-ole-0-5s". Empty when no Latin letter or digit is left. */
export function slugify(words: string): string {
  return words
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-+|-+$/g, "");
}
