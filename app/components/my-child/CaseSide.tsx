import { useTranslation } from "react-i18next";
import type { FamilyPage } from "../../domain/cases/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

/** Who has the case, who has it when they are away, and when an answer comes. */
export function ContactCard({ caseId, officer, contact, replyDays, language, mayWrite }: { caseId: string; officer: FamilyPage["officer"]; contact: { name: string; phone: { number: string } }; replyDays: number; language: LanguageCode; mayWrite: boolean }) {
  const { t } = useTranslation("my-child");
  return (
    <section className="card" aria-labelledby="contact">
      <h2 id="contact">{t("contact.title")}</h2>
      <p>{officer?.name ? <strong>{t("contact.officer", { name: officer.name })}</strong> : t("contact.unknown")}</p>
      {officer?.team && <p>{t("contact.team", { team: officer.team })}</p>}
      {officer?.away && <p>{t("contact.away", { name: officer.name, date: formatDate(officer.away.until, language), cover: officer.away.cover ?? t("contact.desk") })}</p>}
      {mayWrite && (
        <p>
          <a href={`/my-child/${caseId}/messages`}>{t("contact.write")}</a>
          <br />
          {t("contact.reply", { count: replyDays })}
        </p>
      )}
      <p className="meta">
        {t("contact.cover", { name: contact.name })} <bdi><a href={`tel:${contact.phone.number.replace(/\s/g, "")}`}>{contact.phone.number}</a></bdi>
      </p>
    </section>
  );
}

export interface CaseLink {
  href: string;
  words: string;
}

/** A box of links. */
export function LinkCard({ id, title, links }: { id: string; title: string; links: readonly CaseLink[] }) {
  return (
    <nav className="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul className="plain links">
        {links.map(({ href, words }) => (
          <li key={href}>
            <a href={href}>{words}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
