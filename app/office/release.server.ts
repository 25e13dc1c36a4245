import type { CaseVisit } from "../accounts/visit.server.ts";
import type { NamedChild } from "../db/office.server.ts";
import { typedText, type FieldProblem } from "../domain/forms/problems.ts";
import { initialsOf, isRightChild, type ReleaseCheck } from "../domain/office/release.ts";

/** What an officer sees of the child before anything leaves for the family. */
export function releaseCheck({ child }: Pick<CaseVisit, "child">): ReleaseCheck {
  return checkOf(child.stored.person, child.stored.reference);
}

/** @param person null where there is no child whose name we know: then the reference is asked for */
export function checkOf(person: NamedChild | null, reference: string): ReleaseCheck {
  return { initials: person ? initialsOf(person) : "", bornIn: person?.dateOfBirth ? Number(person.dateOfBirth.slice(0, 4)) : null, reference };
}

export const RELEASE_FIELD = "initials";

/** What is wrong with the initials that were typed; null where they are this child's. */
export function releaseProblem(visit: Pick<CaseVisit, "child" | "t">, form: FormData, field = RELEASE_FIELD): FieldProblem | null {
  return wrongRecipient(visit, releaseCheck(visit), form, field);
}

/** @param field the id of the box, where a page has several */
export function wrongRecipient({ t }: Pick<CaseVisit, "t">, check: ReleaseCheck, form: FormData, field = RELEASE_FIELD): FieldProblem | null {
  const typed = typedText(form, RELEASE_FIELD);
  if (isRightChild(typed, check)) return null;
  if (check.initials === "") return { field, text: t(typed === "" ? "officer:release.emptyReference" : "officer:release.wrongReference", { typed }) };
  return { field, text: typed === "" ? t("officer:release.empty") : t("officer:release.wrong", { typed }) };
}
