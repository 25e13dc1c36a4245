/** What is wrong with a form, in the words of the page: by the id of the field that it links to. */
export interface FieldProblem {
  field: string;
  text: string;
}

/** The words about one field. */
export function problemOf(problems: readonly FieldProblem[] | undefined, field: string): string | undefined {
  return problems?.find((problem) => problem.field === field)?.text;
}

/** A text that was typed, without what no form means: characters that do not show, spaces at the ends. */
export function typedText(form: FormData, name: string): string {
  const value = form.get(name);
  // eslint-disable-next-line no-control-regex -- they are what is taken out
  return typeof value === "string" ? value.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2028\u2029]/g, "").trim() : "";
}

/** The values of boxes that were ticked, of those that there are. */
export function typedChoices<T extends string>(form: FormData, name: string, known: readonly T[]): T[] {
  const given = form.getAll(name);
  return known.filter((value) => given.includes(value));
}

/** The one choice that was made, of those that there are. */
export function typedChoice<T extends string>(form: FormData, name: string, known: readonly T[]): T | null {
  const given = form.get(name);
  return known.find((value) => value === given) ?? null;
}
