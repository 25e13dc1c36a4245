import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { choicesOf } from "../../accounts/contact-choices.server.ts";
import { ownSessions } from "../../accounts/own-account.server.ts";
import { visitAccount } from "../../accounts/visit.server.ts";
import { shownMobile } from "../../domain/accounts/contact-choice.ts";
import { languageOf } from "../../i18n/languages.ts";

/** What somebody chose, and the way to change each. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { site, viewer, t } = await visitAccount(request);
  const { phone, address, language: theirs, ...choices } = await choicesOf(site, viewer.userId);
  return {
    ...choices,
    phone: phone && shownMobile(phone),
    address,
    messagesIn: languageOf(theirs).name,
    name: viewer.name,
    email: viewer.email,
    second: !viewer.hasSecondFactor ? ("secondOff" as const) : viewer.hasAuthenticator && viewer.hasPasskey ? ("secondBoth" as const) : viewer.hasPasskey ? ("secondPasskey" as const) : ("secondOn" as const),
    sessions: (await ownSessions(site, viewer)).length,
    saved: new URL(request.url).searchParams.get("saved"),
    title: `${t("account:account.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Account() {
  const { t } = useTranslation("account");
  const page = useLoaderData<typeof loader>();
  const { channel, phone, address } = page;
  const needs = [...page.needs.map((need) => (need === "interpreter" && page.interpreterLanguage !== "" ? t("needs.interpreterIn", { language: page.interpreterLanguage }) : t(`needs.need.${need}`))), ...page.times.map((time) => t(`needs.time.${time}`))];
  return (
    <div className="prose">
      <h1>{t("account.title")}</h1>
      {page.saved !== null && (
        <p className="notice notice-ok" role="status">
          {t(page.saved === "email" ? "account.savedEmail" : "account.saved")}
        </p>
      )}
      <p className="lede">{t("account.lede")}</p>
      <dl className="summary">
        <Row title={t("account.told")} href="/account/contact">
          {channel === "email" && t("account.byEmail", { email: page.email })}
          {channel === "text" && t("account.byText", { phone })}
          {channel === "letter" && t("account.byLetter")}
          <span className="summary-more">{t("account.messagesIn", { language: page.messagesIn })}</span>
          {phone !== null && channel !== "text" && <span className="summary-more">{t("account.phone", { phone })}</span>}
          {address !== null && <span className="summary-more">{address.join(", ")}</span>}
        </Row>
        <Row title={t("account.needs")} href="/account/needs">
          {needs.length > 0 && (
            <ul className="plain">
              {needs.map((need) => (
                <li key={need}>{need}</li>
              ))}
            </ul>
          )}
          {needs.length === 0 && page.note === "" && t("account.noNeeds")}
          {page.note !== "" && <span className="summary-more">{page.note}</span>}
        </Row>
        <Row title={t("account.name")} href="/account/name">
          {page.name === "" ? t("account.noName") : page.name}
        </Row>
        <Row title={t("account.email")} href="/account/email">
          <bdi>{page.email}</bdi>
        </Row>
        <Row title={t("account.second")} href="/account/second-step">
          {t(`account.${page.second}`)}
        </Row>
        <Row title={t("account.sessions")} href="/account/sessions">
          {t("account.sessionsCount", { count: page.sessions })}
        </Row>
      </dl>
      <p>
        <a href="/account/close">{t("account.close")}</a>
      </p>
    </div>
  );
}

function Row({ title, href, children }: { title: string; href: string; children: ReactNode }) {
  const { t } = useTranslation("account");
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
      <dd className="summary-change">
        <a href={href}>
          {t("account.change")}
          <span className="visually-hidden">: {title}</span>
        </a>
      </dd>
    </div>
  );
}
