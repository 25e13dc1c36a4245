import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOfficeCase } from "../../accounts/visit.server.ts";
import { Breadcrumb } from "../../components/Breadcrumb.tsx";
import { DocumentUpload } from "../../components/documents/DocumentUpload.tsx";
import { OfficePaper } from "../../components/documents/OfficePaper.tsx";
import { RefusalWords } from "../../components/documents/Receipts.tsx";
import { ChoiceField } from "../../components/forms/ChoiceField.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { namesOfUsers } from "../../db/documents.server.ts";
import { documentsOfCase, receipts, releaseDocument, withdrawDocument } from "../../documents/documents.server.ts";
import { aboutCouncils, askedReceipts, isUnscanned, readSentForm, toReceipts } from "../../documents/page.server.ts";
import { COUNCIL_KINDS } from "../../domain/documents/kinds.ts";
import { namesRecipient } from "../../domain/documents/recipient.ts";
import type { ShownDocument } from "../../domain/documents/shown.ts";
import { isUuid } from "../../domain/forms/ids.ts";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { tellFollowers } from "../../notices/tell.server.ts";

const SAID = ["released", "already", "notClean", "takenBack", "notTakenBack"] as const;
type Said = (typeof SAID)[number];

/** The papers of a case as the council's staff see them: what the family sent, and what is to be released to it. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitOfficeCase(args, "see-any-case");
  const { site, language, t, child, caseId, viewer } = visit;
  const { person, reference } = child.stored;
  const name = person?.firstName ?? t("my-child:unnamed");
  const documents = await documentsOfCase(site, caseId, "staff");
  const names = await namesOfUsers(site.database.prisma, documents.flatMap(({ uploadedBy }) => uploadedBy ?? []));
  const done = new URL(args.request.url).searchParams.get("done");
  return {
    caseId,
    reference,
    name,
    language,
    documents: documents.map((document) => ({ ...document, who: names.get(document.uploadedBy ?? "") || t(document.from === "council" ? "documents:office.council" : "documents:office.family") })),
    added: await receipts(site, { caseId }, askedReceipts(args.request).ids, viewer.userId),
    said: SAID.find((one) => one === done) ?? null,
    mayRelease: visit.may("release-document"),
    isUnscanned: isUnscanned(site),
    title: `${t("documents:office.title", { name })} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const visit = await visitOfficeCase(args, "release-document");
  const { site, t, caseId, viewer, child } = visit;
  const path = `/officer/cases/${caseId}/documents`;
  const sent = await readSentForm(visit, args.request, (form) => aboutCouncils(visit, form.get("kind")));
  const refuse = (problems: FieldProblem[], status = 400) => data({ problems }, { status });
  if (!sent.ok) return refuse([sent.problem], sent.status);
  const { form } = sent;
  const id = typedText(form, "release") || typedText(form, "take-back");
  if (id === "") return sent.sent.length > 0 ? toReceipts(path, sent) : refuse([{ field: "files", text: t("documents:upload.none") }]);
  if (!isUuid(id)) throw data(null, { status: 400 });
  const say = (said: Said) => redirect(`${path}?done=${said}#papers`, 303);
  if (form.has("take-back")) return say((await withdrawDocument(site, { id, caseId }, viewer.userId)) ? "takenBack" : "notTakenBack");
  const { person, reference } = child.stored;
  if (!namesRecipient(typedText(form, "guard"), { firstName: person?.firstName ?? null, lastName: person?.lastName ?? null, reference })) {
    return refuse([{ field: `guard-${id}`, text: t("documents:office.guardProblem") }]);
  }
  const outcome = await releaseDocument(site, { id, caseId }, viewer.userId, async (tx) => {
    await tellFollowers(tx, site, { caseId, kind: "document-came", slots: {}, key: `document:${id}`, except: viewer.userId });
  });
  return say(outcome === "not-clean" ? "notClean" : outcome);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function OfficeDocuments() {
  const { t } = useTranslation("documents");
  const { caseId, reference, name, language, documents, added, said, mayRelease, isUnscanned } = useLoaderData<typeof loader>();
  const problems = useActionData<typeof action>()?.problems;
  const path = `/officer/cases/${caseId}/documents`;
  const waiting = documents.filter(({ from, releasedAt, state }) => from === "council" && releasedAt === null && state !== "refused");
  const others = documents.filter((document) => !waiting.includes(document));
  const refused = added.filter(({ state }) => state === "refused");
  return (
    <>
      <Breadcrumb trail={[{ href: `/officer/cases/${caseId}`, label: t("office.back", { reference }) }]} />
      <ErrorSummary problems={problems} />
      <h1>{t("office.title", { name })}</h1>
      <p className="lede">{t("office.lede")}</p>
      {!problems && said && <p className={said === "notClean" || said === "notTakenBack" ? "notice notice-wait" : "notice notice-ok"}>{t(`office.${said}`)}</p>}
      {!problems && added.length > refused.length && <p className="notice notice-ok">{t("office.added")}</p>}
      {!problems && refused.map((document) => (
        <p key={document.id} className="notice notice-late">
          <strong><bdi>{document.name}</bdi></strong>: <RefusalWords reason={document.reason} />
        </p>
      ))}
      {waiting.length > 0 && (
        <section aria-labelledby="waiting">
          <h2 id="waiting">{t("office.waitingTitle")}</h2>
          <ul className="plain rows">
            {waiting.map((document) => (
              <li key={document.id}>
                <OfficePaper document={document} path={path} language={language} />
                {mayRelease && (document.state === "clean" ? <Release document={document} child={name} problem={problemOf(problems, `guard-${document.id}`)} /> : <p className="notice notice-wait">{t(document.state === "checking" ? "office.checking" : "office.quarantined")}</p>)}
                {mayRelease && document.state !== "checking" && (
                  <form method="post">
                    <input type="hidden" name="take-back" value={document.id} />
                    <button className="button-link">{t("office.takeBack")}</button>
                  </form>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {mayRelease && (
        <form method="post" encType="multipart/form-data" className="card" noValidate aria-labelledby="add">
          <h2 id="add">{t("office.add")}</h2>
          <div data-detail-fields>
            <ChoiceField name="kind" label={t("office.kind")} value="letter" options={COUNCIL_KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))} />
          </div>
          <DocumentUpload endpoint={`/officer/cases/${caseId}/uploads`} problem={problemOf(problems, "files")} isUnscanned={isUnscanned} />
          <button className="button">{t("office.addButton")}</button>
        </form>
      )}
      <section aria-labelledby="papers">
        <h2 id="papers">{t("listTitle")}</h2>
        {others.length === 0 ? (
          <p>{t("none")}</p>
        ) : (
          <ul className="plain rows document-list">
            {others.map((document) => (
              <li key={document.id}>
                <OfficePaper document={document} path={path} language={language} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Release({ document: { id, name }, child, problem }: { document: ShownDocument; child: string; problem: string | undefined }) {
  const { t } = useTranslation("documents");
  return (
    <form method="post" noValidate aria-label={t("office.releaseTitle", { name, child })}>
      <input type="hidden" name="release" value={id} />
      <FormField id={`guard-${id}`} name="guard" label={t("office.guard")} hint={t("office.guardHint")} problem={problem} autoComplete="off" />
      <button className="button">{t("office.release")}</button>
    </form>
  );
}
