import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { marked } from "marked";
import type { Prisma } from "../../prisma/generated/client.ts";
import type { CaseVisit } from "../accounts/visit.server.ts";
import { likelyFor } from "../cases/likely.server.ts";
import { recordActs } from "../db/audit.server.ts";
import { namesOfBodies } from "../db/cases.server.ts";
import { parentsAct } from "../domain/access/roles.ts";
import { isoText, type Day } from "../domain/calendar/day.ts";
import { familyView } from "../domain/cases/family-view.ts";
import { exceptionWords } from "../domain/cases/exceptions.ts";
import { recordOn } from "../domain/cases/record.ts";
import type { Timeline } from "../domain/cases/timeline.ts";
import type { Case, Happening } from "../domain/cases/events.ts";
import { dateOfSlot, fillLetter, readLetter, RULE_SLOTS, wordedFor, type CaseSlot, type FilledLetter, type LetterTemplate, type RuleSlot, type SlotValues } from "../domain/office/letters.ts";
import { bodyWords } from "../cases/body-words.server.ts";
import { shownDate } from "../family/family-page.server.ts";
import { formatDate, formatList } from "../i18n/format.ts";
import { tellFollowers } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";
import { previewEvent, recordWithin, tellNewsOf, type EventPreview, type Recorded } from "./record-event.server.ts";

type Tx = Prisma.TransactionClient;

/** Letters are written in English, as the law's own words are; a translation can be asked for on the site. */
const LANGUAGE = "en-GB";
const WORDS_FROM_THE_CASE = 28;

/** The letters of the content folder, in the order of their names. @throws LetterError for one that cannot be used */
export async function readLetters({ config }: Pick<Site, "config">): Promise<LetterTemplate[]> {
  const folder = join(config.contentDir, "letters", LANGUAGE);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".md")).sort();
  return Promise.all(files.map(async (file) => readLetter(file.slice(0, -3), await readFile(join(folder, file), "utf8"))));
}

export async function titlesOfLetters(site: Pick<Site, "config">): Promise<Map<string, string>> {
  return new Map((await readLetters(site)).map(({ id, title }) => [id, title]));
}

/** What the case says for the slots of a letter, as it will stand when the letter is sent. */
export async function caseSlots(visit: Pick<CaseVisit, "site" | "t" | "child" | "today">, { kase, timeline }: { kase: Case; timeline: Timeline }): Promise<SlotValues> {
  const { site, t, child, today } = visit;
  const { pack } = site;
  const { person, officer, reference } = child.stored;
  const names = await namesOfBodies(site.database.prisma);
  const view = familyView(kase, timeline, today);
  const record = recordOn(today, kase.events);
  const likely = await likelyFor(site, view.wait, today);
  const late = view.late[0];
  const date = (on: Day | undefined | null) => (on === undefined || on === null ? undefined : formatDate(isoText(on), LANGUAGE));
  const last = (...types: Happening["type"][]) => record.last(types, Infinity);
  const meeting = record.all("review-meeting").at(-1);
  const mediation = record.all("mediation-set").at(-1);
  const shownLate = late && shownDate(t, late.deadline, names, today);
  const ofCase: Record<CaseSlot, string | undefined> = {
    today: date(today),
    name: person?.firstName ?? undefined,
    reference,
    officer: officer?.name ?? pack.contact.name,
    council: pack.council,
    contactName: pack.contact.name,
    contactPhone: pack.contact.phone.number,
    adviceName: pack.adviceService.name,
    advicePhone: pack.adviceService.phone.number,
    meeting: pack.localWords.refusalMeeting ?? t("officer:letter.meeting"),
    requestOn: date(last("request-received", "reassessment-requested")?.on),
    meetingOn: date(meeting?.on),
    mediationOn: date(mediation?.meetingOn),
    movedOn: date(last("moved-area")?.on),
    advisers: view.advice.length === 0 ? undefined : formatList(view.advice.map(({ body }) => bodyWords(t, names, body)), LANGUAGE),
    lateWhat: shownLate?.name,
    lateDue: shownLate && formatDate(shownLate.due, LANGUAGE),
    lateDays: late && t("officer:letter.days", { count: late.days }),
    lateWho: shownLate?.who,
    lateReason: late && (late.excused ? t(`timeline:${exceptionWords(late.excused.why)}`) : t("officer:letter.noReason")),
    likely: likely ? t("officer:letter.likely", { from: formatDate(isoText(likely.earliest), LANGUAGE), to: formatDate(isoText(likely.latest), LANGUAGE) }) : undefined,
  };
  const ofRules = Object.fromEntries(
    (Object.keys(RULE_SLOTS) as RuleSlot[]).map((slot) => {
      const found = dateOfSlot(slot, timeline);
      const due = found?.due;
      const safe = found?.actor === "family" && found.beSafe !== null && found.beSafe !== due ? found.beSafe : null;
      const shown = safe !== null && safe >= today ? t("officer:letter.safe", { date: date(due), safe: date(safe) }) : date(due);
      return [slot, due !== undefined && due < today ? t("officer:letter.passed", { date: shown }) : shown];
    }),
  ) as Record<RuleSlot, string | undefined>;
  return Object.fromEntries(Object.entries({ ...ofCase, ...ofRules }).filter(([, value]) => value !== undefined));
}

/** A letter in the words for whoever decides: the family, or the young person. */
export function wordedForReader<T extends LetterTemplate | null>({ child, today }: Pick<CaseVisit, "child" | "today">, template: T): T {
  return template && wordedFor(template, parentsAct(child.rights, today) || child.rights.lacksCapacity ? "family" : "young-person");
}

/** Whether the event of a letter is on record already, of the last four weeks. */
export function isOnRecord({ child, today }: Pick<CaseVisit, "child" | "today">, { event }: LetterTemplate): boolean {
  if (!event) return false;
  return recordOn(today, child.case.events).events.some((one) => one.type === event.type && today - one.on <= WORDS_FROM_THE_CASE && one.on <= today && (event.outcome === undefined || ("outcome" in one && one.outcome === event.outcome)));
}

/** What sending a letter would record. @param id of the event, from the form */
export function letterEvent(visit: Pick<CaseVisit, "site" | "child" | "today">, { event }: LetterTemplate, id: string): EventPreview | null {
  if (!event) return null;
  return previewEvent(visit, { id, type: event.type, on: isoText(visit.today), ...(event.outcome === undefined ? {} : { outcome: event.outcome }) });
}

/** What the case says, together with the event of the letter where it is to be recorded. */
export async function slotsWith(visit: Pick<CaseVisit, "site" | "t" | "child" | "today">, preview: EventPreview | null): Promise<SlotValues> {
  const { child } = visit;
  return caseSlots(visit, { kase: child.case, timeline: preview?.ok ? preview.after : child.timeline });
}

/** A letter as a page shows it. */
export interface ShownLetter {
  title: string;
  summary: string[];
  html: string;
}

export function shownLetter({ title, summary, body }: FilledLetter): ShownLetter {
  return { title, summary, html: marked.parse(body, { async: false }) };
}

const contentOf = (id: string) => `case_letter.content.${id}`;

/**
 * Sends a letter: keeps it as it is read, records its event where that is wanted, and tells those who follow the case.
 * All of it or nothing; the same form again is the same letter.
 * @returns what became of the event; `recorded` where there is none
 */
export async function sendLetter(tx: Tx, site: Site, letter: { id: string; caseId: string; by: string; template: string; filled: FilledLetter; event: (EventPreview & { ok: true }) | null; seenAt: Date }): Promise<Recorded> {
  const { id, caseId, by, template, filled, event, seenAt } = letter;
  if ((await tx.caseLetter.count({ where: { id } })) > 0) return "already";
  if (event) {
    const recorded = await recordWithin(tx, site, { caseId, by, sent: event.sent, seenAt, news: [] });
    if (recorded === "changed-meanwhile" || recorded === "contradicts") return recorded;
  }
  const { count } = await tx.caseLetter.createMany({ data: [{ id, caseId, template, language: LANGUAGE, contentSealed: site.sealer.seal(JSON.stringify(filled), contentOf(id)), sentBy: by, sentAt: new Date() }], skipDuplicates: true });
  if (count === 0) return "already";
  await recordActs(tx, [{ actor: `user:${by}`, action: "letter-sent", caseId, detail: { letter: id, template } }]);
  if (event && event.news.length > 0) await tellNewsOf(tx, site, caseId, event.news);
  else await tellFollowers(tx, site, { caseId, kind: "letter-came", slots: {}, key: `letter:${id}` });
  return "recorded";
}

/** A letter of a case as it was sent; null where it has none of that id. */
export async function letterOfCase(site: Site, caseId: string, id: string): Promise<(ShownLetter & { id: string; language: string; sentAt: Date }) | null> {
  const row = await site.database.prisma.caseLetter.findFirst({ where: { id, caseId } });
  if (!row) return null;
  return { ...shownLetter(JSON.parse(site.sealer.open(row.contentSealed, contentOf(id))) as FilledLetter), id, language: row.language, sentAt: row.sentAt };
}

/** The letters of a case, the newest first. */
export async function lettersOfCase(site: Site, caseId: string): Promise<{ id: string; title: string; sentAt: Date }[]> {
  const rows = await site.database.prisma.caseLetter.findMany({ where: { caseId }, orderBy: [{ sentAt: "desc" }, { id: "asc" }] });
  return rows.map(({ id, contentSealed, sentAt }) => ({ id, sentAt, title: (JSON.parse(site.sealer.open(contentSealed, contentOf(id))) as FilledLetter).title }));
}

/** A letter filled and ready to be read, without anything being kept: for a code that is shown once. */
export function letterToPrint(template: LetterTemplate, values: SlotValues): ShownLetter {
  return shownLetter(fillLetter(template, values));
}
