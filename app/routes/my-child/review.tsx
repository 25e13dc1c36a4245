import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { takeTry } from "../../accounts/rate-limits.server.ts";
import { visitCase } from "../../accounts/visit.server.ts";
import { DraftNote } from "../../components/forms/DraftNote.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { SentViews } from "../../components/messages/SentViews.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { WhyDate } from "../../components/my-child/WhyDate.tsx";
import { Steps } from "../../components/my-child/Steps.tsx";
import { isUuid } from "../../domain/forms/ids.ts";
import { tooManyCharacters } from "../../domain/forms/length.ts";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { LONGEST_VIEW, VIEWS, type ReviewViews } from "../../domain/reviews/views.ts";
import { keepPageDraft, pageDraft, typedFields, visitWithForm } from "../../family/drafts.server.ts";
import { familyPage } from "../../family/family-page.server.ts";
import { reviewViewsOf, sendReviewViews } from "../../family/review-views.server.ts";
import { formatDate, formatTime } from "../../i18n/format.ts";
import { notFound } from "../../page-context.server.ts";

const FORM = "review";

/** The annual review: the meeting, who was asked and who has written, what the family writes for it, and the law's clocks after it. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-review");
  const { site, language, t } = visit;
  const page = await familyPage(visit);
  const review = page.review ?? notFound();
  const mayContribute = visit.may("contribute-to-review");
  const sent = mayContribute ? await reviewViewsOf(visit, review.since) : [];
  const params = new URL(args.request.url).searchParams;
  return {
    page,
    review,
    language,
    mayContribute,
    mayAddPapers: visit.may("add-document"),
    sent,
    receipt: sent.find(({ id, isOwn }) => isOwn && id === params.get("sent")) ?? null,
    isKept: params.has("kept"),
    id: crypto.randomUUID(),
    draft: await pageDraft(visit, FORM),
    title: `${t("my-child:review.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

const CLOCK_WORDS = { "review-notice": "review.notice", "review-report": "review.report", "review-decision": "review.decision", "review-final-overall": "review.final" } as const;

export async function action(args: ActionFunctionArgs) {
  const { visit, form } = await visitWithForm(args, "contribute-to-review", { form: FORM, fields: VIEWS });
  const { site, t, viewer, caseId } = visit;
  const path = `/my-child/${caseId}/review`;
  const values = typedFields(form, VIEWS);
  if (form.get("do") === "keep") {
    await keepPageDraft(visit, FORM, values);
    return redirect(`${path}?kept=1#yours`, 303);
  }
  const { review: held, name, isOwn } = await familyPage(visit);
  const { meetingOn } = held ?? notFound();
  const id = typedText(form, "id");
  if (!isUuid(id)) throw data(null, { status: 400 });
  const refuse = (problems: FieldProblem[], status = 400) => data({ problems, values }, { status });
  const views: ReviewViews = {};
  for (const view of VIEWS) if (values[view]) views[view] = values[view];
  if (Object.keys(views).length === 0) return refuse([{ field: VIEWS[0], text: t("messages:views.empty") }]);
  const tooLong = VIEWS.map((view) => ({ view, count: tooManyCharacters(views[view] ?? "", LONGEST_VIEW) })).filter(({ count }) => count > 0);
  if (tooLong.length > 0) return refuse(tooLong.map(({ view, count }) => ({ field: view, text: t("messages:comments.otherTooLong", { label: t(`messages:views.fields.${view === "childSays" && isOwn ? "childSaysOwn" : view}`, { name }), count }) })));
  if (!(await takeTry(site, "request-per-account", viewer.userId)).ok) {
    await keepPageDraft(visit, FORM, values);
    return refuse([{ field: VIEWS[0], text: t("messages:comments.tooMany") }], 429);
  }
  const sent = await sendReviewViews(visit, FORM, { id, meetingOn, views });
  if (sent === null) notFound();
  return redirect(`${path}?sent=${sent}`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function ReviewPage() {
  const { t } = useTranslation(["my-child", "messages"]);
  const { page, review, language, mayContribute, sent, receipt, isKept } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <CaseTop caseId={page.caseId} name={page.name} />
      <h1>{t("review.title")}</h1>
      {receipt && (
        <section className="notice notice-ok" aria-labelledby="receipt" tabIndex={-1} autoFocus>
          <h2 id="receipt">{t("messages:views.receipt")}</h2>
          <p>{t("messages:comments.receipt.text", { date: formatDate(receipt.on, language), time: formatTime(receipt.at, language), reference: receipt.reference })}</p>
          <p>{t("messages:views.next")}</p>
        </section>
      )}
      {isKept && (
        <p className="notice notice-ok" role="status">
          {t("messages:draft.kept")}
        </p>
      )}
      <p className="lede">{t(review.isHeld ? "review.was" : "review.on", { date: formatDate(review.meetingOn, language) })}</p>
      {mayContribute && !receipt && (
        <p>
          <a className="button" href="#yours">
            {t("review.yours")}
          </a>
        </p>
      )}
      <h2>{t("review.invited")}</h2>
      {review.invited.length === 0 && <p>{t("review.none")}</p>}
      <ul className="plain rows">
        {review.invited.map(({ who, contributedOn }) => (
          <li key={who}>
            <strong>{who}</strong> <span className={`tag ${contributedOn ? "tag-ok" : "tag-wait"}`}>{contributedOn ? t("review.contributed", { date: formatDate(contributedOn, language) }) : t("review.waiting")}</span>
          </li>
        ))}
      </ul>
      {mayContribute && (
        <section aria-labelledby="yours">
          <h2 id="yours">{t("messages:views.title")}</h2>
          <p>{review.isHeld ? t("messages:views.held") : t("messages:views.by", { date: formatDate(review.meetingOn, language) })}</p>
          <SentViews sent={sent} name={page.name} isOwnRecord={page.isOwn} language={language} />
          {sent.some(({ isOwn }) => isOwn) && !answer ? (
            <details>
              <summary>{t("messages:views.more")}</summary>
              <Write />
            </details>
          ) : (
            <Write />
          )}
        </section>
      )}
      <h2>{t("review.clocks")}</h2>
      {review.noticeDays !== null && !review.isHeld && <p className="notice notice-wait">{t("review.noticeShort", { count: review.noticeDays })}</p>}
      <ul className="plain rows">
        {review.clocks.map((date) => (
          <li key={date.rule}>
            <h3>{t(CLOCK_WORDS[date.rule as keyof typeof CLOCK_WORDS])}</h3>
            <p>
              {formatDate(date.due, language)} <span className={`tag ${date.told === "late" || date.told === "may-be-late" ? "tag-late" : date.told === "was-late" || date.told === "was-excused" ? "tag-wait" : date.told === "met" ? "tag-ok" : ""}`}>{t(`dates.state.${date.told}`)}</span> {date.doneOn && t("dates.done", { date: formatDate(date.doneOn, language) })}
            </p>
            <WhyDate date={date} language={language} />
          </li>
        ))}
      </ul>
      <Steps page={page} language={language} />
    </div>
  );
}

function Write() {
  const { t } = useTranslation("messages");
  const { id, draft, page, mayAddPapers } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const values = answer?.values ?? draft.fields;
  return (
    <form method="post" noValidate>
      <input type="hidden" name="id" value={id} />
      <p>{t("views.lede")}</p>
      {VIEWS.map((view) => (
        <FormField
          key={view}
          name={view}
          rows={4}
          label={t(`views.fields.${view === "childSays" && page.isOwn ? "childSaysOwn" : view}`, { name: page.name })}
          hint={view === "childSays" && mayAddPapers && !page.isOwn ? t("views.childSaysHint") : undefined}
          problem={problemOf(answer?.problems, view)}
          value={values[view]}
        />
      ))}
      {mayAddPapers && (
        <p>
          <a href={`/my-child/${page.caseId}/documents`}>{t("views.papers")}</a>
        </p>
      )}
      <p className="meta">{t("views.private")}</p>
      <p>
        <button className="button" name="do" value="send">
          {t("views.send")}
        </button>
      </p>
      <DraftNote draft={draft} />
    </form>
  );
}
