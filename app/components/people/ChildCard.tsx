import { useTranslation } from "react-i18next";
import type { FollowedChild } from "../../domain/access/followed-child.ts";
import { formatDate, formatList } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";
import { PhoneWords } from "../PhoneWords.tsx";
import { TakeoverNote } from "./TakeoverNote.tsx";

/** One child that an account follows: their cases, or why there is nothing to see. */
export function ChildCard({ child, contact, language }: { child: FollowedChild; contact: { name: string; phone: string }; language: LanguageCode }) {
  const { t } = useTranslation(["people", "my-child"]);
  const name = child.name ?? t("my-child:unnamed");
  const { takeover, cases } = child;
  const id = `child-${child.personId}`;
  return (
    <section className="card child-card" aria-labelledby={id}>
      <h2 id={id}>{child.as === "passed-on" ? t("people:children.passedTitle", { name }) : child.as === "young-person" || child.as === "not-yet" ? t("people:children.ownTitle") : name}</h2>
      {child.as === "passed-on" && takeover && (
        <>
          <p>{t(`people:children.passed.${takeover.who === "representative" ? "representative" : "young-person"}`, { name, date: formatDate(takeover.from, language) })}</p>
          <p><PhoneWords words={t("people:children.passedWhat", { name, office: contact.name, phone: contact.phone })} phone={contact.phone} /></p>
        </>
      )}
      {child.as === "not-yet" && <p>{takeover ? t("people:children.notYet", { date: formatDate(takeover.from, language) }) : <PhoneWords words={t("people:children.notYetUnknown", { office: contact.name, phone: contact.phone })} phone={contact.phone} />}</p>}
      {child.as === "supporter" && (
        <p>
          {t("people:children.helps", { parts: formatList(child.parts.map((part) => t(`people:parts.${part}`)), language) })} {child.endsOn && t("people:children.until", { date: formatDate(child.endsOn, language) })}
        </p>
      )}
      {cases.map(({ caseId, reference, line, isLate, isYours }) => (
        <div key={caseId} className="child-case">
          {(isLate || isYours) && (
            <p className="tags">
              {isLate && <span className="tag tag-late">{t("my-child:tags.late")}</span>}
              {isYours && <span className="tag tag-wait">{t("my-child:tags.yours")}</span>}
            </p>
          )}
          {line && <p>{line}</p>}
          <p>
            <a className="button button-quiet" href={`/my-child/${caseId}`}>
              {cases.length > 1 ? t("people:children.openOf", { name, reference }) : child.as === "young-person" ? t("people:children.openOwn") : t("people:children.open", { name })}
            </a>
          </p>
        </div>
      ))}
      {child.as !== "passed-on" && child.as !== "not-yet" && cases.length === 0 && <p><PhoneWords words={t("people:children.noCase", { office: contact.name, phone: contact.phone })} phone={contact.phone} /></p>}
      {child.as === "parent" && <TakeoverNote takeover={takeover} name={name} language={language} />}
      {child.leaveCaseId !== null && (child.as === "supporter" || child.as === "passed-on") && (
        <p className="meta">
          <a href={`/my-child/${child.leaveCaseId}/leave`}>{t(child.as === "supporter" ? "people:children.leave" : "people:children.remove")}</a>
        </p>
      )}
    </section>
  );
}
