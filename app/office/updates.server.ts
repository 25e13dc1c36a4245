import { createHash } from "node:crypto";
import { v5 as uuidv5 } from "uuid";
import type { Prisma } from "../../prisma/generated/client.ts";
import { likelyFor } from "../cases/likely.server.ts";
import { usable } from "../domain/cases/usable-events.ts";
import { eventsOf, namesOfBodies } from "../db/cases.server.ts";
import { insertRows } from "../db/insert-rows.server.ts";
import { childrenOf, lastWords, listOfficers } from "../db/office.server.ts";
import { day, isoText, type Day } from "../domain/calendar/day.ts";
import { familyView } from "../domain/cases/family-view.ts";
import { timelineOf } from "../domain/cases/timeline.ts";
import { isHeard, type Cause } from "../domain/office/silence.ts";
import { fillUpdate, namesIn, type FilledUpdate, type UpdateValues } from "../domain/office/update-words.ts";
import { formatDate } from "../i18n/format.ts";
import type { PageContext } from "../page-context.server.ts";
import type { Site } from "../site.server.ts";
import { localDay } from "../today.ts";
import { causeWords } from "./causes.server.ts";
import { ofOfficers, overviewOf, silentRows } from "./overview.server.ts";

type T = PageContext["t"];

const LANGUAGE = "en-GB";
const NAMESPACE = "c0a8f0de-6a5e-5c8e-9c3a-2b7c4d1e5f60";

/** Families whom one cause keeps waiting. */
export interface CauseGroup {
  cause: Cause;
  caseIds: string[];
  silent: number;
  longest: number;
}

/** Families who have heard nothing for too long or soon will, by what they wait for; the largest group first. */
export async function silentGroups(site: Site, today: Day, officerIds: readonly string[] | null): Promise<CauseGroup[]> {
  const groups = new Map<Cause, CauseGroup>();
  for (const { caseId, silence } of silentRows(ofOfficers(await overviewOf(site, today), officerIds))) {
    const group = groups.get(silence.cause) ?? { cause: silence.cause, caseIds: [], silent: 0, longest: 0 };
    group.caseIds.push(caseId);
    if (silence.state === "silent") group.silent++;
    group.longest = Math.max(group.longest, silence.days);
    groups.set(silence.cause, group);
  }
  return [...groups.values()].sort((a, b) => b.caseIds.length - a.caseIds.length || (a.cause < b.cause ? -1 : 1));
}

/** What fills an update for each of some families: each from its own case and from nothing else. */
export async function updateValues(site: Site, t: T, caseIds: readonly string[], cause: Cause, today: Day): Promise<Map<string, UpdateValues>> {
  const { prisma } = site.database;
  const values = new Map<string, UpdateValues>();
  const names = await namesOfBodies(prisma);
  const officers = new Map((await listOfficers(prisma, site.sealer)).map(({ id, name }) => [id, name]));
  const waitsFor = causeWords(t, names, cause);
  for (let at = 0; at < caseIds.length; at += AT_ONCE) {
    const ids = caseIds.slice(at, at + AT_ONCE);
    const rows = await prisma.caseFile.findMany({ where: { id: { in: ids } }, select: { id: true, officerId: true, events: { select: { sender: true, eventId: true, event: true } } } });
    const children = await childrenOf(prisma, site.sealer, ids);
    for (const { id, officerId, events } of rows) {
      const kase = { person: null, events: usable(eventsOf(events)).events };
      const timeline = timelineOf(kase, today, { schoolReply: site.pack.schoolReply });
      const view = familyView(kase, timeline, today);
      const likely = await likelyFor(site, view.wait, today);
      values.set(id, {
        "first name": children.get(id)?.firstName ?? t("officer:update.yourChild"),
        "legal date": view.main && formatDate(isoText(view.main.due), LANGUAGE),
        "likely date": likely && t("officer:letter.likely", { from: formatDate(isoText(likely.earliest), LANGUAGE), to: formatDate(isoText(likely.latest), LANGUAGE) }),
        "waiting for": waitsFor,
        officer: (officerId === null ? null : officers.get(officerId)) ?? site.pack.contact.name,
      });
    }
  }
  return values;
}

const AT_ONCE = 500;

/** The id of the update to one family, of a form. */
export function updateIdOf(formId: string, caseId: string): string {
  return uuidv5(caseId, uuidv5(formId, NAMESPACE));
}

/** Whether what a form sends was approved before. */
export async function isApproved({ database: { prisma } }: Site, formId: string, caseIds: readonly string[]): Promise<boolean> {
  if ((await prisma.massUpdate.count({ where: { id: formId } })) > 0) return true;
  const only = caseIds.length === 1 ? caseIds[0] : undefined;
  return only !== undefined && (await prisma.caseUpdate.count({ where: { id: updateIdOf(formId, only) } })) > 0;
}

/** What says that recipients, and what each of them reads, are the same as when they were shown. */
export function digestOf(filled: ReadonlyMap<string, FilledUpdate>): { recipients: string; words: string } {
  const sorted = [...filled].sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = (parts: readonly unknown[]) => createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
  return { recipients: hash(sorted.map(([caseId]) => caseId)), words: hash(sorted.map(([, { words }]) => words)) };
}

/** The words for each family, ready to be read, and how many have a line less. */
export function filledUpdates(words: string, values: ReadonlyMap<string, UpdateValues>): Map<string, FilledUpdate> {
  return new Map([...values].map(([caseId, own]) => [caseId, fillUpdate(words, own)]));
}

/** Names of any of these children that an officer typed into words for all of them. */
export async function namesTyped(site: Site, words: string, caseIds: readonly string[]): Promise<string[]> {
  const children = await childrenOf(site.database.prisma, site.sealer, caseIds);
  return namesIn(words, [...children.values()].flatMap(({ firstName, lastName }) => [firstName, lastName].filter((name) => name !== null)));
}

export interface ApprovedUpdate {
  /** Made by the form: the same form again is the same update. */
  id: string;
  cause: string;
  words: string;
  by: string;
  filled: ReadonlyMap<string, FilledUpdate>;
  /** For families whose silence is why they are written to: the day of it. Null for a word to one family, silent or not. */
  silentOn: Day | null;
}

/**
 * Keeps an update for all families it is for, in one transaction: from then on each can read it, nobody is left out and
 * nobody has it twice. Telling them so is done after it (tell-updates.server.ts), and goes on where it stopped.
 * @returns how many families have it now that had not; `overtaken`, and nothing is kept, where somebody wrote to one of
 * these silent families meanwhile
 */
export async function approveUpdate(site: Site, { id, cause, words, by, filled, silentOn }: ApprovedUpdate): Promise<number | "overtaken"> {
  return site.database.prisma.$transaction(
    async (tx) => {
      // One after the other: two officers who send to the same families at once each looked before the other wrote.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('case_update', 0))`;
      const isTogether = silentOn !== null;
      const isKnown = isTogether ? (await tx.massUpdate.count({ where: { id } })) > 0 : (await tx.caseUpdate.count({ where: { id: { in: [...filled.keys()].map((caseId) => updateIdOf(id, caseId)) } } })) > 0;
      if (isKnown) return 0;
      if (silentOn !== null && [...(await lastWords(tx, { caseIds: [...filled.keys()] })).values()].some((at) => isHeard(day(localDay(at)), silentOn))) return "overtaken";
      const approvedAt = new Date();
      // The words to one family may name its child, so only the sealed copy of them is kept.
      if (isTogether) await tx.massUpdate.create({ data: { id, cause, words: filled.size === 1 ? "" : words, approvedBy: by, approvedAt, cases: filled.size } });
      const rows = [...filled].map(([caseId, own]): Prisma.CaseUpdateUncheckedCreateInput & { id: string } => {
        const updateId = updateIdOf(id, caseId);
        return { id: updateId, caseId, wordsSealed: site.sealer.seal(own.words, `case_update.words.${updateId}`), approvedBy: by, approvedAt: approvedAt.toISOString(), massUpdateId: isTogether ? id : null };
      });
      for (let at = 0; at < rows.length; at += AT_ONCE) {
        const some = rows.slice(at, at + AT_ONCE);
        await insertRows(tx, "case_update", some);
        await insertRows(tx, "audit_entry", some.map(({ caseId, id: update }) => ({ actor: `user:${by}`, action: "update-sent", caseId, detail: { update, together: isTogether ? id : null } })));
      }
      return rows.length;
    },
    { timeout: 120_000, maxWait: 60_000 },
  );
}

/** What the council told a family of its own accord, the newest first. Days are ISO. */
export async function updatesOfCase(site: Site, caseId: string): Promise<{ id: string; words: string; on: string }[]> {
  const rows = await site.database.prisma.caseUpdate.findMany({ where: { caseId }, orderBy: [{ approvedAt: "desc" }, { id: "asc" }] });
  return rows.map(({ id, wordsSealed, approvedAt }) => ({ id, words: site.sealer.open(wordsSealed, `case_update.words.${id}`), on: localDay(approvedAt) }));
}
