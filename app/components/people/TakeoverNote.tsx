import { useTranslation } from "react-i18next";
import type { ShownTakeover } from "../../domain/access/takeover.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

/** What parents should know in the year before a record passes to the young person; nothing before that. */
export function TakeoverNote({ takeover, name, language }: { takeover: ShownTakeover | null; name: string; language: LanguageCode }) {
  const { t } = useTranslation("people");
  if (takeover?.stage !== "soon") return null;
  return <p className="notice notice-wait">{t(`takeover.soon.${takeover.who}`, { name, date: formatDate(takeover.from, language) })}</p>;
}
