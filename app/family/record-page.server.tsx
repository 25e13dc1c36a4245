import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { CaseVisit } from "../accounts/visit.server.ts";
import { formatDate, formatMoment } from "../i18n/format.ts";
import { languageOf } from "../i18n/languages.ts";
import type { FamilyRecord } from "./record.server.ts";
import { wordsOfRequest } from "./request-words.server.ts";

/** The record as one page of HTML that needs nothing else: to keep, to read, to print. */
export function recordPage(record: FamilyRecord, { t, language, standing }: Pick<CaseVisit, "t" | "language" | "standing">): string {
  const day = (iso: string | null) => (iso === null ? "" : formatDate(iso, language));
  const firstName = record.person.firstName ?? t("my-child:unnamed");
  const heading = t("record:file.heading", { name: firstName });
  const from = (who: string) => t(who === "council" ? "record:file.council" : "record:file.family");
  const part = (title: string, items: readonly ReactNode[]) => (
    <section>
      <h2>{title}</h2>
      {items.length === 0 ? <p>{t("record:file.nothing")}</p> : <ul>{items.map((item, i) => <li key={i}>{item}</li>)}</ul>}
    </section>
  );
  const page = (
    <html lang={language} dir={languageOf(language).dir}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{heading}</title>
      </head>
      <body>
        <h1>{heading}</h1>
        <p>{t("record:file.made", { date: day(record.madeOn), reference: record.reference })}</p>
        <h2>{t("record:file.person")}</h2>
        <p>
          {t("record:file.name")}: <bdi>{[record.person.firstName, record.person.lastName].filter(Boolean).join(" ")}</bdi>
          {record.person.dateOfBirth !== null && <><br />{t("record:file.born")}: {day(record.person.dateOfBirth)}</>}
          {record.officer !== null && <><br />{t("record:file.officer")}: <bdi>{record.officer}</bdi></>}
        </p>
        <h2>{t("record:file.status")}</h2>
        <p>{record.status}</p>
        {part(t("record:file.dates"), record.dates.map(({ due, name, who, told, reason, source }) => (
          <>
            <strong>{day(due)}</strong> {name} ({who}): {t(`my-child:dates.state.${told}`)} · {reason} <small lang="en-GB">{source}</small>
          </>
        )))}
        {part(t("record:file.events"), record.events.map(({ on, words }) => `${day(on)}: ${words}`))}
        {part(t("record:file.updates"), record.updates.map(({ at, words }) => <Said key={at} isCouncils before={`${day(at)}:`} words={words} />))}
        {part(t("record:file.messages"), record.messages.map(({ at, from: who, words }) => <Said key={at} isCouncils={who === "council"} before={`${day(at)}, ${from(who)}:`} words={words} />))}
        {part(t("record:file.requests"), record.requests.map((asked) => (
          <>
            {day(asked.sentAt)}: {t(`ask:requests.kinds.${asked.kind}`)}, {asked.reference}.
            {asked.content && <dl>{wordsOfRequest({ t, language }, { ...asked, content: asked.content }, { firstName, isOwn: standing.role === "young-person" }).map((line, i) => (
              <div key={i}>
                <dt>{line.name}</dt>
                <dd dir="auto" style={{ whiteSpace: "pre-line" }}>{line.words}</dd>
              </div>
            ))}</dl>}
            {asked.answer && <Said isCouncils before={`${t("record:file.answer")}:`} words={asked.answer} />}
          </>
        )))}
        {part(t("record:file.letters"), record.letters.map(({ at, words }) => <Said key={at} isCouncils before={`${day(at)}:`} words={words} />))}
        {part(t("record:file.documents"), record.documents.map(({ receivedAt, name, reference }) => (
          <>
            {day(receivedAt)}: <bdi>{name}</bdi>, {reference}
          </>
        )))}
        {part(t("record:file.provision"), record.provision.map(({ section, words, answers }) => (
          <>
            <Said isCouncils before={`${section}:`} words={words} />
            {answers.map(({ on, answer, note }) => (
              <div key={on}>
                {day(on)}: {t(`record:file.happens.${answer}`)} {note}
              </div>
            ))}
          </>
        )))}
        {part(t("record:file.meetings"), record.meetings.map(({ answer, answeredAt, startsAt, place }) => `${day(answeredAt)}: ${t(`record:file.meeting.${answer}`, { when: startsAt === null ? "" : formatMoment(new Date(startsAt), language), place })}`))}
        {part(t("record:file.followers"), record.followers.map(({ name, relation, since }) => (
          <>
            <bdi>{name}</bdi> ({t(`record:file.relations.${relation}`)}), {day(since)}
          </>
        )))}
        {part(t("record:file.visitors"), record.visitors.map(({ at, who, from: side }) => (
          <>
            {formatMoment(new Date(at), language)}: <bdi>{who}</bdi> ({from(side)})
          </>
        )))}
      </body>
    </html>
  );
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}

/** @param isCouncils the council writes in English */
function Said({ before, words, isCouncils = false }: { before: string; words: string; isCouncils?: boolean }) {
  return (
    <>
      {before} <span dir="auto" {...(isCouncils ? { lang: "en-GB" } : {})} style={{ whiteSpace: "pre-line" }}>{words}</span>
    </>
  );
}
