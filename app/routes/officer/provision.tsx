import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOfficeCase } from "../../accounts/visit.server.ts";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { OfficeCaseTop } from "../../components/office/OfficeTop.tsx";
import { openProvisionActions, provisionOfCase } from "../../db/provision.server.ts";
import { isoText } from "../../domain/calendar/day.ts";
import { isUuid } from "../../domain/forms/ids.ts";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { actOnProvision } from "../../family/council-answers.server.ts";
import { formatDate } from "../../i18n/format.ts";
import { readForm } from "../../page-context.server.ts";

const LONGEST = 4000;

/** What the plan says the child gets, what the family says about it, and what the council does. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitOfficeCase(args, "answer-family");
  const { site, t, caseId, child, language, today } = visit;
  const actions = await openProvisionActions(site, { caseId, today });
  return {
    caseId,
    language,
    reference: child.stored.reference,
    done: new URL(args.request.url).searchParams.has("done"),
    actions: actions.map(({ answerId, section, words, provider, answer, note, answeredOn, dueOn }) => ({ answerId, section, words, provider, answer, note, on: isoText(answeredOn), due: isoText(dueOn), daysLate: Math.max(0, today - dueOn) })),
    lines: (await provisionOfCase(site.database.prisma, site, caseId)).map(({ id, section, words, provider }) => ({ id, section, words, provider })),
    title: `${t("officer:provision.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const form = await readForm(args.request);
  const visit = await visitOfficeCase(args, "answer-family");
  const { site, t, caseId, viewer } = visit;
  const answerId = typedText(form, "answer");
  const words = typedText(form, "words");
  if (!isUuid(answerId)) throw data(null, { status: 400 });
  const field = `words-${answerId}`;
  if (words === "" || words.length > LONGEST) return data({ problems: [{ field, text: words === "" ? t("officer:provision.empty") : t("forms:limit", { count: LONGEST }) }], values: { [field]: words } }, { status: 400 });
  await actOnProvision(site, { caseId, answerId, by: viewer.userId, words });
  return redirect(`/officer/cases/${caseId}/provision?done=1`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function OfficeProvision() {
  const { t } = useTranslation("officer");
  const { caseId, reference, actions, lines, language, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const values: Record<string, string> = answer?.values ?? {};
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <OfficeCaseTop caseId={caseId} reference={reference} />
      <h1>{t("provision.title")}</h1>
      {done && !answer && (
        <p className="notice notice-ok" role="status">
          {t("case.done.answered")}
        </p>
      )}
      {actions.length === 0 && <p>{t("provision.none")}</p>}
      {actions.map((one) => (
        <section key={one.answerId} className="card" aria-labelledby={one.answerId}>
          <h2 id={one.answerId}>{one.words}</h2>
          <p className="meta">{t("provision.line", { section: one.section, provider: one.provider })}</p>
          <p>
            <strong>{t(`queue.provision.${one.answer === "no" ? "no" : "partly"}`)}</strong>, {formatDate(one.on, language)}
          </p>
          {one.note && <p className="pre-line">{one.note}</p>}
          <p className={one.daysLate > 0 ? "late-word" : "meta"}>
            {t("queue.due", { date: formatDate(one.due, language) })}
            {one.daysLate > 0 && ` · ${t("queue.daysLate", { count: one.daysLate })}`}
          </p>
          <form method="post" noValidate>
            <input type="hidden" name="answer" value={one.answerId} />
            <FormField name="words" id={`words-${one.answerId}`} rows={4} label={t("provision.do")} hint={t("provision.doHint")} value={values[`words-${one.answerId}`]} problem={problemOf(answer?.problems, `words-${one.answerId}`)} />
            <button className="button">{t("provision.send")}</button>
          </form>
        </section>
      ))}
      <h2>{t("provision.all")}</h2>
      <ul className="plain rows">
        {lines.map(({ id, section, words, provider }) => (
          <li key={id}>
            {words} <span className="meta">{t("provision.line", { section, provider })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
