import { randomUUID } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { seedCases } from "../../prisma/seed-cases.ts";
import { seedPortal } from "../../prisma/seed-portal.ts";
import { ASKED_KINDS, sendRequest, type AskedKind } from "../../app/db/requests.server.ts";
import { day } from "../../app/domain/calendar/day.ts";
import { PLAN_SECTIONS } from "../../app/domain/comments/sections.ts";
import { NEED_IDS } from "../../app/domain/directory/vocabulary.ts";
import { ADJUSTMENTS, ASKERS, CHANNELS, NO_ANSWERS } from "../../app/domain/requests/assessment.ts";
import { COMPLAINTS, FORMATS } from "../../app/domain/requests/forms.ts";
import { VIEWS } from "../../app/domain/reviews/views.ts";
import { LANGUAGES } from "../../app/i18n/languages.ts";
import { openRequest } from "../../app/office/requests.server.ts";
import { visitOffice } from "../../app/accounts/visit.server.ts";
import * as recordFile from "../../app/routes/my-child/record-file.ts";
import * as requestsPage from "../../app/routes/my-child/requests.tsx";
import type { Site } from "../../app/site.server.ts";
import { today } from "../../app/today.ts";
import { signedInAs, type SignedIn } from "../support/accounts.ts";
import { aFollower, answerFrom, aRecord, asked } from "../support/records.ts";
import { freshSite } from "../support/site.ts";

/** Words of a family's own, none of which looks like a code. */
const typed = (what: string) => `Our own words about ${what}.`;
const DATES = { born: { day: "3", month: "3", year: "2019" }, bornOn: "2019-03-03" };

/** Every kind of request there is, with every choice that its form has. */
const REQUESTS: Record<AskedKind, object[]> = {
  assessment: ASKERS.map((asker, i) => ({
    ...NO_ANSWERS, ...DATES, asker, yourName: "Sam Invented", relation: typed("relation"), firstName: "Robin", lastName: "Invented", postcode: "CM2 6JX", setting: typed("setting"), needs: NEED_IDS, why: typed("why"), tried: typed("tried"), hopes: typed("hopes"),
    whoElse: typed("whoElse"), mayContact: i % 2 === 0, channel: CHANNELS[i % CHANNELS.length], email: "sam@example.org", phone: "07700 900123", address: typed("address"), adjustments: ADJUSTMENTS, note: typed("note"), done: ["you", "child"],
  })),
  complaint: COMPLAINTS.map((about) => ({ about, happened: typed("happened"), wanted: typed("wanted") })),
  "other-format": FORMATS.map((format) => ({ format, language: format === "translation" ? typed("language") : "", papers: typed("papers") })),
  record: [{}],
  comments: ["draft-plan", "changes"].map((of, i) => ({ of, served: "2026-11-02", sections: Object.fromEntries(PLAN_SECTIONS.map((section) => [section, typed(`section ${section}`)])), school: i === 0 ? typed("school") : null, wantsMeeting: i === 0, anythingElse: typed("else") })),
  "more-time": [{ of: "draft-plan", served: "2026-11-02", why: typed("time") }],
  "review-views": [{ meetingOn: "2026-11-20", ...Object.fromEntries(VIEWS.map((view) => [view, typed(view)])) }],
};

let site: Site;
beforeAll(async () => {
  site = await freshSite("PGlite", { meiliUrl: null });
  await seedCases(site, today());
  await seedPortal(site, today());
  answerFrom(site);
});

const askedIn = (language: string, caseId: string, { cookie }: SignedIn, path: string) => new Request(`http://localhost/my-child/${caseId}/${path}`, { headers: { Cookie: cookie, "Accept-Language": language } });
async function fileOf(language: string, caseId: string, by: SignedIn, form = "html"): Promise<string> {
  return (await recordFile.loader({ request: askedIn(language, caseId, by, `record/${form}`), params: { caseId, form }, context: {} })).text();
}

/** What a reader sees, one text for each piece of the page. */
function texts(html: string): string[] {
  return html.replace(/^[\s\S]*?<body>/, "").split(/<[^>]*>/).map((text) => text.replaceAll("&#x27;", "'").replaceAll("&amp;", "&").trim()).filter(Boolean);
}

/** Compounds of small letters that are words: those of what the site says and of what the samples' people wrote. */
const WRITTEN = new Set(
  ["content/locales", "content/samples", "content/areas"]
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.name.endsWith(".json")).map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, "utf8")))
    .flatMap((json) => wordsIn(JSON.parse(json)))
    .flatMap((words) => words.includes(" ") ? compounds(words) : []),
);

function wordsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}

function compounds(text: string): string[] {
  return text.match(/(?<![\w@./-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w@/-])/g) ?? [];
}

const CODES: readonly string[] = [...ASKERS, ...CHANNELS, ...ADJUSTMENTS, ...NEED_IDS, ...COMPLAINTS, ...FORMATS, ...ASKED_KINDS, "true", "false", "null", "undefined", "[object Object]"];

/** Pieces of a page that only a computer understands. */
function codesIn(pieces: readonly string[]): string[] {
  return pieces.flatMap((text) => [
    ...compounds(text).filter((word) => !WRITTEN.has(word)),
    ...(text.match(/\d{4}-\d\d-\d\d|\b(?:true|false|null|undefined)\b|\bT\d\d:\d\d|[a-z]+:[a-z]+[.-]\w+|[0-9a-f]{8}-[0-9a-f]{4}-/g) ?? []),
    ...(CODES.includes(text) ? [text] : []),
  ]);
}

test.each(LANGUAGES.map(({ code }) => code))("the record to read has words for everything, in every sample case (%s)", async (language) => {
  const follower = await signedInAs(site, "all.cases@example.org");
  const cases = await site.database.prisma.caseFile.findMany({ where: { person: { followers: { some: { userId: follower.userId } } } }, orderBy: { reference: "asc" } });
  const found: Record<string, string[]> = {};
  for (const { id, reference } of cases) {
    // Two have passed to the young people, whose record a parent cannot take away.
    const html = await fileOf(language, id, follower).catch(() => null);
    if (html === null) continue;
    found[reference] = codesIn(texts(html));
  }
  expect(Object.keys(found).length).toBeGreaterThan(cases.length - 4);
  expect(Object.fromEntries(Object.entries(found).filter(([, codes]) => codes.length > 0))).toEqual({});
});

test("every choice of every form is in words, in the record to read, in the list of what was asked, and on the officer's page", async () => {
  const { prisma } = site.database;
  const now = day(today());
  const record = await aRecord(site, [{ type: "request-received", on: "2026-09-07" }]);
  const parent = await aFollower(site, record, "forms@example.org");
  const staff = await signedInAs(site, "caseworker@staff.example.org", { staff: "caseworker" });
  const sent = await prisma.$transaction((tx) =>
    Promise.all(ASKED_KINDS.flatMap((kind) => REQUESTS[kind].map((content) => sendRequest(tx, site.sealer, { formId: randomUUID(), kind, caseId: record.caseId, userId: parent.userId, content, receivedOn: now, dueOn: now + 5 })))),
  );
  const ownWords = new Set(Object.values(REQUESTS).flatMap(wordsIn).filter((text) => text.startsWith("Our own words")));
  for (const { code } of LANGUAGES) {
    const page = texts(await fileOf(code, record.caseId, parent));
    const { requests } = await requestsPage.loader({ request: askedIn(code, record.caseId, parent, "requests"), params: { caseId: record.caseId }, context: {} });
    const list = requests.flatMap(({ words }) => words.flatMap((said) => [said.name, said.words]));
    expect([code, codesIn(page), codesIn(list)]).toEqual([code, [], []]);
    expect([...ownWords].filter((words) => !page.includes(words) || !list.includes(words)), code).toEqual([]);
  }
  expect(texts(await fileOf("en-GB", record.caseId, parent))).toEqual(expect.arrayContaining(["By text message", "How shall we tell you things?", "Large print", "Papers were lost, or went to the wrong person", "I ask for a school, nursery or college", "Yes", "No", "3 March 2019", "20 November 2026"]));
  const visit = await visitOffice(new Request("http://localhost/officer/requests/x", { headers: { Cookie: staff.cookie } }), "answer-family");
  const opened = await Promise.all(sent.map(async (one) => (await openRequest(visit, one?.id ?? "", { isSight: false }))?.content ?? []));
  expect(codesIn(opened.flat().flatMap((said) => [said.name, said.words]))).toEqual([]);
  expect([...ownWords].filter((words) => !opened.flat().some((said) => said.words === words))).toEqual([]);
  // What a computer reads keeps the codes.
  expect(await fileOf("en-GB", record.caseId, parent, "json")).toContain('"large-print"');
});

test("whoever looked is named as on the page about it: a system of the council's is the council", async () => {
  const record = await aRecord(site, [{ type: "request-received", on: "2026-09-07" }]);
  const parent = await aFollower(site, record, "seen@example.org", { name: "Sam Invented" });
  await site.database.prisma.auditEntry.create({ data: { actor: "sender:case-system", action: "looked", caseId: record.caseId, detail: { at: "see-case" } } });
  expect((await (await recordFile.loader({ ...asked("record/json", record, parent), params: { caseId: record.caseId, form: "json" } })).json() as { visitors: object[] }).visitors).toMatchObject([{ who: "A computer system of the council", from: "council" }, { who: "Sam Invented", from: "family" }]);
});
