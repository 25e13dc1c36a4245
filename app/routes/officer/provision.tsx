import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOfficeCase, type CaseVisit } from "../../accounts/visit.server.ts";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { ChoiceField } from "../../components/forms/ChoiceField.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { OfficeCaseTop } from "../../components/office/OfficeTop.tsx";
import { ReleaseField } from "../../components/office/ReleaseField.tsx";
import { addProvisionLines, endProvisionLine, openProvisionActions, provisionOfCase } from "../../db/provision.server.ts";
import { isoText } from "../../domain/calendar/day.ts";
import { isUuid } from "../../domain/forms/ids.ts";
import { tooManyCharacters } from "../../domain/forms/length.ts";
import { problemOf, typedChoice, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { PROVISION_SECTIONS } from "../../domain/provision/provision.ts";
import { actOnProvision } from "../../family/council-answers.server.ts";
import { formatDate } from "../../i18n/format.ts";
import { releaseCheck, releaseProblem } from "../../office/release.server.ts";
import { readForm } from "../../page-context.server.ts";

const LONGEST = 4000;
const LONGEST_PROVIDER = 200;
const DONE = ["1", "added", "ended"] as const;

/** What the plan says the child gets, what the family says about it, and what the council does. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitOfficeCase(args, "answer-family");
  const { site, t, caseId, child, language, today } = visit;
  const actions = await openProvisionActions(site, { caseId, today });
  return {
    caseId,
    language,
    reference: child.stored.reference,
    newId: crypto.randomUUID(),
    check: releaseCheck(visit),
    done: DONE.find((one) => one === new URL(args.request.url).searchParams.get("done")) ?? null,
    actions: actions.map(({ answerId, section, words, provider, answer, note, answeredOn, dueOn }) => ({ answerId, section, words, provider, answer, note, on: isoText(answeredOn), due: isoText(dueOn), daysLate: Math.max(0, today - dueOn) })),
    lines: (await provisionOfCase(site.database.prisma, site, caseId)).map(({ id, section, words, provider }) => ({ id, section, words, provider })),
    title: `${t("officer:provision.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

interface Answer {
  problems: FieldProblem[];
  values: Record<string, string>;
  /** What somebody else answered while this was written, and what was written. */
  meanwhile?: { theirs: string; yours: string };
}

export async function action(args: ActionFunctionArgs) {
  const form = await readForm(args.request);
  const visit = await visitOfficeCase(args, "answer-family");
  const { site, t, caseId, viewer } = visit;
  const back = (done: (typeof DONE)[number]) => redirect(`/officer/cases/${caseId}/provision?done=${done}`, 303);
  const step = typedText(form, "do");
  if (step === "add") return addLine(visit, form, back);
  if (step === "end") {
    const lineId = typedText(form, "line");
    if (!isUuid(lineId)) throw data(null, { status: 400 });
    await site.database.prisma.$transaction((tx) => endProvisionLine(tx, { caseId, lineId, by: viewer.userId }));
    return back("ended");
  }
  const answerId = typedText(form, "answer");
  const words = typedText(form, "words");
  if (!isUuid(answerId)) throw data(null, { status: 400 });
  const field = `words-${answerId}`;
  const problems: FieldProblem[] = [];
  if (words === "" || tooManyCharacters(words, LONGEST) > 0) problems.push({ field, text: words === "" ? t("officer:provision.empty") : t("forms:limit", { count: LONGEST }) });
  const wrong = releaseProblem(visit, form, `initials-${answerId}`);
  if (wrong) problems.push(wrong);
  if (problems.length > 0) return data<Answer>({ problems, values: { [field]: words } }, { status: 400 });
  const acted = await actOnProvision(site, { caseId, answerId, by: viewer.userId, words });
  if (acted === null) throw data(null, { status: 400 });
  if (acted.by === "other") return data<Answer>({ problems: [{ field: "meanwhile", text: t("officer:provision.meanwhile") }], values: {}, meanwhile: { theirs: acted.words, yours: words } }, { status: 409 });
  return back("1");
}

async function addLine(visit: CaseVisit, form: FormData, back: (done: "added") => ReturnType<typeof redirect>) {
  const { site, t, caseId, viewer } = visit;
  const id = typedText(form, "id");
  if (!isUuid(id)) throw data(null, { status: 400 });
  const section = typedChoice(form, "section", PROVISION_SECTIONS);
  const line = { words: typedText(form, "words"), provider: typedText(form, "provider") };
  const problems: FieldProblem[] = [];
  if (section === null) problems.push({ field: "section", text: t("officer:provision.problems.section") });
  for (const [field, longest] of [["words", LONGEST], ["provider", LONGEST_PROVIDER]] as const) {
    if (line[field] === "") problems.push({ field, text: t(`officer:provision.problems.${field}`) });
    else if (tooManyCharacters(line[field], longest) > 0) problems.push({ field, text: t("forms:limit", { count: longest }) });
  }
  const wrong = releaseProblem(visit, form);
  if (wrong) problems.push(wrong);
  const replacesPlan = form.get("replaces") === "yes";
  if (section === null || problems.length > 0) return data<Answer>({ problems, values: { ...line, id, section: section ?? "", replaces: replacesPlan ? "yes" : "" } }, { status: 400 });
  await site.database.prisma.$transaction((tx) => addProvisionLines(tx, site, { caseId, by: viewer.userId, lines: [{ id, section, ...line }], replacesPlan }));
  return back("added");
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function OfficeProvision() {
  const { t } = useTranslation("officer");
  const { caseId, reference, actions, lines, language, done, newId, check } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const values: Record<string, string> = answer?.values ?? {};
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <OfficeCaseTop caseId={caseId} reference={reference} />
      <h1>{t("provision.title")}</h1>
      {done && !answer && (
        <p className="notice notice-ok" role="status">
          {t(done === "1" ? "case.done.answered" : `provision.${done}`)}
        </p>
      )}
      {answer?.meanwhile && (
        <section id="meanwhile" className="notice notice-late" aria-labelledby="meanwhile-title">
          <h2 id="meanwhile-title">{t("provision.meanwhile")}</h2>
          <p className="pre-line">{answer.meanwhile.theirs === "" ? t("provision.settled") : answer.meanwhile.theirs}</p>
          <h3>{t("provision.yours")}</h3>
          <p className="pre-line">{answer.meanwhile.yours}</p>
        </section>
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
            <ReleaseField id={`initials-${one.answerId}`} check={check} problems={answer?.problems} />
            <button className="button">{t("provision.send")}</button>
          </form>
        </section>
      ))}
      <h2>{t("provision.all")}</h2>
      {lines.length === 0 && <p>{t("provision.noLines")}</p>}
      <ul className="plain rows">
        {lines.map(({ id, section, words, provider }) => (
          <li key={id}>
            {words} <span className="meta">{t("provision.line", { section, provider })}</span>
            <form method="post" className="inline-form">
              <input type="hidden" name="line" value={id} />
              <button className="button-link" name="do" value="end">
                {t("provision.end")}
                <span className="visually-hidden">: {words}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      <h2>{t("provision.addTitle")}</h2>
      <form method="post" noValidate>
        <input type="hidden" name="id" value={values.id ?? newId} />
        <ChoiceField name="section" label={t("provision.section")} options={PROVISION_SECTIONS.map((value) => ({ value, label: t(`provision.sections.${value}`) }))} value={values.section} problem={problemOf(answer?.problems, "section")} />
        <FormField name="words" rows={3} label={t("provision.words")} hint={t("provision.addHint")} value={values.words} problem={problemOf(answer?.problems, "words")} />
        <FormField name="provider" label={t("provision.provider")} hint={t("provision.providerHint")} value={values.provider} problem={problemOf(answer?.problems, "provider")} />
        {lines.length > 0 && (
          <label className="check">
            <input type="checkbox" name="replaces" value="yes" defaultChecked={values.replaces === "yes"} />
            <span>{t("provision.replaces")}</span>
          </label>
        )}
        <ReleaseField check={check} problems={answer?.problems} />
        <button className="button" name="do" value="add">
          {t("provision.add")}
        </button>
      </form>
    </div>
  );
}
