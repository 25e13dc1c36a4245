import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { PhoneLine } from "../../components/PhoneLine.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { waitsForCertificate } from "../../domain/cases/shown.ts";
import { familyPage } from "../../family/family-page.server.ts";
import { formatDate, formatList } from "../../i18n/format.ts";

/** The case in short words, one thing at a time. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-dates");
  const { site, language, t } = visit;
  const page = await familyPage(visit);
  return {
    page,
    language,
    contact: site.pack.contact,
    advice: site.pack.adviceService,
    can: [
      ...(page.review && visit.may("contribute-to-review") ? [{ href: "review", words: t("my-child:easy.review") }] : []),
      ...(page.refusal && page.yours.length > 0 ? [{ href: "rights", words: t("my-child:easy.rights") }] : []),
      ...(visit.may("write-message") ? [{ href: "messages", words: t("my-child:easy.ask") }] : []),
      ...(visit.may("ask-council") ? [{ href: "complain", words: t("my-child:easy.complain") }] : []),
    ],
    title: `${t("my-child:easy.title", { name: page.name })} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function EasyRead() {
  const { t } = useTranslation("my-child");
  const { page, language, contact, advice, can } = useLoaderData<typeof loader>();
  return (
    <>
      <CaseTop caseId={page.caseId} name={page.name} />
      <h1>{t("easy.title", { name: page.name })}</h1>
      <p className="lede">{t("easy.lede")}</p>
      <p className="no-print">
        <button type="button" className="button button-quiet" data-read-aloud data-stop={t("track.stop")} hidden>
          {t("track.listen")}
        </button>
      </p>
      <div className="easy">
        <section aria-labelledby="now">
          <h2 id="now">{t("easy.now")}</h2>
          <p>{t(`situation.${page.situation}.title`)}</p>
          {page.mediationOn && <p>{t("mediationOn", { date: formatDate(page.mediationOn, language) })}</p>}
          {[page.orderBeside, page.transferBeside, page.reviewBeside].map((date) => date && <p key={date.rule}>{t(date.isLate ? "transferBesideLate" : "transferBeside", { what: date.name, date: formatDate(date.due, language) })}</p>)}
          {page.move && <p>{page.move.on === null ? t("move.knownNoDay") : t(`move.${page.move.state}`, { date: formatDate(page.move.on, language) })} {t(page.move.state === "moved" ? "move.holderNow" : "move.holderThen")}</p>}
          {page.planEnd && <p>{t(page.planEnd.daysLeft < 0 ? "planEnded" : "planEnd", { date: formatDate(page.planEnd.due, language) })}</p>}
          {page.appealBeside && <p>{t("appealBeside", { date: formatDate(page.appealBeside, language) })}</p>}
        </section>
        <section aria-labelledby="who">
          <h2 id="who">{t("easy.who")}</h2>
          <p>{page.holders.length > 0 ? formatList(page.holders, language) : t("holder.nobody")}</p>
        </section>
        {page.main && (
          <section aria-labelledby="when">
            <h2 id="when">{t("easy.when")}</h2>
            <p>{t("easy.law", { date: formatDate(page.main.due, language) })}</p>
            {page.likely && <p>{t("easy.likely", { from: formatDate(page.likely.from, language), to: formatDate(page.likely.to, language) })}</p>}
          </section>
        )}
        <section aria-labelledby="late">
          <h2 id="late">{t("easy.late")}</h2>
          {page.late.length === 0 ? (
            <p>{t("easy.noLate")}</p>
          ) : (
            <>
              <p>{t("easy.yes")}</p>
              <ul>
                {page.late.map(({ date, days, excused }) => (
                  <li key={date.rule + date.begun + (date.body ?? "")}>
                    {date.body === null ? t("late.item", { what: date.name, count: days }) : t("late.advice", { who: date.who, count: days })}. {excused && t("tags.excused")}
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
        <section aria-labelledby="you">
          <h2 id="you">{t("easy.you")}</h2>
          {waitsForCertificate(page) && <p>{t("rights.awaitsCertificate")}</p>}
          {page.yours.length === 0 ? (
            !waitsForCertificate(page) && <p>{t("easy.nothing")}</p>
          ) : (
            <ul>
              {page.yours.map((date) => (
                <li key={date.rule + date.begun}>
                  {t(`yours.do.${date.rule as "appeal"}`)}: {t("yours.by", { date: formatDate(date.due, language) })}
                </li>
              ))}
            </ul>
          )}
          {can.length > 0 && (
            <>
              <p>{t("easy.can")}</p>
              <ul>
                {can.map(({ href, words }) => (
                  <li key={href}>
                    <a href={`/my-child/${page.caseId}/${href}`}>{words}</a>
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
        <section aria-labelledby="help">
          <h2 id="help">{t("easy.help")}</h2>
          <PhoneLine name={contact.name} phone={contact.phone} />
          <PhoneLine name={advice.name} phone={advice.phone} />
        </section>
      </div>
      <p>
        <a href={`/my-child/${page.caseId}`}>{t("easy.full")}</a>
      </p>
    </>
  );
}
