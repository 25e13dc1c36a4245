import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOffice } from "../../accounts/visit.server.ts";
import { timelineOfCase } from "../../cases/case-timeline.server.ts";
import { OfficePaper } from "../../components/documents/OfficePaper.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { HowToReach } from "../../components/office/HowToReach.tsx";
import { OfficeNav } from "../../components/office/OfficeTop.tsx";
import { ReleaseField } from "../../components/office/ReleaseField.tsx";
import { isUuid } from "../../domain/forms/ids.ts";
import { tooManyCharacters } from "../../domain/forms/length.ts";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { formatDate } from "../../i18n/format.ts";
import { contactsOf } from "../../office/contacts.server.ts";
import { answerFamilyRequest, openRequest } from "../../office/requests.server.ts";
import { wrongRecipient } from "../../office/release.server.ts";
import { notFound, readForm } from "../../page-context.server.ts";

const LONGEST = 8000;

/** What somebody asked the council for, and its answer. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const visit = await visitOffice(request, "answer-family");
  const { site, t, language } = visit;
  const found = (isUuid(params.requestId ?? "") ? await openRequest(visit, params.requestId ?? "", { isSight: true }) : null) ?? notFound();
  const child = found.caseId === null ? null : await timelineOfCase(site, { id: found.caseId }, visit.today);
  return { language, found, contacts: child && (await contactsOf({ ...visit, child })), done: new URL(request.url).searchParams.has("done"), title: `${found.what} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = await readForm(request);
  const visit = await visitOffice(request, "answer-family");
  const { t } = visit;
  const found = (isUuid(params.requestId ?? "") ? await openRequest(visit, params.requestId ?? "", { isSight: false }) : null) ?? notFound();
  const words = typedText(form, "words");
  const problems: FieldProblem[] = [];
  if (words === "" || tooManyCharacters(words, LONGEST) > 0) problems.push({ field: "words", text: words === "" ? t("officer:request.empty") : t("forms:limit", { count: LONGEST }) });
  const wrong = wrongRecipient(visit, found.check, form);
  if (wrong) problems.push(wrong);
  if (problems.length > 0) return data({ problems, values: { words } }, { status: 400 });
  const answered = await answerFamilyRequest(visit, found.id, words);
  if (answered === "answered-by-other") return data({ problems: [{ field: "words", text: t("officer:request.already") }], values: { words } }, { status: 409 });
  return redirect(`/officer/requests/${found.id}?done=1`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function FamilyRequest() {
  const { t } = useTranslation(["officer", "documents"]);
  const { found, contacts, language, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <OfficeNav at="queue" />
      <h1>{found.what}</h1>
      {done && !answer && (
        <p className="notice notice-ok" role="status">
          {t("case.done.answered")}
        </p>
      )}
      <p className="meta">
        <bdi>{found.reference}</bdi> · {t(`request.state.${found.state}`)}
        {found.sentOn && ` · ${formatDate(found.sentOn, language)}`}
        {found.due && ` · ${t("queue.due", { date: formatDate(found.due, language) })}`}
        {found.daysLate > 0 && <strong className="late-word"> · {t("queue.daysLate", { count: found.daysLate })}</strong>}
      </p>
      {found.caseId && (
        <p>
          <a href={`/officer/cases/${found.caseId}`}>{t("request.toCase", { reference: found.caseReference })}</a>
        </p>
      )}
      <dl className="request-content">
        {found.content.map(({ name, words }, i) => (
          <div key={i}>
            <dt>{name}</dt>
            <dd className="pre-line">{words}</dd>
          </div>
        ))}
      </dl>
      {found.papers.length > 0 && (
        <section aria-labelledby="papers">
          <h2 id="papers">{t("request.papers")}</h2>
          <ul className="plain rows document-list">
            {found.papers.map((paper) => (
              <li key={paper.id}>
                <OfficePaper document={{ ...paper, who: t("documents:office.family") }} path={`/officer/cases/${found.caseId}/documents`} language={language} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {found.answer !== null && (
        <section aria-labelledby="answered">
          <h2 id="answered">{t("request.answered")}</h2>
          <p className="pre-line">{found.answer}</p>
        </section>
      )}
      {found.state !== "sent" && answer && (
        <section aria-labelledby="words">
          <h2 id="words">{t("request.yours")}</h2>
          <p className="pre-line">{answer.values.words}</p>
        </section>
      )}
      {found.state === "sent" && (
        <form method="post" noValidate>
          {contacts && <HowToReach contacts={contacts} isWriting />}
          <FormField name="words" rows={8} label={t("request.answer")} hint={t("request.answerHint")} value={answer?.values.words} problem={problemOf(answer?.problems, "words")} />
          <ReleaseField check={found.check} problems={answer?.problems} />
          <button className="button">{t("request.send")}</button>
        </form>
      )}
    </div>
  );
}
