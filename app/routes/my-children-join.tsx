import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { takeTry } from "../accounts/rate-limits.server.ts";
import { visitAccount } from "../accounts/visit.server.ts";
import { clientAddress } from "../client-address.server.ts";
import { PhoneWords } from "../components/PhoneWords.tsx";
import { Breadcrumb } from "../components/Breadcrumb.tsx";
import { DateField } from "../components/forms/DateField.tsx";
import { ErrorSummary } from "../components/forms/ErrorSummary.tsx";
import { FormField } from "../components/forms/FormField.tsx";
import { readCode, WRONG_TRIES } from "../domain/access/activation-code.ts";
import { problemOf, typedText, type FieldProblem } from "../domain/forms/problems.ts";
import { typedDay } from "../form-dates.server.ts";
import { readForm } from "../page-context.server.ts";
import { joinRecord } from "../people/activation.server.ts";

const HOUR = 60 * 60;

/** Joining a child's record, with the code of the council's letter. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await visitAccount(request);
  return {
    tries: WRONG_TRIES,
    demo: site.config.demo,
    contact: { name: site.pack.contact.name, phone: site.pack.contact.phone.number },
    title: `${t("people:join.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const visit = await visitAccount(request);
  const { site, t, viewer } = visit;
  const form = await readForm(request);
  const code = typedText(form, "code");
  const born = typedDay(visit, form, "born", t("people:join.bornShort"), visit.today);
  const values = { code, born: born.typed };
  const refuse = (problems: FieldProblem[], status = 400) => data({ problems, values }, { status });
  const problems: FieldProblem[] = [];
  if (code === "") problems.push({ field: "code", text: t("people:join.codeEmpty") });
  else if (readCode(code) === null) problems.push({ field: "code", text: t("people:join.codeShape") });
  if (born.on === null) problems.push({ field: born.field, text: born.problem ?? "" });
  if (problems.length > 0 || born.on === null) return refuse(problems);
  const tries = [await takeTry(site, "activation-per-network", clientAddress(request)), await takeTry(site, "activation-per-account", viewer.userId)];
  const wait = Math.max(...tries.map((one) => (one.ok ? 0 : one.retryAfterSeconds)));
  const office = { office: site.pack.contact.name, phone: site.pack.contact.phone.number };
  if (wait > 0) return refuse([{ field: "code", text: t("people:join.tooMany", { count: Math.ceil(wait / HOUR), ...office }) }], 429);
  const joined = await joinRecord(site, { userId: viewer.userId, typedCode: code, dateOfBirth: born.on });
  if (!joined.joined) return refuse([{ field: "code", text: t("people:join.wrong", { count: WRONG_TRIES, ...office }) }]);
  return redirect(joined.relation === "parent" && joined.caseId !== null ? `/my-child/${joined.caseId}` : "/my-children", 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function JoinRecord() {
  const { t } = useTranslation(["people", "account", "forms"]);
  const { tries, demo, contact } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = answer?.problems;
  return (
    <div className="prose">
      <Breadcrumb trail={[{ href: "/my-children", label: t("people:children.title") }]} />
      <ErrorSummary problems={problems} />
      <h1>{t("people:join.title")}</h1>
      <p className="lede">{t("people:join.lede")}</p>
      {demo && (
        <p className="notice">
          <a href="/demo">{t("people:join.demo")}</a>
        </p>
      )}
      <form method="post" noValidate>
        <FormField name="code" label={t("people:join.code")} hint={t("people:join.codeHint")} problem={problemOf(problems, "code")} value={answer?.values.code} autoComplete="off" dir="ltr" />
        <DateField name="born" isBirthday label={t("people:join.born")} hint={t("people:join.bornHint")} problem={problems?.find(({ field }) => field.startsWith("born-"))?.text} value={answer?.values.born} />
        <button className="button">{t("people:join.go")}</button>
      </form>
      <h2>{t("people:join.helpTitle")}</h2>
      <p>{t("people:join.help", { count: tries })}</p>
      <p><PhoneWords words={t("people:join.ring", { office: contact.name, phone: contact.phone })} phone={contact.phone} /></p>
    </div>
  );
}
