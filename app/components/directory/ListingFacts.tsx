import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { daysIn } from "../../domain/directory/schedule.ts";
import type { CostOption, Listing, Schedule } from "../../domain/directory/listing.ts";
import { codesOf } from "../../domain/directory/taxonomies.ts";
import { isOneOf, LANGUAGES } from "../../domain/directory/vocabulary.ts";
import { formatDate, formatList, formatPounds, formatTime } from "../../i18n/format.ts";
import { agesText, daysText, per } from "./describe.ts";
import type { ResultContext } from "./ResultCard.tsx";

/** The questions a parent asks first, answered in one place; where nobody answered, it says so. */
export function AtAGlance({ listing, context }: { listing: Listing; context: ResultContext }) {
  const { t } = useTranslation(["listing", "search", "vocabulary"]);
  const { language } = context;
  const { send } = listing;
  const needs = codesOf(listing.attributes, "need");
  const holidays = codesOf(listing.attributes, "holiday");
  const funding = codesOf(listing.attributes, "funding");
  const languages = listing.languages.flatMap(({ code, name }) => (isOneOf(LANGUAGES, code) ? t(`vocabulary:language.${code}`) : (name ?? code ?? [])));
  return (
    <dl className="facts">
      <Fact name={t("ages")}>{agesText({ from: listing.minimumAge ?? null, to: listing.maximumAge ?? null }, t) ?? t("allAges")}</Fact>
      <Fact name={t("where")}>
        <Where listing={listing} area={context.area} />
      </Fact>
      {listing.schedules.length > 0 && (
        <Fact name={t("when")}>
          <ul>
            {listing.schedules.map((schedule) => (
              <li key={schedule.id}>
                <Session schedule={schedule} context={context} />
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {holidays.length > 0 && <Fact name={t("holidays")}>{formatList(holidays.map((holiday) => t(`vocabulary:holiday.${holiday}`)), language)}</Fact>}
      <Fact name={t("cost")}>
        <Cost listing={listing} funding={funding} context={context} />
      </Fact>
      {(send.spaces ?? send.waitingWeeks) !== undefined && (
        <Fact name={t("spaces")}>
          {send.spaces && <>{t(`vocabulary:spaces.${send.spaces}`)}. </>}
          {send.waitingWeeks !== undefined && <>{t("waiting", { count: send.waitingWeeks })} </>}
          {send.spacesOn && <span className="meta">({t("spacesAsOf", { date: formatDate(send.spacesOn, language) })})</span>}
        </Fact>
      )}
      <Fact name={t("referral")}>{t(send.referralNeeded === undefined ? "unknown" : send.referralNeeded ? "referralYes" : "referralNo")}</Fact>
      <Fact name={t("diagnosis")}>{t(send.diagnosisNeeded === undefined ? "unknown" : send.diagnosisNeeded ? "diagnosisYes" : "diagnosisNo")}</Fact>
      {(needs.length > 0 || send.specialist !== undefined) && (
        <Fact name={t("needs")}>
          <ul>
            {send.specialist !== undefined && <li>{t(send.specialist ? "specialist" : "inclusive")}</li>}
            {needs.map((need) => (
              <li key={need}>{need === "any" ? t("needsAny") : t(`vocabulary:need.${need}`)}</li>
            ))}
          </ul>
        </Fact>
      )}
      {languages.length > 0 && <Fact name={t("languages")}>{formatList(languages, language)}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Where({ listing, area }: { listing: Listing; area: string }) {
  const { t } = useTranslation("listing");
  const places = listing.places.filter(({ location }) => location.locationType !== "virtual");
  if (places.length === 0) {
    if (listing.send.servesWholeArea && !listing.send.joinOnline) return <>{t("whereArea", { area })}</>;
    return <>{listing.send.joinOnline ? t("whereOnline") : t("whereUnknown")}</>;
  }
  return (
    <ul>
      {places.map(({ id, location }) => {
        const address = location.addresses[0];
        return (
          <li key={id} lang="en-GB">
            {[location.name, address?.address1, address?.address2, address?.city, address?.postalCode].filter(Boolean).join(", ")}
          </li>
        );
      })}
      {listing.send.joinOnline && <li>{t("whereOnline")}</li>}
      {listing.send.servesWholeArea && <li>{t("whereArea", { area })}</li>}
    </ul>
  );
}

function Session({ schedule, context }: { schedule: Schedule; context: ResultContext }) {
  const { t } = useTranslation(["listing", "vocabulary", "search", "common"]);
  const { language } = context;
  const days = daysIn(schedule.byday);
  const opens = schedule.opensAt && formatTime(schedule.opensAt.slice(0, 5), language);
  const closes = schedule.closesAt && formatTime(schedule.closesAt.slice(0, 5), language);
  const facts = [
    days.length > 0 && daysText(days, t, language),
    opens && closes ? t("timesOpen", { opens, closes }) : opens && t("timesFrom", { opens }),
    schedule.weeks && t(`vocabulary:weeks.${schedule.weeks}`),
    schedule.validTo && schedule.validTo >= context.today && t("validTo", { date: formatDate(schedule.validTo, language) }),
  ].filter(Boolean);
  const words = schedule.description ?? schedule.notes;
  return (
    <>
      {facts.join(", ")}
      {words && (
        <span lang="en-GB" className="meta">
          {facts.length > 0 && ". "}
          {words}
        </span>
      )}
    </>
  );
}

function Cost({ listing, funding, context }: { listing: Listing; funding: ReturnType<typeof codesOf<"funding">>; context: ResultContext }) {
  const { t } = useTranslation(["listing", "vocabulary"]);
  const lines = listing.costOptions.filter((option) => option.amount !== undefined || option.option);
  if (lines.length === 0 && funding.length === 0 && !listing.fees) return <>{t("costUnknown")}</>;
  return (
    <ul>
      {lines.map((option) => (
        <li key={option.id} lang="en-GB">
          {priceLine(option, context)}
        </li>
      ))}
      {funding.map((route) => (
        <li key={route}>{t(`vocabulary:cost.${route}`)}</li>
      ))}
      {listing.fees && (
        <li lang="en-GB" className="pre-line">
          {listing.fees}
        </li>
      )}
    </ul>
  );

  function priceLine({ option, amount, amountDescription }: CostOption, { language }: ResultContext): string {
    const price = amount === undefined ? null : amount === 0 ? t("free") : formatPounds(amount, language);
    const perVisit = [price, amount === 0 || !amountDescription ? null : per(amountDescription)].filter(Boolean).join(" ");
    return [option, perVisit].filter(Boolean).join(": ");
  }
}
