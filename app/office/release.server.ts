import type { CaseVisit } from "../accounts/visit.server.ts";
import { typedText, type FieldProblem } from "../domain/forms/problems.ts";
import { initialsOf, isRightChild, type ReleaseCheck } from "../domain/office/release.ts";

/** What an officer sees of the child before anything leaves for the family. */
export function releaseCheck({ child }: Pick<CaseVisit, "child">): ReleaseCheck {
  const { person, reference } = child.stored;
  return { initials: person ? initialsOf(person) : "", bornIn: person?.dateOfBirth ? Number(person.dateOfBirth.slice(0, 4)) : null, reference };
}

export const RELEASE_FIELD = "initials";

/** What is wrong with the initials that were typed; null where they are this child's. */
export function releaseProblem(visit: Pick<CaseVisit, "child" | "t">, form: FormData): FieldProblem | null {
  const check = releaseCheck(visit);
  const typed = typedText(form, RELEASE_FIELD);
  if (isRightChild(typed, check)) return null;
  return { field: RELEASE_FIELD, text: typed === "" ? visit.t("officer:release.empty") : visit.t("officer:release.wrong", { typed }) };
}
