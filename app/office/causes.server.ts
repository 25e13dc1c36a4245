import { bodyWords } from "../cases/body-words.server.ts";
import type { PageContext } from "../page-context.server.ts";

/** What a case waits for, in words for an officer and a family: "advice from educational psychology". */
export function causeWords(t: PageContext["t"], names: ReadonlyMap<string, string>, cause: string): string {
  const [kind, ...rest] = cause.split(":");
  const of = rest.join(":");
  if (kind === "advice") return t("officer:cause.advice", { body: bodyWords(t, names, of) });
  if (kind === "school") return of === "" ? t("officer:cause.aSchool") : t("officer:cause.school", { school: of });
  return t(`officer:cause.stage.${of as "requested"}`);
}
