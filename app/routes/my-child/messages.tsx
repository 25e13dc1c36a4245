import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { takeTry } from "../../accounts/rate-limits.server.ts";
import { visitCase, type CaseVisit } from "../../accounts/visit.server.ts";
import { DocumentUpload } from "../../components/documents/DocumentUpload.tsx";
import { ChoiceField } from "../../components/forms/ChoiceField.tsx";
import { DraftNote } from "../../components/forms/DraftNote.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { MessageList } from "../../components/messages/MessageList.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { PhoneLine } from "../../components/PhoneLine.tsx";
import { markOpened } from "../../db/messages.server.ts";
import { isUnscanned } from "../../documents/page.server.ts";
import { isoText } from "../../domain/calendar/day.ts";
import { isUuid } from "../../domain/forms/ids.ts";
import { tooManyCharacters } from "../../domain/forms/length.ts";
import { problemOf, typedChoice, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { DESKS, LONGEST_MESSAGE, replyDue } from "../../domain/messages/message.ts";
import { keepPageDraft, pageDraft, typedFields, visitWithForm } from "../../family/drafts.server.ts";
import { sendFromFamily } from "../../family/sending.server.ts";
import { readMessageForm, waitingPapers } from "../../family/message-papers.server.ts";
import { shownMessages } from "../../family/message-page.server.ts";
import { formatDate, formatTime } from "../../i18n/format.ts";
import { notFound } from "../../page-context.server.ts";

const FORM = "message";
const FIELDS = ["body", "desk", "audience"];
const AUDIENCES = ["everyone", "only-me"] as const;

export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-messages");
  const { site, language, t, child, standing, today, caseId, viewer, may } = visit;
  const { pack } = site;
  const params = new URL(args.request.url).searchParams;
  const messages = await shownMessages(visit);
  // A supporter's look is not the family's.
  if (standing.role !== "supporter") await markOpened(site.database.prisma, caseId, { userId: viewer.userId });
  const { officer, person } = child.stored;
  const name = person?.firstName ?? t("my-child:unnamed");
  return {
    caseId,
    name,
    isOwn: standing.role === "young-person",
    language,
    messages,
    receipt: messages.find(({ id, fromFamily }) => fromFamily && id === params.get("sent")) ?? null,
    isKept: params.has("kept"),
    id: crypto.randomUUID(),
    draft: await pageDraft(visit, FORM),
    mayWrite: may("write-message"),
    mayBePrivate: mayBePrivate(visit),
    mayComplain: may("ask-council"),
    mayAddPapers: may("add-document"),
    papers: await waitingPapers(visit),
    isUnscanned: isUnscanned(site),
    officer: officer?.name ? { name: officer.name, away: officer.away && officer.away.until >= isoText(today) ? officer.away : null } : null,
    replyBy: isoText(replyDue(today, pack.replyWorkingDays)),
    replyDays: pack.replyWorkingDays,
    contact: pack.contact,
    advice: pack.adviceService,
    title: `${standing.role === "young-person" ? t("messages:titleOwn") : t("messages:title", { name })} · ${t("common:siteName", { area: pack.name })}`,
  };
}

/** Whom a family let in, it let in openly: only its own people can write to the council alone. */
function mayBePrivate({ standing: { role } }: CaseVisit): boolean {
  return role === "parent" || role === "young-person" || role === "alternative-person";
}

export async function action(args: ActionFunctionArgs) {
  const { visit, form } = await visitWithForm(args, "write-message", { form: FORM, fields: FIELDS }, (whose) => readMessageForm(args.request, whose));
  const { site, t, viewer, today, caseId } = visit;
  const path = `/my-child/${caseId}/messages`;
  const values = typedFields(form, FIELDS);
  const body = typedText(form, "body");
  if (form.get("do") === "keep") {
    await keepPageDraft(visit, FORM, values);
    return redirect(`${path}?kept=1#write`, 303);
  }
  const id = typedText(form, "id");
  if (!isUuid(id)) throw data(null, { status: 400 });
  const refuse = (problems: FieldProblem[], status = 400) => data({ problems, values }, { status });
  const papers = (await waitingPapers(visit)).filter(({ isRefused }) => !isRefused);
  // A photo says enough.
  if (body === "" && papers.length === 0) return refuse([{ field: "body", text: t("messages:write.empty") }]);
  const tooMany = tooManyCharacters(body, LONGEST_MESSAGE);
  if (tooMany > 0) return refuse([{ field: "body", text: t("messages:write.tooLong", { count: tooMany }) }]);
  const tried = await takeTry(site, "message-per-account", viewer.userId);
  if (!tried.ok) {
    await keepPageDraft(visit, FORM, values);
    return refuse([{ field: "body", text: t("messages:tooMany") }], 429);
  }
  const message = { id, body, desk: typedChoice(form, "desk", DESKS) ?? "duty", isPrivate: mayBePrivate(visit) && typedChoice(form, "audience", AUDIENCES) === "only-me", replyDueOn: replyDue(today, site.pack.replyWorkingDays), papers };
  const sent = await sendFromFamily(visit, FORM, message);
  if (!sent) notFound();
  return redirect(`${path}?sent=${sent.id}`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Messages() {
  const { t } = useTranslation("messages");
  const { caseId, name, isOwn, language, messages, receipt, isKept, mayWrite } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <CaseTop caseId={caseId} name={name} />
      <h1>{isOwn ? t("titleOwn") : t("title", { name })}</h1>
      {receipt && (
        <section className="notice notice-ok" aria-labelledby="receipt" tabIndex={-1} autoFocus>
          <h2 id="receipt">{t("receipt.title")}</h2>
          <p>{t("receipt.text", { date: formatDate(receipt.on, language), time: formatTime(receipt.at, language), reference: receipt.reference })}</p>
          {receipt.due && <p>{t("receipt.reply", { date: formatDate(receipt.due, language) })}</p>}
          <p>{t("receipt.again")}</p>
        </section>
      )}
      {receipt && <Refused />}
      {isKept && (
        <p className="notice notice-ok" role="status">
          {t("draft.kept")}
        </p>
      )}
      <p className="lede">{t("lede")}</p>
      <Late />
      {messages.length > 0 && (
        <section aria-labelledby="messages">
          {mayWrite && (
            <p>
              <a className="button" href="#write">
                {t("list.write")}
              </a>
            </p>
          )}
          <h2 id="messages">{t("list.title")}</h2>
          <MessageList messages={messages} language={language} />
        </section>
      )}
      {mayWrite && <Write />}
    </div>
  );
}

/** What somebody can do about an answer that is late. */
function Late() {
  const { t } = useTranslation("messages");
  const { messages, caseId, mayComplain, contact, advice } = useLoaderData<typeof loader>();
  const late = messages.filter(({ state }) => state?.is === "late");
  if (late.length === 0) return null;
  return (
    <section className="notice notice-late" aria-labelledby="late">
      <h2 id="late">{t("late.title")}</h2>
      <p>{t("late.choices")}</p>
      <ul>
        <li>
          {t("late.ring")} <bdi>{late.map(({ reference }) => reference).join(", ")}</bdi>
          <PhoneLine name={contact.name} phone={contact.phone} />
        </li>
        {mayComplain && (
          <li>
            <a href={`/my-child/${caseId}/complain`}>{t("late.complain")}</a>
          </li>
        )}
        <li>
          {t("late.advice")}
          <PhoneLine name={advice.name} phone={advice.phone} />
        </li>
      </ul>
    </section>
  );
}

function Write() {
  const { t } = useTranslation("messages");
  const { id, draft, officer, replyBy, replyDays, language, mayBePrivate, mayAddPapers } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const values = answer?.values ?? draft.fields;
  const away = officer?.away;
  const awayWords = officer && away ? (away.cover ? t("write.away", { name: officer.name, date: formatDate(away.until, language), cover: away.cover }) : t("write.awayNobody", { name: officer.name, date: formatDate(away.until, language) })) : undefined;
  return (
    <section aria-labelledby="write">
      <h2 id="write">{t("write.title")}</h2>
      <p>
        <strong>{t("write.promise", { date: formatDate(replyBy, language), count: replyDays })}</strong>
      </p>
      <form method="post" encType="multipart/form-data" noValidate>
        <input type="hidden" name="id" value={id} />
        <FormField name="body" rows={8} label={t("write.body")} hint={t("write.bodyHint", { count: LONGEST_MESSAGE })} problem={problemOf(answer?.problems, "body")} value={values.body} />
        {officer ? (
          <ChoiceField
            name="desk"
            label={t("write.to")}
            value={values.desk || (away && !away.cover ? "duty" : "officer")}
            options={[
              { value: "officer", label: t("write.officer", { name: officer.name }), hint: awayWords },
              { value: "duty", label: t("write.duty"), hint: t("write.dutyHint") },
            ]}
          />
        ) : (
          <input type="hidden" name="desk" value="duty" />
        )}
        {mayBePrivate ? (
          <ChoiceField
            name="audience"
            label={t("write.who")}
            value={values.audience || "everyone"}
            options={[
              { value: "everyone", label: t("write.everyone") },
              { value: "only-me", label: t("write.onlyMe"), hint: t("write.onlyMeHint") },
            ]}
          />
        ) : (
          <p>{t("write.supporter")}</p>
        )}
        {mayAddPapers && <Papers />}
        <p className="meta">{t("write.urgent")}</p>
        <p>
          <button className="button" name="do" value="send">
            {t("write.send")}
          </button>
        </p>
        <DraftNote draft={draft} />
      </form>
    </section>
  );
}

/** Photos and papers that go with the message: several at once, from the phone's camera, and those that are here already. */
function Papers() {
  const { t } = useTranslation("messages");
  const { papers, caseId, isUnscanned, receipt } = useLoaderData<typeof loader>();
  const ready = papers.filter(({ isRefused }) => !isRefused);
  return (
    <fieldset className="field">
      <legend>{t("write.papers")}</legend>
      {ready.length > 0 && (
        <>
          <p>{t("write.papersReady", { count: ready.length })}</p>
          <ul>
            {ready.map(({ id, name }) => (
              <li key={id}>
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      {!receipt && <Refused />}
      <input type="hidden" name="for" value="message" data-detail />
      <DocumentUpload endpoint={`/my-child/${caseId}/uploads`} isUnscanned={isUnscanned} />
    </fieldset>
  );
}

/** Papers that could not be taken: beside the receipt of the message, which went without them, or where they were chosen. */
function Refused() {
  const { t } = useTranslation("messages");
  const { papers, caseId } = useLoaderData<typeof loader>();
  const refused = papers.filter(({ isRefused }) => isRefused);
  if (refused.length === 0) return null;
  return (
    <p className="notice notice-late">
      {t("write.papersRefused", { count: refused.length })} <bdi>{refused.map(({ name }) => name).join(", ")}</bdi> · <a href={`/my-child/${caseId}/documents`}>{t("write.papersWhy")}</a>
    </p>
  );
}
