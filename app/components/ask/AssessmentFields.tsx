import { useTranslation } from "react-i18next";
import { NEED_IDS } from "../../domain/directory/vocabulary.ts";
import { problemOf, type FieldProblem } from "../../domain/forms/problems.ts";
import { ADJUSTMENTS, ASKERS, CHANNELS, type AssessmentAnswers, type AssessmentPage } from "../../domain/requests/assessment.ts";
import { ChoiceField } from "../forms/ChoiceField.tsx";
import { DateField } from "../forms/DateField.tsx";
import { FormField } from "../forms/FormField.tsx";

const LINES = 6;

/** The questions of one page of asking for an assessment. */
export function AssessmentFields({ page, answers, problems }: { page: AssessmentPage; answers: AssessmentAnswers; problems: readonly FieldProblem[] | undefined }) {
  const { t } = useTranslation(["ask", "vocabulary"]);
  const of = (field: string) => problemOf(problems, field);
  const born = problems?.find(({ field }) => field.startsWith("born-"))?.text;
  switch (page) {
    case "you":
      return (
        <>
          <ChoiceField name="asker" label={t("fields.asker")} options={ASKERS.map((value) => ({ value, label: t(`askers.${value}`) }))} value={answers.asker} problem={of("asker")} />
          <FormField name="yourName" label={t("fields.yourName")} value={answers.yourName} problem={of("yourName")} autoComplete="name" maxLength={200} />
          <FormField name="relation" label={t("fields.relation")} hint={t("hints.relation")} value={answers.relation} isOptional maxLength={200} />
        </>
      );
    case "child":
      return (
        <>
          <FormField name="firstName" label={t("fields.firstName")} value={answers.firstName} problem={of("firstName")} maxLength={200} />
          <FormField name="lastName" label={t("fields.lastName")} value={answers.lastName} problem={of("lastName")} maxLength={200} />
          <DateField name="born" label={t("fields.born")} value={answers.born} problem={born} />
          <FormField name="postcode" label={t("fields.postcode")} hint={t("hints.postcode")} value={answers.postcode} problem={of("postcode")} isOptional dir="ltr" maxLength={10} />
          <FormField name="setting" label={t("fields.setting")} hint={t("hints.setting")} value={answers.setting} isOptional maxLength={200} />
        </>
      );
    case "why":
      return (
        <>
          <ChoiceField name="needs" label={t("fields.needs")} hint={t("hints.needs")} isMany options={NEED_IDS.map((value) => ({ value, label: t(`vocabulary:need.${value}`) }))} value={answers.needs} />
          <FormField name="why" label={t("fields.why")} hint={t("hints.why")} value={answers.why} problem={of("why")} rows={LINES} />
          <FormField name="tried" label={t("fields.tried")} hint={t("hints.tried")} value={answers.tried} problem={of("tried")} rows={LINES} isOptional />
        </>
      );
    case "helps":
      return (
        <>
          <FormField name="hopes" label={t("fields.hopes")} hint={t("hints.hopes")} value={answers.hopes} problem={of("hopes")} rows={LINES} isOptional />
          <FormField name="whoElse" label={t("fields.whoElse")} hint={t("hints.whoElse")} value={answers.whoElse} problem={of("whoElse")} rows={LINES} isOptional />
          <ChoiceField name="mayContact" label={t("fields.mayContact")} isMany options={[{ value: "yes", label: t("fields.mayContactYes") }]} value={answers.mayContact ? "yes" : null} />
        </>
      );
    case "contact":
      return (
        <>
          <ChoiceField name="channel" label={t("fields.channel")} options={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))} value={answers.channel} problem={of("channel")} />
          <FormField name="email" type="email" inputMode="email" dir="ltr" label={t("fields.email")} value={answers.email} problem={of("email")} autoComplete="email" isOptional />
          <FormField name="phone" type="tel" inputMode="tel" dir="ltr" label={t("fields.phone")} value={answers.phone} problem={of("phone")} autoComplete="tel" isOptional />
          <FormField name="address" label={t("fields.address")} value={answers.address} problem={of("address")} rows={4} autoComplete="street-address" isOptional />
          <ChoiceField name="adjustments" label={t("fields.adjustments")} hint={t("hints.adjustments")} isMany options={ADJUSTMENTS.map((value) => ({ value, label: t(`adjustments.${value}`) }))} value={answers.adjustments} />
          <FormField name="note" label={t("fields.note")} value={answers.note} problem={of("note")} rows={3} isOptional />
        </>
      );
  }
}
