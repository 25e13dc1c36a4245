import { describe, expect, test } from "vitest";
import { readConfig } from "../config.server.ts";
import { RULE_IDS } from "../domain/cases/rule-set.ts";
import { ANSWERED_KINDS, KINDS, NOTICE_KINDS, REMINDERS, REQUEST_KINDS, TOLD_EVENTS, TOLD_REVIEW_STEPS, TOLD_STEPS, type NoticeKind, type NoticeSlots } from "../domain/notices/kinds.ts";
import { LANGUAGES } from "../i18n/languages.ts";
import { packOf } from "../../tests/support/packs.ts";
import { asHtml, asPlainText, asText, LONGEST_TEXT, writeNotice } from "./words.server.ts";

/** A council with a long address. */
const site = { config: { ...readConfig({}), siteUrl: "https://send-local-offer.worcestershire.gov.uk" }, pack: packOf("worcestershire") };

const due = "2026-12-25";
const RULES = ["draft-comments", "review-comments", "mediation-contact", "appeal"] as const;

/** Slots of every shape that a kind can have. */
const SLOTS: { [K in NoticeKind]: NoticeSlots[K][] } = {
  "stage-changed": [...TOLD_EVENTS.map((event) => ({ event, on: due })), ...RULES.map((rule) => ({ event: "draft-served" as const, rule, due }))],
  "step-taken": TOLD_STEPS.map((step) => ({ step })),
  "review-step": TOLD_REVIEW_STEPS.map((step) => ({ step })),
  // A meeting that is put right is told as the meeting it is now.
  "put-right": [
    ...TOLD_EVENTS.filter((event) => event !== "mediation-set" && event !== "review-meeting").map((event) => ({ event })),
    ...(["assessment-refused", "no-plan-decided", "final-plan-sent", "amended-plan-sent", "review-decision-keep", "review-decision-cease", "decision-sent"] as const).flatMap((event) => (["mediation-contact", "appeal"] as const).map((rule) => ({ event, rule, due }))),
    { event: "draft-served", rule: "draft-comments", due },
    { event: "amendment-notice-sent", rule: "review-comments", due },
  ],
  "taken-back": TOLD_EVENTS.map((event) => ({ event, on: due })),
  "date-near": REMINDERS.flatMap((reminder) => [0, 1, 2, 5, 7].map((count) => ({ reminder, due, count }))),
  "advice-late": [{ due }],
  "date-late": RULE_IDS.map((rule) => ({ rule, due })),
  "message-came": [{}],
  "document-came": [{}],
  "letter-came": [{}],
  "update-came": [{}],
  "request-received": REQUEST_KINDS.flatMap((request) => [{ request }, { request, due }]),
  "request-answered": ANSWERED_KINDS.map((request) => ({ request })),
  "request-saved": [{ link: `/ask/${"x".repeat(43)}`, due }],
  "meeting-offered": [{}],
  "meeting-booked": [{ on: due }],
  "meeting-withdrawn": [{ on: due }],
  "meeting-given-back": [{ on: due }],
  "young-person-soon": [{ from: due }],
  "rights-passed": [{ from: due }],
  "supporter-invited": [{ link: `/invitation/${"x".repeat(43)}`, due }],
  "supporter-joined": [{}],
  "follower-joined": [{}],
  "access-ended": [{}],
  "new-sign-in": [{ on: due }],
  "email-changed": [{ on: due }],
  "address-in-use": [{ on: due }],
  "phone-changed": [{ on: due }],
  "second-step-changed": [{ on: due }],
  "second-step-removed": [{ on: due }],
  "sign-in-code": [{ code: "123456", count: 10 }],
  "code-locked": [{}],
  "work-came": [{}],
  "families-joined": [1, 2, 5, 22, 470, 15_000].map((count) => ({ on: due, count })),
};

const all = NOTICE_KINDS.flatMap((kind) => SLOTS[kind].map((slots) => ({ kind, slots: slots as Record<string, string | number> })));

describe.each(LANGUAGES.map(({ code }) => code))("in %s", (language) => {
  const written = all.map(({ kind, slots }) => ({ kind, slots, notice: writeNotice(site, { kind, slots, language, largePrint: false }) }));

  test("every notice has all its words, and its slots are filled", () => {
    for (const { kind, slots, notice } of written) {
      const about = `${kind} ${JSON.stringify(slots)}`;
      expect(asPlainText(notice), about).not.toMatch(/\{\{|undefined|\b(what|do|event|until|near|step|request|answered|subject|mail)\.[\w-]/);
      expect(notice.subject, about).not.toMatch(/\{\{|subject\.|\d/);
      expect(notice.paragraphs.every((words) => words.trim() !== ""), about).toBe(true);
    }
  });

  test("a text message takes two parts at most", () => {
    const long = written.filter(({ kind }) => KINDS[kind].subject !== "office").map(({ kind, slots, notice }) => ({ kind, slots, length: asText(notice).length })).filter(({ length }) => length > LONGEST_TEXT);
    expect(long).toEqual([]);
  });
});

test("a notice links to the site's own pages, and a code stands by itself", () => {
  const linkOf = (kind: NoticeKind, slots: Record<string, string | number> = {}) => writeNotice(site, { kind, slots, language: "en-GB", largePrint: false }).link?.href;
  expect(linkOf("message-came")).toBe("https://send-local-offer.worcestershire.gov.uk/sign-in");
  expect(linkOf("supporter-invited", { link: "/invitation/abc", due })).toBe("https://send-local-offer.worcestershire.gov.uk/invitation/abc");
  expect(linkOf("code-locked")).toBe("https://send-local-offer.worcestershire.gov.uk/officer");
  const receipt = writeNotice(site, { kind: "request-received", slots: { request: "assessment", due }, language: "en-GB", largePrint: false, userId: null });
  expect(receipt.link?.href).toBe("https://send-local-offer.worcestershire.gov.uk/ask/come-back");
  expect(asPlainText(receipt)).not.toMatch(/sign in|you follow/i);
  expect(linkOf("sign-in-code", { code: "123456", count: 10 })).toBeUndefined();
});

test("what is put into HTML cannot become HTML", () => {
  const notice = writeNotice({ ...site, pack: { ...site.pack, contact: { ...site.pack.contact, name: "<b>SEND & co</b>" } } }, { kind: "message-came", slots: {}, language: "en-GB", largePrint: true });
  expect(asHtml(notice)).toContain("&lt;b&gt;SEND &amp; co&lt;/b&gt;");
});
