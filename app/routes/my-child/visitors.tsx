import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { PhoneWords } from "../../components/PhoneWords.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { formatDate, formatList } from "../../i18n/format.ts";
import { visitorsOf } from "../../people/visitors.server.ts";

const MOST_PAGES = 10_000;

/** Who has looked at a child's record, and at what of it. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-visitors");
  const { site, language, t, child, caseId } = visit;
  const params = new URL(args.request.url).searchParams;
  const asked = Number(params.get("page") ?? "1");
  const page = Number.isInteger(asked) && asked >= 1 && asked <= MOST_PAGES ? asked : 1;
  const withoutYou = params.get("mine") === "no";
  return {
    caseId,
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    page,
    withoutYou,
    language,
    ...(await visitorsOf(visit, { page, withoutYou })),
    mayAsk: visit.may("ask-council"),
    contact: { office: site.pack.contact.name, phone: site.pack.contact.phone.number },
    title: `${t("people:visitors.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function VisitorsPage() {
  const { t } = useTranslation("people");
  const { caseId, name, page, withoutYou, language, days, isLast, mayAsk, contact } = useLoaderData<typeof loader>();
  const path = (to: number, mine = withoutYou) => `/my-child/${caseId}/visitors?${new URLSearchParams({ ...(mine ? { mine: "no" } : {}), ...(to > 1 ? { page: String(to) } : {}) }).toString()}`;
  return (
    <div className="prose">
      <CaseTop caseId={caseId} name={name} />
      <h1>{t("visitors.title")}</h1>
      <p className="lede">{t("visitors.lede")}</p>
      <p>
        <a href={path(1, !withoutYou)}>{t(withoutYou ? "visitors.withYou" : "visitors.withoutYou")}</a>
      </p>
      {days.length === 0 && <p>{t("visitors.nobody")}</p>}
      {days.map(({ day, sights }) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>
            <time dateTime={day}>{formatDate(day, language)}</time>
          </h2>
          <ul className="plain rows">
            {sights.map(({ key, who, seen, count }) => (
              <li key={key}>
                <p>
                  <strong>{who.kind === "you" ? t("people.you") : who.name ? <bdi>{who.name}</bdi> : who.role}</strong>
                  {who.kind !== "you" && who.name && <span className="meta"> {who.role}</span>}
                </p>
                <p>{t("visitors.saw", { what: formatList(seen.map((one) => t(`visitors.seen.${one}`)), language), count })}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {(page > 1 || !isLast) && (
        <nav className="pagination" aria-label={t("visitors.pages")}>
          <ul>
            {page > 1 && (
              <li>
                <a href={path(page - 1)} rel="prev">
                  {t("visitors.newer")}
                </a>
              </li>
            )}
            {!isLast && (
              <li>
                <a href={path(page + 1)} rel="next">
                  {t("visitors.older")}
                </a>
              </li>
            )}
          </ul>
        </nav>
      )}
      <h2>{t("visitors.meansTitle")}</h2>
      <p>{t("visitors.means")}</p>
      <p>{t("visitors.who")}</p>
      <h2>{t("visitors.askTitle")}</h2>
      <p><PhoneWords words={t("visitors.ask", contact)} phone={contact.phone} /></p>
      {mayAsk && (
        <ul>
          <li>
            <a href={`/my-child/${caseId}/messages`}>{t("visitors.askMessage")}</a>
          </li>
          <li>
            <a href={`/my-child/${caseId}/complain`}>{t("visitors.askComplain")}</a>
          </li>
        </ul>
      )}
    </div>
  );
}
