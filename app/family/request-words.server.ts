import type { AskedRequest } from "../db/requests.server.ts";
import { readDay } from "../domain/calendar/day.ts";
import { PLAN_SECTIONS } from "../domain/comments/sections.ts";
import { NEED_IDS } from "../domain/directory/vocabulary.ts";
import { ADJUSTMENTS, ASKERS, ASSESSMENT_PAGES, CHANNELS, type AssessmentPage } from "../domain/requests/assessment.ts";
import { COMPLAINTS, FORMATS } from "../domain/requests/forms.ts";
import { VIEWS } from "../domain/reviews/views.ts";
import { formatDate, formatList } from "../i18n/format.ts";
import type { PageContext } from "../page-context.server.ts";

/** One answer of a form, as it reads on the form: what was asked, and what was said. */
export interface SaidLine {
  name: string;
  words: string;
}

type Content = Record<string, unknown>;

/**
 * What somebody wrote to the council, in the order and the words of the form, in the reader's language: every choice by
 * its name, every day as people write it, and nothing that was left empty.
 * @param about whose record it is, and whether they wrote it themselves
 */
export function wordsOfRequest({ t, language }: Pick<PageContext, "t" | "language">, { kind, content }: Pick<AskedRequest, "kind" | "content">, about: { firstName: string; isOwn: boolean }): SaidLine[] {
  const typed = (name: string, of: Content, field: string) => line(name, of[field]);
  const date = (iso: unknown) => dateWords(iso, language);
  const yes = (value: unknown) => yesWords(t, value);

  switch (kind) {
    case "assessment": {
      const pages = wordsOfAssessment({ t, language }, content);
      return ASSESSMENT_PAGES.flatMap((page) => pages[page].flatMap(({ name, words }) => line(name, words)));
    }
    case "complaint":
      return [
        ...asker(t, content),
        line(t("ask:complaint.about"), one(COMPLAINTS, content.about, (about) => t(`ask:complaint.kinds.${about}`))),
        typed(t("ask:complaint.happened"), content, "happened"),
        typed(t("ask:complaint.wanted"), content, "wanted"),
      ].flat();
    case "other-format":
      return [
        ...asker(t, content),
        line(t("ask:format.which"), one(FORMATS, content.format, (format) => t(`ask:format.kinds.${format}`))),
        typed(t("ask:format.language"), content, "language"),
        typed(t("ask:format.papers"), content, "papers"),
      ].flat();
    case "comments": {
      const sections = isContent(content.sections) ? content.sections : {};
      return [
        ...PLAN_SECTIONS.map((section) => typed(t("messages:comments.sectionLabel", { letter: section, name: t(`messages:comments.sections.${section}`) }), sections, section)),
        typed(t("messages:comments.school"), content, "school"),
        line(t("messages:comments.meeting"), yes(content.wantsMeeting)),
        typed(t("messages:comments.else"), content, "anythingElse"),
      ].flat();
    }
    case "more-time":
      return typed(t("messages:comments.timeWhy"), content, "why");
    case "review-views":
      return [line(t("record:file.meetingOn"), date(content.meetingOn)), ...VIEWS.map((view) => typed(t(`messages:views.fields.${view === "childSays" && about.isOwn ? "childSaysOwn" : view}`, { name: about.firstName }), content, view))].flat();
    case "record":
      return [];
  }
}

/** Every answer of a request for an assessment, page by page: empty where nothing was said. */
export function wordsOfAssessment({ t, language }: Pick<PageContext, "t" | "language">, content: Content): Record<AssessmentPage, SaidLine[]> {
  const several = <C extends string>(choices: readonly C[], value: unknown, words: (choice: C) => string) => (Array.isArray(value) ? formatList(choices.filter((choice) => value.includes(choice)).map(words), language) : "");
  const said = (name: AssessmentField, words: unknown): SaidLine => ({ name: t(`ask:fields.${name}`), words: typeof words === "string" ? words : "" });
  const typed = (...names: AssessmentText[]) => names.map((name) => said(name, content[name]));
  return {
    you: [said("asker", one(ASKERS, content.asker, (asker) => t(`ask:askers.${asker}`))), ...typed("yourName", "relation")],
    child: [...typed("firstName", "lastName"), said("born", dateWords(content.bornOn, language)), ...typed("postcode", "setting")],
    why: [said("needs", several(NEED_IDS, content.needs, (need) => t(`vocabulary:need.${need}`))), ...typed("why", "tried")],
    helps: [...typed("hopes", "whoElse"), said("mayContact", yesWords(t, content.mayContact))],
    contact: [
      said("channel", one(CHANNELS, content.channel, (channel) => t(`ask:channels.${channel}`))),
      ...typed("email", "phone", "address"),
      said("adjustments", several(ADJUSTMENTS, content.adjustments, (adjustment) => t(`ask:adjustments.${adjustment}`))),
      ...typed("note"),
    ],
  };
}

function one<C extends string>(choices: readonly C[], value: unknown, words: (choice: C) => string): string {
  return choices.filter((choice) => choice === value).map(words).join("");
}

function dateWords(iso: unknown, language: PageContext["language"]): string {
  return typeof iso === "string" && readDay(iso) !== null ? formatDate(iso, language) : "";
}

function yesWords(t: PageContext["t"], value: unknown): string {
  return typeof value === "boolean" ? t(value ? "ask:check.yes" : "ask:check.no") : "";
}

type AssessmentField = AssessmentText | "asker" | "born" | "needs" | "mayContact" | "channel" | "adjustments";
type AssessmentText = "yourName" | "relation" | "firstName" | "lastName" | "postcode" | "setting" | "why" | "tried" | "hopes" | "whoElse" | "email" | "phone" | "address" | "note";

/** Who asked, where nobody was signed in. */
function asker(t: PageContext["t"], content: Content): SaidLine[] {
  const given = isContent(content.asker) ? content.asker : {};
  return [...line(t("ask:asker.name"), given.name), ...line(t("ask:asker.contact"), given.contact)];
}

function line(name: string, words: unknown): SaidLine[] {
  return typeof words === "string" && words.trim() !== "" ? [{ name, words }] : [];
}

function isContent(value: unknown): value is Content {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
