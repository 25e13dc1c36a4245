import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { DocumentList } from "../../components/documents/DocumentList.tsx";
import { DocumentUpload } from "../../components/documents/DocumentUpload.tsx";
import { Receipts } from "../../components/documents/Receipts.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { documentsOfCase, receipts } from "../../documents/documents.server.ts";
import { aboutFamilys, askedReceipts, isUnscanned, readerOf, readSentForm, toReceipts } from "../../documents/page.server.ts";
import { problemOf } from "../../domain/forms/problems.ts";

/** Papers both ways: what a family has sent and what the council has, and the form to send more. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-documents");
  const { site, language, t, child, standing, caseId, viewer } = visit;
  const name = child.stored.person?.firstName ?? t("my-child:unnamed");
  const isOwn = standing.role === "young-person";
  const { ids, left } = askedReceipts(args.request);
  const title = isOwn ? t("documents:titleOwn") : t("documents:title", { name });
  return {
    caseId,
    name,
    language,
    heading: title,
    left,
    receipts: await receipts(site, { caseId }, ids, viewer.userId),
    documents: await documentsOfCase(site, caseId, readerOf(visit)),
    mayAdd: visit.may("add-document"),
    mayBeOnlyMe: standing.role !== "supporter",
    isUnscanned: isUnscanned(site),
    title: `${title} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const visit = await visitCase(args, "add-document");
  const sent = await readSentForm(visit, args.request, (form) => aboutFamilys(visit, form.get("onlyMe")));
  if (!sent.ok) return data({ problems: [sent.problem], onlyMe: false }, { status: sent.status });
  if (sent.sent.length === 0) return data({ problems: [{ field: "files", text: visit.t("documents:upload.none") }], onlyMe: sent.form.get("onlyMe") === "yes" }, { status: 400 });
  return toReceipts(`/my-child/${visit.caseId}/documents`, sent);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Documents() {
  const { t } = useTranslation("documents");
  const { caseId, name, language, heading, left, receipts, documents, mayAdd, mayBeOnlyMe, isUnscanned } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = answer?.problems;
  return (
    <>
      <CaseTop caseId={caseId} name={name} />
      <ErrorSummary problems={problems} />
      <h1>{heading}</h1>
      {!problems && <Receipts documents={receipts} left={left} language={language} />}
      <p className="lede">{t("lede")}</p>
      {mayAdd ? (
        <form method="post" encType="multipart/form-data" className="card" noValidate aria-labelledby="send">
          <h2 id="send">{t("upload.title")}</h2>
          {mayBeOnlyMe && (
            <label className="check">
              <input type="checkbox" name="onlyMe" value="yes" defaultChecked={answer?.onlyMe} data-detail />
              <span>
                {t("upload.onlyMe")}
                <span className="hint"> {t("upload.onlyMeHint", { name })}</span>
              </span>
            </label>
          )}
          <DocumentUpload endpoint={`/my-child/${caseId}/uploads`} problem={problemOf(problems, "files")} isUnscanned={isUnscanned} />
          <p className="actions">
            <button className="button">{t("upload.send")}</button>
          </p>
          <p className="hint">{t("upload.slow")}</p>
        </form>
      ) : (
        <p>{t("mayNotAdd")}</p>
      )}
      <section aria-labelledby="all">
        <h2 id="all">{t("listTitle")}</h2>
        {documents.length > 0 && <p className="hint">{t("listLede")}</p>}
        <DocumentList documents={documents} path={`/my-child/${caseId}/documents`} language={language} />
      </section>
    </>
  );
}
