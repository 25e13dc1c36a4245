import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { needsLargePrint } from "../../accounts/contact-choices.server.ts";
import { visitCase } from "../../accounts/visit.server.ts";
import { AdviceTable, YourTime } from "../../components/my-child/CaseParts.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { LateItems } from "../../components/my-child/LateItems.tsx";
import { StatusCard } from "../../components/my-child/StatusCard.tsx";
import { Steps } from "../../components/my-child/Steps.tsx";
import { Told } from "../../components/my-child/Told.tsx";
import { familyPage } from "../../family/family-page.server.ts";
import { answerToLateness, lastUpdate } from "../../family/updates.server.ts";
import { formatDate } from "../../i18n/format.ts";

/** The case on paper: the same facts as its page, set like a letter. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-dates");
  const { site, language, t } = visit;
  const page = await familyPage(visit);
  return {
    page,
    language,
    isLarge: await needsLargePrint(visit),
    council: site.pack.council,
    contact: site.pack.contact,
    advice: site.pack.adviceService,
    update: answerToLateness(page, (await lastUpdate(visit)).last),
    mayAsk: visit.may("ask-council"),
    title: `${t("my-child:print.title", { name: page.name })} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function CaseLetter() {
  const { t } = useTranslation("my-child");
  const { page, language, isLarge, council, contact, advice, update, mayAsk } = useLoaderData<typeof loader>();
  return (
    <>
      <CaseTop caseId={page.caseId} name={page.name} />
      <article className={isLarge ? "letter letter-large" : "letter"}>
        <p className="meta">
          {council}
          <br />
          {t("print.reference", { reference: page.reference })}
          <br />
          {formatDate(page.today, language)}
        </p>
        <h1>{t("print.title", { name: page.name })}</h1>
        <p>{t("print.about", { date: formatDate(page.today, language) })}</p>
        <StatusCard page={page} language={language} />
        <YourTime page={page} language={language} />
        {page.late.length > 0 && (
          <>
            <LateItems late={page.late} language={language} level="h2" />
            <h2>{t("late.done")}</h2>
            <p>{update ? <Told caseId={page.caseId} words={update.words} letter={update.letter} mayAsk={mayAsk} /> : t("late.doneNothing")}</p>
          </>
        )}
        <Steps page={page} language={language} />
        <AdviceTable page={page} language={language} />
        <p>{t("print.regards", { name: page.officer?.name ?? contact.name, council })}</p>
        <p>
          {contact.name}: <bdi className="nowrap">{contact.phone.number}</bdi>
          <br />
          {t("rights.adviceTitle")}: {advice.name}, <bdi className="nowrap">{advice.phone.number}</bdi>
        </p>
        <p className="meta">{t("print.keep")}</p>
      </article>
      <p className="no-print">
        <button type="button" className="button" data-print hidden>
          {t("print.button")}
        </button>
      </p>
    </>
  );
}
