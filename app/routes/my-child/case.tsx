import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { AdviceTable, MoveNote, YourTime } from "../../components/my-child/CaseParts.tsx";
import { ContactCard, LinkCard } from "../../components/my-child/CaseSide.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { LateNotice } from "../../components/my-child/LateNotice.tsx";
import { StatusCard } from "../../components/my-child/StatusCard.tsx";
import { Steps } from "../../components/my-child/Steps.tsx";
import { Told } from "../../components/my-child/Told.tsx";
import { TakeoverNote } from "../../components/people/TakeoverNote.tsx";
import { shownTakeover } from "../../domain/access/takeover.ts";
import { answerToLateness, lastUpdate } from "../../family/updates.server.ts";
import { familyPage } from "../../family/family-page.server.ts";
import { caseLinks } from "../../family/links.server.ts";
import { formatDate } from "../../i18n/format.ts";

/** Where a child's case is, who has it, by when, and what the family can do. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-case");
  const { site, language, t } = visit;
  const page = await familyPage(visit);
  // Somebody who was let in for the messages only sees nothing of the dates.
  const maySeeDates = visit.may("see-dates");
  const update = maySeeDates ? await lastUpdate(visit) : { last: null, next: null };
  return {
    page: maySeeDates ? page : null,
    caseId: visit.caseId,
    name: page.name,
    officer: page.officer,
    language,
    update,
    // What the council wrote after something became late is its answer to that, and stands there.
    answer: maySeeDates ? answerToLateness(page, update.last) : null,
    links: caseLinks(visit, page),
    takeover: visit.standing.role === "parent" ? shownTakeover(visit.child.rights, visit.today) : null,
    mayWrite: visit.may("write-message"),
    mayComplain: visit.may("ask-council"),
    contact: { name: site.pack.contact.name, phone: site.pack.contact.phone },
    advice: { name: site.pack.adviceService.name, phone: site.pack.adviceService.phone.number },
    replyDays: site.pack.replyWorkingDays,
    title: `${t("my-child:metaTitle", { name: page.name })} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function CasePage() {
  const { t } = useTranslation("my-child");
  const { page, caseId, name, officer, language, update, answer, links, takeover, mayWrite, mayComplain, contact, advice, replyDays } = useLoaderData<typeof loader>();
  return (
    <>
      <CaseTop caseId={caseId} name={name} />
      <h1>{page ? t(page.isOwn ? `titleOwn.${page.journey}` : `title.${page.journey}`, { name }) : t("metaTitle", { name })}</h1>
      <TakeoverNote takeover={takeover} name={name} language={language} />
      <div className="case-columns">
        <div>
          {page ? (
            <>
              <StatusCard page={page} language={language} />
              <p className="jump no-print">
                <a href="#actions">{t("actions.title")}</a>
                <a href="#contact">{t("contact.title")}</a>
              </p>
              <YourTime page={page} language={language} />
              <MoveNote page={page} language={language} contact={contact} advice={advice} />
              <LateNotice page={page} update={answer} advice={advice} language={language} mayWrite={mayWrite} mayComplain={mayComplain} />
              {(update.last !== null || page.journey !== "closed") && (
                <section className="card" aria-labelledby="update">
                  <h2 id="update">{t("update.title")}</h2>
                  {update.last ? (
                    <>
                      <p className="meta">{t("update.on", { date: formatDate(update.last.on, language) })}</p>
                      {answer ? (
                        <p>
                          <a href="#done">{t("update.above")}</a>
                        </p>
                      ) : (
                        <p>
                          <Told caseId={caseId} words={update.last.words} letter={update.last.letter} mayAsk={mayComplain} />
                        </p>
                      )}
                    </>
                  ) : (
                    <p>{t("update.none")}</p>
                  )}
                  {update.next && <p>{t(update.next.isPassed ? "update.nextPassed" : "update.next", { date: formatDate(update.next.by, language) })}</p>}
                </section>
              )}
              <Steps page={page} language={language} />
              <AdviceTable page={page} language={language} />
            </>
          ) : (
            <p className="lede">{t("someParts")}</p>
          )}
        </div>
        <aside>
          <LinkCard id="actions" title={t("actions.title")} links={links.actions} />
          <ContactCard caseId={caseId} officer={officer} contact={contact} replyDays={replyDays} language={language} mayWrite={mayWrite} />
          <LinkCard id="track" title={t("track.title")} links={links.track} />
          <p className="no-print">
            <button type="button" className="button button-quiet" data-read-aloud data-stop={t("track.stop")} hidden>
              {t("track.listen")}
            </button>
          </p>
          <p className="meta">{t("privacy")}</p>
        </aside>
      </div>
    </>
  );
}
