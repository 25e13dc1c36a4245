import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { takeTry } from "../../accounts/rate-limits.server.ts";
import { visitCase, type CaseVisit } from "../../accounts/visit.server.ts";
import { CommentClock } from "../../components/messages/CommentClock.tsx";
import { SentCommentsList } from "../../components/messages/SentComments.tsx";
import { WordingHelper } from "../../components/messages/WordingHelper.tsx";
import { DraftNote } from "../../components/forms/DraftNote.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { commentsOfCase } from "../../db/comments.server.ts";
import { isoText } from "../../domain/calendar/day.ts";
import { commentRound, type CommentRound } from "../../domain/comments/round.ts";
import { isEmpty, LONGEST_COMMENT, PLAN_SECTIONS, type PlanComments } from "../../domain/comments/sections.ts";
import { isUuid } from "../../domain/forms/ids.ts";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { markVagueWords } from "../../domain/comments/vague-words.ts";
import { tooManyCharacters } from "../../domain/forms/length.ts";
import { keepPageDraft, pageDraft, typedFields, visitWithForm } from "../../family/drafts.server.ts";
import { askForMoreTimeFromFamily, sendCommentsFromFamily } from "../../family/sending.server.ts";
import { shownComments, shownRound } from "../../family/comment-page.server.ts";
import { formatDate, formatTime } from "../../i18n/format.ts";
import { notFound } from "../../page-context.server.ts";

const FORM = "comments";
const LONGEST_NAME = 200;
const SECTION_FIELDS = PLAN_SECTIONS.map((section) => `section-${section}`);
const FIELDS = [...SECTION_FIELDS, "school", "meeting", "else", "why", "wording"];

export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "comment-on-draft");
  const { site, language, t, child, today, caseId, viewer } = visit;
  const params = new URL(args.request.url).searchParams;
  const round = commentRound(child.case.events, child.timeline, today);
  const sent = shownComments(await commentsOfCase(site.database.prisma, site, caseId), viewer.userId);
  return {
    caseId,
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    language,
    round: round && shownRound(round, today),
    sent,
    receipt: sent.find(({ id, isOwn }) => isOwn && id === params.get("sent")) ?? null,
    isKept: params.has("kept"),
    id: crypto.randomUUID(),
    timeId: crypto.randomUUID(),
    draft: await pageDraft(visit, FORM),
    title: `${t(`messages:comments.title.${round?.of ?? "none"}`)} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { visit, form } = await visitWithForm(args, "comment-on-draft", { form: FORM, fields: FIELDS });
  const { t, child, today, caseId } = visit;
  const values = typedFields(form, FIELDS);
  const refuse = (problems: FieldProblem[], status = 400) => data({ problems, values, pieces: null }, { status });
  switch (form.get("do")) {
    case "keep":
      await keepPageDraft(visit, FORM, values);
      return redirect(`/my-child/${caseId}/comments?kept=1`, 303);
    case "check": {
      const wording = typedText(form, "wording");
      await keepPageDraft(visit, FORM, values);
      if (wording === "") return refuse([{ field: "wording", text: t("messages:comments.wording.empty") }]);
      return data({ problems: [], values, pieces: markVagueWords(wording.slice(0, LONGEST_WORDING)) });
    }
  }
  const round = commentRound(child.case.events, child.timeline, today);
  // The page was open while another plan came, or the time for words on it ended: they are not about what stands now.
  const served = form.get("served");
  if (!round || round.state === "closed" || (served !== null && served !== isoText(round.served))) {
    await keepPageDraft(visit, FORM, values);
    return refuse([{ field: form.get("do") === "time" ? "why" : "section-A", text: t("messages:comments.changed") }], 409);
  }
  return form.get("do") === "time" ? takeWishForTime(visit, form, round, refuse) : takeComments(visit, form, round, values, refuse);
}

/** In characters: a whole Section F. */
const LONGEST_WORDING = 30_000;

type Refuse = (problems: FieldProblem[], status?: number) => ReturnType<typeof data<{ problems: FieldProblem[]; values: Record<string, string>; pieces: null }>>;

async function takeComments(visit: CaseVisit, form: FormData, round: CommentRound, values: Record<string, string>, refuse: Refuse) {
  const { t, caseId } = visit;
  const comments: PlanComments = {
    sections: Object.fromEntries(PLAN_SECTIONS.map((section) => [section, typedText(form, `section-${section}`)]).filter(([, words]) => words !== "")) as PlanComments["sections"],
    school: typedText(form, "school") || null,
    wantsMeeting: form.get("meeting") === "yes",
    anythingElse: typedText(form, "else") || null,
  };
  const problems = lengthProblems(visit, form);
  if (problems.length > 0) return refuse(problems);
  if (isEmpty(comments)) return refuse([{ field: "section-A", text: t("messages:comments.nothing") }]);
  if (!(await mayTry(visit))) {
    await keepPageDraft(visit, FORM, values);
    return refuse([{ field: "section-A", text: t("messages:comments.tooMany") }], 429);
  }
  const id = formId(form, "id");
  const sent = await sendCommentsFromFamily(visit, FORM, { id, about: { of: round.of, served: isoText(round.served) }, comments });
  if (!sent) notFound();
  return redirect(`/my-child/${caseId}/comments?sent=${sent.id}`, 303);
}

function lengthProblems({ t }: CaseVisit, form: FormData): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const letter of PLAN_SECTIONS) {
    const count = tooManyCharacters(typedText(form, `section-${letter}`), LONGEST_COMMENT);
    if (count > 0) problems.push({ field: `section-${letter}`, text: t("messages:comments.tooLong", { letter, count }) });
  }
  const others = [
    { field: "school", most: LONGEST_NAME, label: t("messages:comments.school") },
    { field: "else", most: LONGEST_COMMENT, label: t("messages:comments.else") },
  ];
  for (const { field, most, label } of others) {
    const count = tooManyCharacters(typedText(form, field), most);
    if (count > 0) problems.push({ field, text: t("messages:comments.otherTooLong", { label, count }) });
  }
  return problems;
}

async function takeWishForTime(visit: CaseVisit, form: FormData, round: CommentRound, refuse: Refuse) {
  const { t, caseId } = visit;
  const why = typedText(form, "why");
  if (why === "") return refuse([{ field: "why", text: t("messages:comments.timeEmpty") }]);
  const count = tooManyCharacters(why, LONGEST_COMMENT);
  if (count > 0) return refuse([{ field: "why", text: t("messages:comments.otherTooLong", { label: t("messages:comments.timeWhy"), count }) }]);
  if (!(await mayTry(visit))) return refuse([{ field: "why", text: t("messages:comments.tooMany") }], 429);
  const id = formId(form, "time-id");
  const sent = await askForMoreTimeFromFamily(visit, { id, about: { of: round.of, served: isoText(round.served) }, why });
  if (!sent) notFound();
  // What was written about the plan stays as it is: only the wish for more time has gone.
  await keepPageDraft(visit, FORM, { ...typedFields(form, FIELDS), why: "" });
  return redirect(`/my-child/${caseId}/comments?sent=${sent.id}`, 303);
}

async function mayTry({ site, viewer }: CaseVisit): Promise<boolean> {
  return (await takeTry(site, "request-per-account", viewer.userId)).ok;
}

function formId(form: FormData, name: string): string {
  const id = typedText(form, name);
  if (!isUuid(id)) throw data(null, { status: 400 });
  return id;
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Comments() {
  const { t } = useTranslation("messages");
  const { caseId, name, language, round, sent, receipt, isKept } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const hasSent = sent.some(({ kind, isOwn, served }) => kind === "comments" && isOwn && served === round?.served);
  const isOpen = round !== null && round.state !== "closed";
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <CaseTop caseId={caseId} name={name} />
      <h1>{t(`comments.title.${round?.of ?? "none"}`)}</h1>
      {receipt && (
        <section className="notice notice-ok" aria-labelledby="receipt" tabIndex={-1} autoFocus>
          <h2 id="receipt">{t(receipt.kind === "comments" ? "comments.receipt.title" : "comments.receipt.time")}</h2>
          <p>{t("comments.receipt.text", { date: formatDate(receipt.on, language), time: formatTime(receipt.at, language), reference: receipt.reference })}</p>
          <p>{receipt.due === null ? t("comments.receipt.next") : t("comments.receipt.nextTime", { date: formatDate(receipt.due, language) })}</p>
        </section>
      )}
      {isKept && (
        <p className="notice notice-ok" role="status">
          {t("draft.kept")}
        </p>
      )}
      {round ? <CommentClock round={round} caseId={caseId} language={language} /> : <p className="lede">{t("comments.none")}</p>}
      <SentCommentsList sent={sent} language={language} />
      {isOpen && hasSent && !answer && (
        <details>
          <summary>{t("comments.more")}</summary>
          <Form />
        </details>
      )}
      {((isOpen && !hasSent) || answer) && <Form />}
    </div>
  );
}

function Form() {
  const { t } = useTranslation("messages");
  const { id, timeId, draft, round } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const values = answer?.values ?? draft.fields;
  const problems = answer?.problems;
  return (
    <form method="post" noValidate>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="time-id" value={timeId} />
      {round && <input type="hidden" name="served" value={round.served} />}
      {/* The Enter key presses the first button of a form: that must not be one that sends. */}
      <button className="visually-hidden" name="do" value="keep" tabIndex={-1} aria-hidden="true">
        {t("draft.keep")}
      </button>
      <p>{t("comments.how")}</p>
      <WordingHelper value={values.wording} pieces={answer?.pieces ?? null} problem={problemOf(problems, "wording")} />
      <h2>{t("comments.sectionsTitle")}</h2>
      {PLAN_SECTIONS.map((section) => (
        <FormField
          key={section}
          name={`section-${section}`}
          rows={4}
          label={t("comments.sectionLabel", { letter: section, name: t(`comments.sections.${section}`) })}
          hint={t(`comments.hints.${section}`)}
          problem={problemOf(problems, `section-${section}`)}
          value={values[`section-${section}`]}
        />
      ))}
      <FormField name="school" label={t("comments.school")} hint={t("comments.schoolHint")} problem={problemOf(problems, "school")} value={values.school} />
      <fieldset className="field">
        <legend>{t("comments.meeting")}</legend>
        <label className="check">
          <input type="checkbox" name="meeting" value="yes" defaultChecked={values.meeting === "yes"} />
          <span>{t("comments.meetingYes")}</span>
        </label>
      </fieldset>
      <FormField name="else" rows={4} label={t("comments.else")} problem={problemOf(problems, "else")} value={values.else} />
      <p>
        <button className="button" name="do" value="send">
          {t("comments.send")}
        </button>
      </p>
      <DraftNote draft={draft} />
      <section className="card" aria-labelledby="more-time">
        <h2 id="more-time">{t("comments.timeTitle")}</h2>
        <p>{t("comments.timeText")}</p>
        <FormField name="why" rows={3} label={t("comments.timeWhy")} problem={problemOf(problems, "why")} value={values.why} />
        <button className="button button-quiet" name="do" value="time">
          {t("comments.timeSend")}
        </button>
      </section>
    </form>
  );
}
