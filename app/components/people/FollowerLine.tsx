import { useTranslation } from "react-i18next";
import type { ShownFollower } from "../../domain/access/shown-follower.ts";
import { formatDate, formatList } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

/** Somebody who follows a record: who they are to the child, what they may see, and how to reach them if they let it be seen. */
export function FollowerLine({ person, language }: { person: ShownFollower; language: LanguageCode }) {
  const { t } = useTranslation(["people", "common"]);
  const { name, relation, contact, role } = person;
  const parts = formatList(person.parts.map((part) => t(`parts.${part}`)), language);
  const until = person.endsOn === null ? "" : formatDate(person.endsOn, language);
  return (
    <>
      <h3>
        {name ? <bdi>{name}</bdi> : t(`relation.${relation}`)} {person.isYou && <span className="tag">{t("people.you")}</span>}
      </h3>
      <p>
        {name && `${t("common:sentence", { words: t(`relation.${relation}`) })} `}
        {t("people.since", { date: formatDate(person.since, language) })}
      </p>
      <p>
        {role === "passed-on" && t("people.seesNothing")}
        {role === "none" && (relation === "supporter" ? t("people.over") : t("people.notYet"))}
        {role === "supporter" && (until ? t("people.sees", { parts, date: until }) : t("people.seesAlways", { parts }))}
        {(role === "parent" || role === "young-person" || role === "alternative-person") && t("people.seesAll")}
      </p>
      {contact && !person.isYou && (
        <p className="meta">
          <bdi>{contact.email}</bdi>
          {contact.phone && (
            <>
              , <bdi dir="ltr">{contact.phone}</bdi>
            </>
          )}
          {contact.address && (
            <>
              , <bdi className="pre-line">{contact.address}</bdi>
            </>
          )}
        </p>
      )}
    </>
  );
}
