import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { RequestPapers } from "../../components/ask/RequestPapers.tsx";
import { DocumentUpload } from "../../components/documents/DocumentUpload.tsx";
import { Receipts } from "../../components/documents/Receipts.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { receipts } from "../../documents/documents.server.ts";
import { askedReceipts, isUnscanned, toReceipts } from "../../documents/page.server.ts";
import { MEGABYTE, MOST_REQUEST_BYTES, MOST_REQUEST_FILES } from "../../domain/documents/kinds.ts";
import { isUuid } from "../../domain/forms/ids.ts";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { ASSESSMENT_WAY, NUMBERED_PAGES, pageAfter } from "../../domain/requests/assessment.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { ownRequest } from "../../requests/coming-back.server.ts";
import { papersOf, readPapers, removePaper } from "../../requests/papers.server.ts";

const ROOM = { most: MOST_REQUEST_FILES, size: MOST_REQUEST_BYTES / MEGABYTE };

/** Sent meanwhile from another window: whoever chose papers here is told that they did not go with it. */
function receiptOf(id: string, isLate: boolean): Response {
  return redirect(`/ask/receipt/${id}${isLate ? "?late=1" : ""}`, 303);
}

/** Papers that go with a request for an assessment, each kept as soon as it is here. None has to. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { site, language, t } = await pageContext(request);
  const asked = await ownRequest(site, request, params.id);
  const { searchParams } = new URL(request.url);
  if (asked.state !== "draft") throw receiptOf(asked.id, searchParams.has("late"));
  const { ids, left, full } = askedReceipts(request);
  return {
    id: asked.id,
    language,
    papers: await papersOf(site, asked),
    receipts: await receipts(site, { requestId: asked.id }, ids, null),
    left,
    full,
    isRemoved: searchParams.has("removed"),
    isUnscanned: isUnscanned(site),
    number: ASSESSMENT_WAY.indexOf("papers") + 1,
    of: NUMBERED_PAGES,
    title: `${t("ask:papers.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { site, t } = await pageContext(request);
  const asked = await ownRequest(site, request, params.id);
  const hasFiles = request.headers.get("Content-Type")?.toLowerCase().startsWith("multipart/") ?? false;
  if (asked.state !== "draft") throw receiptOf(asked.id, hasFiles);
  const path = `/ask/assessment/${asked.id}/papers`;
  const refuse = (text: string, status: number) => data({ problems: [{ field: "files", text }] }, { status });
  if (!hasFiles) {
    const id = typedText(await readForm(request), "remove");
    if (id === "") return refuse(t("ask:papers.none"), 400);
    if (!isUuid(id)) throw data(null, { status: 400 });
    return redirect((await removePaper(site, asked, id)) ? `${path}?removed=1` : path, 303);
  }
  const sent = await readPapers({ site, t }, request, asked);
  if (!sent.ok) return refuse(sent.problem.text, sent.status);
  const isGoingOn = sent.form.get("then") === "next";
  if (sent.sent.length === 0 && sent.full === 0 && !isGoingOn) return refuse(t("ask:papers.none"), 400);
  const isAllTaken = sent.left === 0 && sent.full === 0 && (await receipts(site, { requestId: asked.id }, sent.sent, null)).every(({ state }) => state !== "refused");
  return isGoingOn && isAllTaken ? redirect(`/ask/assessment/${asked.id}/${pageAfter("papers")}`, 303) : toReceipts(path, sent);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function PapersThatHelp() {
  const { t } = useTranslation("ask");
  const { id, language, papers, receipts, left, full, isRemoved, isUnscanned, number, of } = useLoaderData<typeof loader>();
  const problems = useActionData<typeof action>()?.problems;
  return (
    <div className="prose">
      <ErrorSummary problems={problems} />
      <p className="meta">{t("pages.number", { number, of })}</p>
      <h1>{t("papers.title")}</h1>
      {!problems && <Receipts documents={receipts} left={left} language={language} isDraft />}
      {!problems && full > 0 && <p className="notice notice-late">{t("papers.full", { count: full, ...ROOM })}</p>}
      {!problems && isRemoved && (
        <p className="notice notice-ok" role="status">
          {t("papers.removed")}
        </p>
      )}
      <p className="lede">{t("papers.lede")}</p>
      {papers.length > 0 && (
        <section aria-labelledby="papers">
          <h2 id="papers">{t("papers.with")}</h2>
          <RequestPapers papers={papers} language={language} mayRemove />
        </section>
      )}
      <form method="post" encType="multipart/form-data" className="card" noValidate aria-labelledby="add">
        <h2 id="add">{t("papers.add")}</h2>
        <DocumentUpload endpoint={`/ask/assessment/${id}/uploads`} problem={problemOf(problems, "files")} isUnscanned={isUnscanned} comeBack="/ask/come-back" />
        <p className="actions">
          <button className="button" name="then" value="next">
            {t("pages.save")}
          </button>
          <button className="button button-quiet" name="then" value="more">
            {t("papers.button")}
          </button>
        </p>
        <p className="hint">{t("papers.slow", ROOM)}</p>
      </form>
      <p className="actions">
        <a href={`/ask/assessment/${id}/later`}>{t("later.link")}</a>
        <a href={`/ask/assessment/${id}/check`}>{t("pages.toCheck")}</a>
      </p>
    </div>
  );
}
