import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOfficeCase } from "../../accounts/visit.server.ts";
import { ChoiceField } from "../../components/forms/ChoiceField.tsx";
import { DateField } from "../../components/forms/DateField.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { HowToReach } from "../../components/office/HowToReach.tsx";
import { LetterView } from "../../components/office/LetterView.tsx";
import { OfficeCaseTop } from "../../components/office/OfficeTop.tsx";
import { ReleaseField } from "../../components/office/ReleaseField.tsx";
import type { Action } from "../../domain/access/permissions.ts";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { CODE_RELATIONS } from "../../domain/office/code-relations.ts";
import { formatDate } from "../../i18n/format.ts";
import { contactsOf } from "../../office/contacts.server.ts";
import { answerPeopleForm, peopleFor, type PeopleAnswer } from "../../office/people.server.ts";
import { releaseCheck } from "../../office/release.server.ts";
import { notFound, readForm } from "../../page-context.server.ts";

const DONE = ["blocked", "unblocked", "reset", "decided", "undone"] as const;

const PERMISSIONS: Readonly<Record<string, Action>> = { code: "give-activation-code", block: "block-follower", unblock: "block-follower", reset: "reset-second-step" };

/** Who can see a record, codes for those who should, and who decides. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitOfficeCase(args, "see-any-case");
  const { site, t, caseId, child, language } = visit;
  const done = new URL(args.request.url).searchParams.get("done");
  return { caseId, language, reference: child.stored.reference, id: crypto.randomUUID(), check: releaseCheck(visit), contacts: await contactsOf(visit), done: DONE.find((one) => one === done) ?? null, ...(await peopleFor(visit)), title: `${t("officer:people.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action(args: ActionFunctionArgs) {
  const form = await readForm(args.request);
  const step = typedText(form, "do");
  const visit = await visitOfficeCase(args, PERMISSIONS[step] ?? "decide-who-acts");
  const answer = await answerPeopleForm(visit, form, step);
  if (answer === null) notFound();
  if ("done" in answer) return redirect(`/officer/cases/${visit.caseId}/people?done=${answer.done}`, 303);
  return data<PeopleAnswer>(answer, { status: answer.problems.length > 0 ? 400 : 200 });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function People() {
  const { t } = useTranslation("officer");
  const { caseId, reference, contacts, followers, codes, done, language, mayBlock, mayReset, mayDecide } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <OfficeCaseTop caseId={caseId} reference={reference} />
      <h1>{t("people.title")}</h1>
      {done && !answer && (
        <p className="notice notice-ok" role="status">
          {t(`people.done.${done}`)}
        </p>
      )}
      {answer?.letter && (
        <section aria-labelledby="code-letter">
          <p id="code-letter" className="notice notice-wait" role="status">
            {t("people.code.once")}
          </p>
          <LetterView letter={answer.letter} isLarge={answer.isLarge} />
          <PrintButton />
        </section>
      )}
      <p className="lede">{t("people.lede")}</p>
      <HowToReach contacts={contacts} />
      {followers.length === 0 && <p>{t("people.none")}</p>}
      <ul className="plain rows">
        {followers.map((one) => (
          <li key={one.id}>
            <p>
              <strong>
                <bdi>{one.name}</bdi>
              </strong>
              , {t(`people.relation.${one.relation}`)}, {t("people.since", { date: formatDate(one.since, language) })}
              {one.isEnded && ` · ${t("people.ended")}`}
            </p>
            {one.blockedOn && (
              <p className="late-word">{mayBlock ? t("people.blockedOn", { date: formatDate(one.blockedOn, language), reason: one.blockReason ?? t("people.noReason") }) : t("people.blocked")}</p>
            )}
            {mayBlock && !one.isEnded && (
              <form method="post" noValidate>
                <input type="hidden" name="follower" value={one.id} />
                {one.blockedOn ? (
                  <button className="button button-quiet" name="do" value="unblock">
                    {t("people.unblock", { name: one.name })}
                  </button>
                ) : (
                  <details open={answer?.problems.some(({ field }) => field === `reason-${one.id}`)}>
                    <summary>{t("people.block", { name: one.name })}</summary>
                    <FormField name="reason" id={`reason-${one.id}`} rows={3} label={t("people.blockReason")} hint={t("people.blockHint")} problem={problemOf(answer?.problems, `reason-${one.id}`)} />
                    <button className="button" name="do" value="block">
                      {t("people.block", { name: one.name })}
                    </button>
                  </details>
                )}
              </form>
            )}
            {mayReset && one.hasSecondStep && (
              <form method="post">
                <input type="hidden" name="follower" value={one.id} />
                <details>
                  <summary>{t("people.reset.title", { name: one.name })}</summary>
                  <p>{t("people.reset.text")}</p>
                  <button className="button" name="do" value="reset">
                    {t("people.reset.go", { name: one.name })}
                  </button>
                </details>
              </form>
            )}
          </li>
        ))}
      </ul>
      {codes > 0 && <p>{t("people.code.given", { count: codes })}</p>}
      <GiveCode />
      {mayDecide && <Decide />}
    </div>
  );
}

function PrintButton() {
  const { t } = useTranslation("my-child");
  return (
    <p className="no-print">
      <button type="button" className="button" data-print hidden>
        {t("print.button")}
      </button>
    </p>
  );
}

function GiveCode() {
  const { t } = useTranslation("officer");
  const { check } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const values: Record<string, string> = answer?.values ?? {};
  return (
    <section className="no-print" aria-labelledby="give-code">
      <h2 id="give-code">{t("people.code.title")}</h2>
      <p>{t("people.code.text")}</p>
      <form method="post" noValidate>
        <ChoiceField name="relation" label={t("people.code.who")} value={values.relation ?? "parent"} problem={problemOf(answer?.problems, "relation")} options={CODE_RELATIONS.map((relation) => ({ value: relation, label: t(`people.relation.${relation}`) }))} />
        <label className="check">
          <input type="checkbox" name="large" value="yes" defaultChecked={values.large === "yes"} />
          <span>{t("people.code.large")}</span>
        </label>
        <ReleaseField check={check} problems={answer?.problems} />
        <button className="button" name="do" value="code">
          {t("people.code.give")}
        </button>
      </form>
    </section>
  );
}

function Decide() {
  const { t } = useTranslation("officer");
  const { id, decisions, language } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const values: Record<string, string> = answer?.values ?? {};
  const problem = (field: string) => problemOf(answer?.problems, field);
  return (
    <section className="no-print" aria-labelledby="decide">
      <h2 id="decide">{t("people.decide.title")}</h2>
      <p>{t("people.decide.text")}</p>
      <ul className="plain rows">
        {decisions.map((decision) => (
          <li key={decision.id}>
            <p>
              {t(`people.decide.${decision.kind}`)}
              {decision.on && `: ${formatDate(decision.on, language)}`} <span className="meta">{t("people.decide.by", { date: formatDate(decision.decidedOn, language) })}</span>
              {decision.isUndone && <strong> · {t("people.decide.undone")}</strong>}
            </p>
            {decision.reason && <p className="pre-line">{decision.reason}</p>}
            {decision.mayUndo && (
              <form method="post">
                <input type="hidden" name="decision" value={decision.id} />
                <button className="button button-quiet" name="do" value="undo">
                  {t("people.decide.undo")}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      <form method="post" noValidate>
        <input type="hidden" name="id" value={id} />
        <ChoiceField name="kind" label={t("people.decide.kind")} value={values.kind} problem={problem("kind")} options={(["lacks-capacity", "has-capacity", "school-year-starts"] as const).map((kind) => ({ value: kind, label: t(`people.decide.${kind}`) }))} />
        <FormField name="why" rows={4} label={t("people.decide.reason")} hint={t("people.decide.reasonHint")} value={values.why} problem={problem("why")} />
        <DateField name="starts" label={t("people.decide.on")} value={{ day: values["starts-day"] ?? "", month: values["starts-month"] ?? "", year: values["starts-year"] ?? "" }} problem={problem("starts-day") ?? problem("starts-month") ?? problem("starts-year")} />
        <button className="button" name="do" value="decide">
          {t("people.decide.save")}
        </button>
      </form>
    </section>
  );
}
