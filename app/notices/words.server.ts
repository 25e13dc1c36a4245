import type { Config } from "../config.server.ts";
import type { CouncilPack } from "../council/pack.ts";
import { ruleWords, type RuleId } from "../domain/cases/rule-set.ts";
import { KINDS, type NoticeKind } from "../domain/notices/kinds.ts";
import { formatDate } from "../i18n/format.ts";
import { i18nFor, NAMESPACES } from "../i18n/i18n.ts";
import { DEFAULT_LANGUAGE, isLanguage, languageOf, type LanguageCode } from "../i18n/languages.ts";
import { siteAddress } from "./ways.ts";

/** A notice in the words of its receiver. */
export interface WrittenNotice {
  language: LanguageCode;
  dir: "ltr" | "rtl";
  largePrint: boolean;
  subject: string;
  /** What changed, and what to do. */
  paragraphs: string[];
  /** Null where there is nothing to open: a code is typed. */
  link: { href: string; words: string } | null;
  /** How to get help, to change this, or to stop it. */
  small: string[];
  from: string;
  hello: string;
}

/** A text message of two parts; a third would cost and confuse. */
export const LONGEST_TEXT = 306;
const ISO = /^\d{4}-\d{2}-\d{2}$/;

/** What somebody does about a kind of notice: a key under `do`. */
const TO_DO: Record<NoticeKind, string> = {
  "stage-changed": "look",
  "step-taken": "look",
  "review-step": "look",
  "put-right": "look",
  "taken-back": "look",
  "date-near": "dates",
  "advice-late": "late",
  "date-late": "late",
  "message-came": "read",
  "document-came": "read",
  "letter-came": "read",
  "update-came": "read",
  "request-received": "receiptPlain",
  "request-answered": "read",
  "request-saved": "goOn",
  "meeting-offered": "choose",
  "meeting-booked": "dates",
  "meeting-withdrawn": "choose",
  "meeting-given-back": "choose",
  "young-person-soon": "soon",
  "rights-passed": "passed",
  "supporter-invited": "join",
  "supporter-joined": "people",
  "follower-joined": "people",
  "access-ended": "ask",
  "new-sign-in": "notYou",
  "email-changed": "notYou",
  "address-in-use": "inUse",
  "phone-changed": "notYou",
  "second-step-changed": "notYou",
  "second-step-removed": "notYou",
  "sign-in-code": "secret",
  "code-locked": "office",
  "work-came": "office",
  "families-joined": "joined",
};

/** Puts a notice into words. `slots` as it was kept, with its secrets; `userId` null for an address without an account. */
export function writeNotice({ config, pack }: { config: Config; pack: CouncilPack }, notice: { kind: NoticeKind; slots: Readonly<Record<string, string | number>>; language: string; largePrint: boolean; userId?: string | null }): WrittenNotice {
  const { kind, largePrint } = notice;
  const language = isLanguage(notice.language) ? notice.language : DEFAULT_LANGUAGE;
  const t = i18nFor(language).getFixedT(language, NAMESPACES as ["notices", "common", "timeline"]);
  const slots = Object.fromEntries(Object.entries(notice.slots).map(([name, value]) => [name, typeof value === "string" && ISO.test(value) ? formatDate(value, language) : value]));
  const rule = typeof slots.rule === "string" ? t(`timeline:${ruleWords(slots.rule as RuleId).name as "rules.advice.name"}`) : "";
  const told = typeof slots.event === "string" ? t(`notices:event.${slots.event}` as "notices:event.draft-served", slots) : "";
  const say = (key: string): string => t(`notices:${key}` as "notices:what.message-came", { ...slots, name: rule, told });
  const toAccount = notice.userId !== null;
  const toDo = (): string => {
    if ((kind === "stage-changed" || kind === "put-right") && slots.due && slots.rule) return say(`until.${slots.rule}`);
    if (kind === "request-received" && !toAccount) return say(slots.due ? "do.receiptOutsideBy" : "do.receiptOutside");
    if (kind === "request-received" && slots.due) return say("do.receipt");
    return say(`do.${TO_DO[kind]}`);
  };
  const { heardBy, subject } = KINDS[kind];
  return {
    language,
    dir: languageOf(language).dir,
    largePrint,
    subject: say(`subject.${subject}`),
    paragraphs: [whatKey(kind, slots), toDo].map((part) => (typeof part === "string" ? say(part) : part())),
    link: linkOf(config, kind, !toAccount && kind === "request-received" ? { ...slots, link: "/ask/come-back" } : slots, say),
    small: [
      ...(subject === "office" ? [] : [t("notices:mail.private"), t("notices:mail.help", { name: pack.contact.name, phone: pack.contact.phone.number })]),
      ...(heardBy === null || subject === "office" || !toAccount ? [] : [t("notices:mail.change")]),
    ],
    from: t("common:siteName", { area: pack.name }),
    hello: t("notices:mail.hello"),
  };
}

function whatKey(kind: NoticeKind, { event, step, reminder, request }: Readonly<Record<string, string | number>>): string {
  if (kind === "stage-changed") return `event.${event ?? ""}`;
  if (kind === "step-taken" || kind === "review-step") return `step.${step ?? ""}`;
  if (kind === "date-near") return `near.${reminder ?? ""}`;
  if (kind === "request-received") return `request.${request ?? ""}`;
  if (kind === "request-answered") return `answered.${request ?? ""}`;
  return `what.${kind}`;
}

function linkOf(config: Config, kind: NoticeKind, { link }: Readonly<Record<string, string | number>>, say: (key: string) => string): WrittenNotice["link"] {
  if (kind === "sign-in-code") return null;
  const path = typeof link === "string" ? link : KINDS[kind].subject === "office" ? "/officer" : "/sign-in";
  const href = path.startsWith("/") ? `${siteAddress(config)}${path}` : path;
  return { href, words: say(typeof link === "string" ? "mail.open" : "mail.signIn") };
}

/** A notice as a text message. */
export function asText({ from, paragraphs, link }: WrittenNotice): string {
  return [`${from}: ${paragraphs.join(" ")}`, link?.href].filter(Boolean).join(" ");
}

/** A notice as plain text: the body of an email, or of Notify's. */
export function asPlainText({ hello, paragraphs, link, from, small }: WrittenNotice): string {
  return [hello, ...paragraphs, ...(link ? [`${link.words}: ${link.href}`] : []), from, ...small].join("\n\n");
}

/** A notice as the HTML of an email: one column that grows with the reader's own text size, and nothing to load. */
export function asHtml({ language, dir, largePrint, subject, hello, paragraphs, link, from, small }: WrittenNotice): string {
  const [text, note] = largePrint ? ["22px", "19px"] : ["17px", "15px"];
  const paragraph = (words: string, size: string) => `<p style="margin:0 0 1em;font-size:${size};line-height:1.5">${escapeHtml(words)}</p>`;
  return [
    `<!doctype html><html lang="${language}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="margin:0;padding:24px;background:#ffffff;color:#14262b;font-family:Verdana,Arial,sans-serif"><div style="max-width:34em;margin:0 auto">`,
    ...[hello, ...paragraphs].map((words) => paragraph(words, text)),
    link ? `<p style="margin:0 0 1.5em;font-size:${text};line-height:1.5"><a href="${escapeHtml(link.href)}" style="color:#0b4a8f">${escapeHtml(link.words)}</a></p>` : "",
    paragraph(from, text),
    ...small.map((words) => paragraph(words, note)),
    `</div></body></html>`,
  ].join("\n");
}

function escapeHtml(words: string): string {
  return words.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);
}

/** Which notices an email offers to stop: not those that somebody asked for by signing in or writing to us. */
export function canBeStopped(kind: NoticeKind): boolean {
  const { heardBy, subject } = KINDS[kind];
  return heardBy !== null && subject !== "office";
}

