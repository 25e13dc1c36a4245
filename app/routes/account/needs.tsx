import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { adjustmentsOf, saveAdjustments } from "../../accounts/contact-choices.server.ts";
import { visitAccount } from "../../accounts/visit.server.ts";
import { AccountTop } from "../../components/account/AccountTop.tsx";
import { ChoiceField } from "../../components/forms/ChoiceField.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { NEEDS, TIMES } from "../../domain/accounts/contact-choice.ts";
import { tooManyCharacters } from "../../domain/forms/length.ts";
import { problemOf, typedChoices, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { readForm } from "../../page-context.server.ts";

const LONGEST_NOTE = 1000;
const LONGEST_LANGUAGE = 60;

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, viewer, t } = await visitAccount(request);
  return { values: await adjustmentsOf(site, viewer.userId), title: `${t("account:needs.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, viewer, t } = await visitAccount(request);
  const form = await readForm(request);
  const values = { needs: typedChoices(form, "needs", NEEDS), times: typedChoices(form, "times", TIMES), interpreterLanguage: typedText(form, "interpreterLanguage"), note: typedText(form, "note") };
  const problems: FieldProblem[] = [];
  const wantsInterpreter = values.needs.includes("interpreter");
  if (wantsInterpreter && values.interpreterLanguage === "") problems.push({ field: "interpreterLanguage", text: t("account:needs.problem.language") });
  if (tooManyCharacters(values.interpreterLanguage, LONGEST_LANGUAGE) > 0) problems.push({ field: "interpreterLanguage", text: t("forms:limit", { count: LONGEST_LANGUAGE }) });
  if (tooManyCharacters(values.note, LONGEST_NOTE) > 0) problems.push({ field: "note", text: t("forms:limit", { count: LONGEST_NOTE }) });
  if (problems.length > 0) return data({ problems, values }, { status: 400 });
  // A language without the tick beside it is a wish for an interpreter all the same.
  const needs = values.interpreterLanguage !== "" && !wantsInterpreter ? [...values.needs, "interpreter" as const] : values.needs;
  await saveAdjustments(site, viewer.userId, { ...values, needs });
  return redirect("/account?saved=needs", 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Needs() {
  const { t } = useTranslation("account");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { needs, times, interpreterLanguage, note } = answer?.values ?? page.values;
  const problem = (field: string) => problemOf(answer?.problems, field);
  return (
    <div className="prose">
      <AccountTop />
      <ErrorSummary problems={answer?.problems} />
      <h1>{t("needs.title")}</h1>
      <p className="lede">{t("needs.lede")}</p>
      <form method="post" noValidate>
        <ChoiceField name="needs" label={t("needs.needs")} isMany value={needs} options={NEEDS.map((value) => ({ value, label: t(`needs.need.${value}`) }))} />
        <FormField name="interpreterLanguage" isOptional label={t("needs.language")} hint={t("needs.languageHint")} problem={problem("interpreterLanguage")} value={interpreterLanguage} />
        <ChoiceField name="times" label={t("needs.times")} hint={t("needs.timesHint")} isMany value={times} options={TIMES.map((value) => ({ value, label: t(`needs.time.${value}`) }))} />
        <FormField name="note" rows={4} isOptional label={t("needs.note")} hint={t("needs.noteHint")} problem={problem("note")} value={note} />
        <button className="button">{t("account.save")}</button>
      </form>
    </div>
  );
}
