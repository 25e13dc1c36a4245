import { v5 as uuidv5 } from "uuid";
import type { Prisma } from "../../prisma/generated/client.ts";
import { likelyFor } from "../cases/likely.server.ts";
import { usable } from "../cases/case-timeline.server.ts";
import { eventsOf, namesOfBodies } from "../db/cases.server.ts";
import { insertRows } from "../db/insert-rows.server.ts";
import { childrenOf, listOfficers } from "../db/office.server.ts";
import { isoText, type Day } from "../domain/calendar/day.ts";
import { familyView } from "../domain/cases/family-view.ts";
import { timelineOf } from "../domain/cases/timeline.ts";
import type { Cause } from "../domain/office/silence.ts";
import { fillUpdate, namesIn, type FilledUpdate, type UpdateValues } from "../domain/office/update-words.ts";
import { formatDate } from "../i18n/format.ts";
import { tellFollowers } from "../notices/tell.server.ts";
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

/** The words for each family, ready to be read, and how many have a line less. */
export function filledUpdates(words: string, values: ReadonlyMap<string, UpdateValues>): Map<string, FilledUpdate> {
  return new Map([...values].map(([caseId, own]) => [caseId, fillUpdate(words, own)]));
}

/** Names of any of these children that an officer typed into words for all of them. */
export async function namesTyped(site: Site, words: string, caseIds: readonly string[]): Promise<string[]> {
  const children = await childrenOf(site.database.prisma, site.sealer, caseIds);
  return namesIn(words, [...children.values()].flatMap(({ firstName, lastName }) => [firstName, lastName].filter((name) => name !== null)));
}

/**
 * The last look before an update is kept: nobody's words may hold what fills another's. It can only fail by a mistake
 * of ours, and then nothing is sent.
 * @throws RangeError naming no child
 */
export function assertOwnWords(filled: ReadonlyMap<string, FilledUpdate>, values: ReadonlyMap<string, UpdateValues>, words: string): void {
  for (const [caseId, { words: own }] of filled) {
    const expected = fillUpdate(words, values.get(caseId) as UpdateValues).words;
    if (own !== expected) throw new RangeError("The words for a family are not those that its own case fills. Nothing was sent.");
  }
}

export interface ApprovedUpdate {
  /** Made by the form: the same form again is the same update. */
  id: string;
  cause: string;
  words: string;
  by: string;
  filled: ReadonlyMap<string, FilledUpdate>;
}

/**
 * Keeps an update for all families it is for, in one transaction: from then on each can read it, nobody is left out and
 * nobody has it twice. Telling them so is done after it (`tellOfUpdates`), and goes on where it stopped.
 * @returns how many families have it now that had not
 */
export async function approveUpdate(site: Site, { id, cause, words, by, filled }: ApprovedUpdate): Promise<number> {
  return site.database.prisma.$transaction(
    async (tx) => {
      const { count } = await tx.massUpdate.createMany({ data: [{ id, cause, words, approvedBy: by, approvedAt: new Date(), cases: filled.size }], skipDuplicates: true });
      if (count === 0) return 0;
      const approvedAt = new Date();
      const rows = [...filled].map(([caseId, own]): Prisma.CaseUpdateUncheckedCreateInput => {
        const updateId = uuidv5(caseId, uuidv5(id, NAMESPACE));
        return { id: updateId, caseId, wordsSealed: site.sealer.seal(own.words, `case_update.words.${updateId}`), approvedBy: by, approvedAt: approvedAt.toISOString(), massUpdateId: id };
      });
      for (let at = 0; at < rows.length; at += AT_ONCE) {
        const some = rows.slice(at, at + AT_ONCE);
        await insertRows(tx, "case_update", some);
        await insertRows(tx, "audit_entry", some.map(({ caseId, id: update }) => ({ actor: `user:${by}`, action: "update-sent", caseId, detail: { update, together: filled.size > 1 ? id : null } })));
      }
      return rows.length;
    },
    { timeout: 120_000, maxWait: 60_000 },
  );
}

/**
 * Tells those who follow of updates that they were not told of yet, one family in one transaction: killed in between, the
 * next run goes on with the next family. Run by several at once, each family is told once.
 * @param forMs stops after so long, to go on another time
 * @returns how many updates are left
 */
export async function tellOfUpdates(site: Site, { forMs = Infinity }: { forMs?: number } = {}): Promise<number> {
  const { prisma } = site.database;
  const until = Date.now() + forMs;
  for (;;) {
    const waiting = await prisma.caseUpdate.findMany({ where: { toldAt: null }, orderBy: [{ approvedAt: "asc" }, { id: "asc" }], take: 50, select: { id: true, caseId: true } });
    for (const { id, caseId } of waiting) {
      if (Date.now() > until) return prisma.caseUpdate.count({ where: { toldAt: null } });
      await prisma.$transaction(async (tx) => {
        const { count } = await tx.caseUpdate.updateMany({ where: { id, toldAt: null }, data: { toldAt: new Date() } });
        if (count === 1) await tellFollowers(tx, site, { caseId, kind: "update-came", slots: {}, key: `update:${id}` });
      });
    }
    if (waiting.length === 0) return 0;
  }
}

/** The job of the background: what a page began to tell and did not finish. */
export async function tellOfUpdatesJob(site: Site): Promise<void> {
  await tellOfUpdates(site);
}

/** What the council told a family of its own accord, the newest first. Days are ISO. */
export async function updatesOfCase(site: Site, caseId: string): Promise<{ id: string; words: string; on: string }[]> {
  const rows = await site.database.prisma.caseUpdate.findMany({ where: { caseId }, orderBy: [{ approvedAt: "desc" }, { id: "asc" }] });
  return rows.map(({ id, wordsSealed, approvedAt }) => ({ id, words: site.sealer.open(wordsSealed, `case_update.words.${id}`), on: localDay(approvedAt) }));
}
