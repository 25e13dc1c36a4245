import { useTranslation } from "react-i18next";
import type { Listing } from "../../domain/directory/listing.ts";
import { endOf } from "../../domain/directory/schedule.ts";
import { categoriesOf, codesOf } from "../../domain/directory/taxonomies.ts";
import { formatDate } from "../../i18n/format.ts";
import { Crisis } from "../Crisis.tsx";
import { isStale } from "./describe.ts";
import { AtAGlance } from "./ListingFacts.tsx";
import { AboutThePlace, CanMyChildGo, CourseDetails, NextStep, Paragraphs, SendAnswers } from "./ListingSections.tsx";
import type { ResultContext } from "./ResultCard.tsx";
import { SaveButton } from "./SaveButton.tsx";

/** All that is known of one service. What its people wrote stands in English and says so to a screen reader. */
export function ListingView({ listing, source, context }: { listing: Listing; source: string; context: ResultContext }) {
  const { t } = useTranslation(["listing", "search", "vocabulary", "common"]);
  const { language, today } = context;
  const { send } = listing;
  const categories = categoriesOf(listing);
  const endsOn = endOf(listing.schedules);
  const stale = isStale(listing.assuredOn, today);
  const duties = codesOf(listing.attributes, "schedule-2");
  return (
    <article aria-labelledby="name">
      <h1 id="name" lang="en-GB">
        {listing.name}
      </h1>
      {listing.organization.name !== listing.name && <p className="meta">{t("by", { name: listing.organization.name })}</p>}
      {send.summary && (
        <p className="lede" lang="en-GB">
          {send.summary}
        </p>
      )}
      {listing.status === "temporarily closed" && <p className="notice notice-late">{t("closed")}</p>}
      {endsOn && endsOn < today && <p className="notice notice-wait">{t("ended", { date: formatDate(endsOn, language) })}</p>}
      {listing.alert && (
        <section className="notice notice-wait" aria-labelledby="alert">
          <h2 id="alert">{t("alert")}</h2>
          <p lang="en-GB">{listing.alert}</p>
        </section>
      )}
      {stale && <p className="notice notice-wait">{t("stale")}</p>}
      {categories.includes("mental-health") && <Crisis />}
      <div className="listing-columns">
        <div>
          <NextStep listing={listing} />
          {send.easyRead.length > 0 && (
            <section aria-labelledby="easy">
              <h2 id="easy">{t("easyRead")}</h2>
              <ul className="easy-read" lang="en-GB">
                {send.easyRead.map((line, i) => (
                  <li key={i}>{line}</li>
                ))}
              </ul>
            </section>
          )}
          <Paragraphs id="about" title={t("about")} words={listing.description} />
          <CourseDetails post16={send.post16} />
          <Paragraphs id="who" title={t("whoFor")} words={listing.eligibilityDescription} />
          <Paragraphs id="how" title={t("howDecided")} words={send.howDecided} />
          <CanMyChildGo capabilities={send.capabilities} />
          <AboutThePlace listing={listing} />
          <Paragraphs id="while" title={t("while")} words={send.whileYouWait} />
          <SendAnswers answers={send.answers} />
          <Paragraphs id="accreditations" title={t("accreditations")} words={listing.accreditations} />
        </div>
        <div className="listing-aside">
          <section className="card" aria-labelledby="glance">
            <h2 id="glance">{t("glance")}</h2>
            <AtAGlance listing={listing} context={context} />
          </section>
          <section className="card" aria-labelledby="fresh">
            <h2 id="fresh">{t("checked")}</h2>
            <p>{listing.assuredOn ? t("checkedBy", { date: formatDate(listing.assuredOn, language) }) : t("neverChecked")}</p>
            {listing.lastModified && <p>{t("edited", { date: formatDate(listing.lastModified, language) })}</p>}
            <p>{t("source", { name: source })}</p>
            <p>
              <a href={`/tell-us?about=${listing.slug}`}>{t("wrong")}</a>
            </p>
          </section>
          <section className="card no-print" aria-labelledby="topics">
            <h2 id="topics">{t("categories")}</h2>
            <ul>
              {categories.map((category) => (
                <li key={category}>
                  <a href={`/topics/${category}`}>{t(`vocabulary:category.${category}`)}</a>
                </li>
              ))}
            </ul>
            {duties.length > 0 && (
              <details>
                <summary>{t("duties")}</summary>
                <ul>
                  {duties.map((duty) => (
                    <li key={duty}>
                      <a href={`/services?duty=${duty}`}>{t(`vocabulary:duty.${duty}`)}</a>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </section>
        </div>
      </div>
      <div className="actions">
        <SaveButton slug={listing.slug} name={listing.name} saved={context.saved.includes(listing.slug)} back={`/services/${listing.slug}`} />
        <button type="button" className="button-link" data-print hidden>
          {t("print")}
        </button>
        <button type="button" className="button-link" data-share hidden>
          {t("share")}
        </button>
      </div>
    </article>
  );
}
