import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { ProvisionLine } from "../../components/messages/ProvisionLine.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { PhoneLine } from "../../components/PhoneLine.tsx";
import { namesOfBodies } from "../../db/cases.server.ts";
import { answerProvision, hadProvisionLine, noteOnAnswer, provisionOfCase } from "../../db/provision.server.ts";
import { isUuid } from "../../domain/forms/ids.ts";
import { tooManyCharacters } from "../../domain/forms/length.ts";
import { typedChoice, typedText } from "../../domain/forms/problems.ts";
import { replyDue } from "../../domain/messages/message.ts";
import { LONGEST_PROVISION_NOTE, PROVISION_ANSWERS, PROVISION_SECTIONS } from "../../domain/provision/provision.ts";
import { bodyWords } from "../../cases/body-words.server.ts";
import { shownLine } from "../../family/provision-page.server.ts";
import { dropPageDraft, pageDraft, visitWithForm } from "../../family/drafts.server.ts";
import { notFound } from "../../page-context.server.ts";

const NOTE = "provision-note";

export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-provision");
  const { site, language, t, caseId, child, viewer, today, may } = visit;
  const lines = await provisionOfCase(site.database.prisma, site, caseId);
  const names = await namesOfBodies(site.database.prisma);
  const asked = new URL(args.request.url).searchParams.get("done");
  const done = (["yes", "no", "changed"] as const).find((one) => one === asked) ?? null;
  return {
    caseId,
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    language,
    lines: lines.map((line) => shownLine({ ...line, provider: bodyWords(t, names, line.provider) }, viewer.userId, today)),
    draft: await pageDraft(visit, NOTE),
    done,
    mayReport: may("report-provision"),
    mayWrite: may("write-message"),
    mayComplain: may("ask-council"),
    advice: site.pack.adviceService,
    title: `${t("messages:provision.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { visit, form } = await visitWithForm(args, "report-provision", { form: NOTE, fields: ["line", "note"] });
  const { site, t, caseId, viewer, today } = visit;
  const { prisma } = site.database;
  const path = `/my-child/${caseId}/provision`;
  const lineId = typedText(form, "line");
  if (!isUuid(lineId)) notFound();
  if (form.get("do") === "note") {
    const answerId = typedText(form, "answer-id");
    const note = typedText(form, "note");
    const tooMany = tooManyCharacters(note, LONGEST_PROVISION_NOTE);
    if (tooMany > 0) return data({ problems: [{ field: `note-${lineId}`, text: t("messages:provision.missingTooLong", { count: tooMany }) }], lineId, note }, { status: 400 });
    if (!isUuid(answerId) || !(await prisma.$transaction((tx) => noteOnAnswer(tx, site, { caseId, answerId, userId: viewer.userId, note })))) notFound();
    await dropPageDraft(prisma, visit, NOTE);
    return redirect(`${path}?done=no#line-${lineId}`, 303);
  }
  const answer = typedChoice(form, "answer", PROVISION_ANSWERS);
  if (answer === null) throw data(null, { status: 400 });
  const given = await prisma.$transaction((tx) => answerProvision(tx, site, { caseId, lineId, userId: viewer.userId, answer, today, dueOn: replyDue(today, site.pack.provisionWorkingDays) }));
  if (!given && (await hadProvisionLine(prisma, { caseId, lineId }))) return redirect(`${path}?done=changed`, 303);
  if (!given) notFound();
  return redirect(`${path}?done=${answer === "yes" ? "yes" : "no"}#line-${lineId}`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Provision() {
  const { t } = useTranslation(["messages", "my-child"]);
  const { caseId, name, language, lines, draft, done, mayReport, mayWrite } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <CaseTop caseId={caseId} name={name} />
      <h1>{t("provision.title")}</h1>
      <p className="lede">{t("provision.lede")}</p>
      {done && !answer && (
        <p className={done === "changed" ? "notice" : "notice notice-ok"} role="status">
          {t(`provision.done.${done}`)}
        </p>
      )}
      {lines.length === 0 && (
        <p className="notice">
          {t("provision.none")} {mayWrite && <a href={`/my-child/${caseId}/messages`}>{t("my-child:actions.message")}</a>}
        </p>
      )}
      {PROVISION_SECTIONS.filter((section) => lines.some((line) => line.section === section)).map((section) => (
        <section key={section} aria-labelledby={`section-${section}`}>
          <h2 id={`section-${section}`}>{t(`provision.section.${section}`)}</h2>
          <ul className="plain provision">
            {lines
              .filter((line) => line.section === section)
              .map((line) => (
                <li key={line.id} id={`line-${line.id}`} className="card">
                  <ProvisionLine line={line} draft={draft} mayReport={mayReport} language={language} refused={answer?.lineId === line.id ? answer : null} />
                </li>
              ))}
          </ul>
        </section>
      ))}
      <section className="notice notice-quiet" aria-labelledby="law">
        <h2 id="law">{t("provision.law.title")}</h2>
        <p>{t("provision.law.F")}</p>
        <p>{t("provision.law.G")}</p>
        <p>{t("provision.law.H")}</p>
      </section>
      <GoesOn />
    </div>
  );
}

function GoesOn() {
  const { t } = useTranslation("messages");
  const { caseId, mayWrite, mayComplain, advice } = useLoaderData<typeof loader>();
  return (
    <section aria-labelledby="goes-on">
      <h2 id="goes-on">{t("provision.goesOn.title")}</h2>
      <p>{t("provision.goesOn.text")}</p>
      <ul>
        {mayWrite && (
          <li>
            <a href={`/my-child/${caseId}/messages`}>{t("provision.goesOn.message")}</a>
          </li>
        )}
        {mayComplain && (
          <li>
            <a href={`/my-child/${caseId}/complain`}>{t("provision.goesOn.complain")}</a>
          </li>
        )}
        <li>
          {t("provision.goesOn.advice")}
          <PhoneLine name={advice.name} phone={advice.phone} />
        </li>
      </ul>
    </section>
  );
}
