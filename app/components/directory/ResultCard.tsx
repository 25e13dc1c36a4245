import { useTranslation } from "react-i18next";
import type { Highlighted, Hit } from "../../domain/directory/search-result.ts";
import type { Capability } from "../../domain/directory/vocabulary.ts";
import { formatDate, formatNumber } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";
import { agesText, isStale, priceText, sessionText } from "./describe.ts";
import { SaveButton } from "./SaveButton.tsx";

export interface ResultContext {
  language: LanguageCode;
  today: string;
  area: string;
  /** District and neighbour names by id; `over` are the neighbours. */
  districts: Record<string, string>;
  over: readonly string[];
  /** What the reader asked for, to be answered on each card. */
  support: readonly Capability[];
  saved: readonly string[];
  /** The page to come back to after saving. */
  back: string;
}

/** One place in a list of results. Words of the listing itself are in English, whatever the page's language. */
export function ResultCard({ hit, context, number, level = 3 }: { hit: Hit; context: ResultContext; number?: number; level?: 2 | 3 }) {
  const { t } = useTranslation(["search", "listing", "vocabulary", "common"]);
  const { language } = context;
  const Heading = level === 2 ? "h2" : "h3";
  const over = hit.district !== null && context.over.includes(hit.district) ? context.districts[hit.district] : null;
  const where = [hit.venue, hit.town].filter(Boolean).join(", ");
  const facts = [
    where && <span lang="en-GB">{where}</span>,
    hit.distanceMiles !== null && t("search:hit.miles", { count: hit.distanceMiles, miles: formatNumber(hit.distanceMiles, language) }),
    hit.distanceMiles === null && hit.servesWholeArea && t("search:hit.comesToYou", { area: context.area }),
    hit.isOnline && t("search:hit.online"),
    over && t("search:hit.over", { name: over }),
    sessionText(hit.session, t, language),
    priceText(hit.price, t, language),
    agesText(hit.ages, t),
  ].filter(Boolean);
  return (
    <article className="result" aria-labelledby={`hit-${hit.id}`}>
      <Heading id={`hit-${hit.id}`} className="result-name">
        {number !== undefined && <span className="result-number">{number}. </span>}
        <a href={`/services/${hit.slug}`} lang="en-GB">
          <Marked parts={hit.nameParts} />
        </a>
      </Heading>
      <p className="meta">
        {facts.map((fact, i) => (
          <span key={i}>
            {i > 0 && " · "}
            {fact}
          </span>
        ))}
      </p>
      <p lang="en-GB">
        <Marked parts={hit.summaryParts} />
      </p>
      <ul className="tags">
        {hit.endsOn && hit.endsOn < context.today && <li className="tag tag-wait">{t("search:hit.ended", { date: formatDate(hit.endsOn, language) })}</li>}
        {hit.closed && <li className="tag tag-late">{t("search:hit.closed")}</li>}
        {context.support.map((capability) =>
          hit.support.includes(capability) ? (
            <li key={capability} className="tag tag-ok">
              {t("search:hit.fits", { name: t(`vocabulary:support.${capability}`) })}
            </li>
          ) : hit.supportOnAsking.includes(capability) ? (
            <li key={capability} className="tag tag-wait">
              {t("search:hit.ask", { name: t(`vocabulary:support.${capability}`) })}
            </li>
          ) : null,
        )}
        {(hit.spaces === "spaces" || hit.spaces === "few") && <li className="tag tag-ok">{t(`vocabulary:spaces.${hit.spaces}`)}</li>}
        {hit.spaces === "full" && <li className="tag tag-late">{t("vocabulary:spaces.full")}</li>}
        {hit.waitingWeeks ? <li className="tag tag-wait">{t("search:hit.waiting", { count: hit.waitingWeeks })}</li> : hit.spaces === "waiting-list" && <li className="tag tag-wait">{t("vocabulary:spaces.waiting-list")}</li>}
        {hit.noDiagnosis && <li className="tag">{t("search:hit.noDiagnosis")}</li>}
        {hit.noReferral && <li className="tag">{t("search:hit.noReferral")}</li>}
        {isStale(hit.checkedOn, context.today) && <li className="tag tag-wait">{t("search:hit.stale")}</li>}
      </ul>
      <div className="meta result-foot">
        {hit.checkedOn ? t("common:date.checked", { date: formatDate(hit.checkedOn, language) }) : t("common:date.notChecked")}
        {" · "}
        <SaveButton slug={hit.slug} name={hit.name} saved={context.saved.includes(hit.slug)} back={context.back} />
      </div>
    </article>
  );
}

export function Marked({ parts }: { parts: Highlighted }) {
  return (
    <>
      {parts.map((part, i) => (part.matched ? <mark key={i}>{part.text}</mark> : part.text))}
    </>
  );
}
