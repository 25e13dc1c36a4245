import { useTranslation } from "react-i18next";
import { PARTS, type Part } from "../../domain/access/roles.ts";
import { problemOf, type FieldProblem } from "../../domain/forms/problems.ts";
import type { TypedDate } from "../../domain/forms/written-date.ts";
import { ChoiceField } from "../forms/ChoiceField.tsx";
import { DateField } from "../forms/DateField.tsx";

/** What somebody may see of a record, and until when. */
export function AccessFields({ values, problems }: { values: { parts: readonly Part[]; until: TypedDate }; problems: readonly FieldProblem[] | undefined }) {
  const { t } = useTranslation("people");
  return (
    <>
      <ChoiceField name="parts" isMany label={t("access.parts")} hint={t("access.partsHint")} problem={problemOf(problems, "parts")} value={values.parts} options={PARTS.map((part) => ({ value: part, label: t(`access.part.${part}`) }))} />
      <DateField name="until" label={t("access.until")} hint={t("access.untilHint")} problem={problems?.find(({ field }) => field.startsWith("until-"))?.text} value={values.until} />
    </>
  );
}
