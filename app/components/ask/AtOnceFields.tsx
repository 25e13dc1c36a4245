import { useTranslation } from "react-i18next";
import { problemOf, type FieldProblem } from "../../domain/forms/problems.ts";
import { COMPLAINTS, FORMATS, type AskerWords, type ComplaintWords, type FormatWords } from "../../domain/requests/forms.ts";
import { ChoiceField } from "../forms/ChoiceField.tsx";
import { FormField } from "../forms/FormField.tsx";

interface Shown<T> {
  values: { readonly [K in keyof T]?: T[K] | string } | undefined;
  problems: readonly FieldProblem[] | undefined;
}

export function ComplaintFields({ values, problems }: Shown<ComplaintWords>) {
  const { t } = useTranslation("ask");
  const of = (field: string) => problemOf(problems, field);
  return (
    <>
      <ChoiceField name="about" label={t("complaint.about")} options={COMPLAINTS.map((value) => ({ value, label: t(`complaint.kinds.${value}`) }))} value={values?.about} problem={of("about")} />
      <FormField name="happened" label={t("complaint.happened")} hint={t("complaint.happenedHint")} value={values?.happened} problem={of("happened")} rows={7} />
      <FormField name="wanted" label={t("complaint.wanted")} value={values?.wanted} problem={of("wanted")} rows={4} isOptional />
    </>
  );
}

export function FormatFields({ values, problems }: Shown<FormatWords>) {
  const { t } = useTranslation("ask");
  const of = (field: string) => problemOf(problems, field);
  return (
    <>
      <ChoiceField name="format" label={t("format.which")} options={FORMATS.map((value) => ({ value, label: t(`format.kinds.${value}`) }))} value={values?.format} problem={of("format")} />
      <FormField name="language" label={t("format.language")} value={values?.language} problem={of("language")} maxLength={100} isOptional />
      <FormField name="papers" label={t("format.papers")} hint={t("format.papersHint")} value={values?.papers} problem={of("papers")} rows={3} />
    </>
  );
}

/** Who asks and where the answer goes, for somebody who is not signed in. */
export function AskerFields({ values, problems }: Shown<AskerWords>) {
  const { t } = useTranslation("ask");
  return (
    <>
      <FormField name="name" label={t("asker.name")} value={values?.name} problem={problemOf(problems, "name")} autoComplete="name" maxLength={200} />
      <FormField name="contact" label={t("asker.contact")} hint={t("asker.contactHint")} value={values?.contact} problem={problemOf(problems, "contact")} rows={3} />
    </>
  );
}
