import { recordListed, type Visit } from "../accounts/visit.server.ts";
import { findFollowing, findRights } from "../db/followers.server.ts";
import { lettersToPrint, noticeForOffice, type OpenNotice } from "../db/notices.server.ts";
import { may } from "../domain/access/permissions.ts";
import { standingOf } from "../domain/access/roles.ts";
import { NOTICE_KINDS } from "../domain/notices/kinds.ts";
import type { OfficeNotice } from "../domain/office/shown.ts";
import { writeNotice } from "../notices/words.server.ts";
import { localDay } from "../today.ts";
import { letterOfCase, type ShownLetter } from "./letters.server.ts";

const MOST_LETTERS = 50;

/** The letters to post, as many as one goes to the printer with; who is in them is written down as looked at. */
export async function lettersForPrinter(visit: Visit): Promise<{ letters: OfficeNotice[]; total: number }> {
  const { letters, total } = await lettersToPrint(visit.site.database.prisma, visit.site.sealer, MOST_LETTERS);
  await recordListed(visit, letters.map(({ caseId }) => caseId));
  const shown: OfficeNotice[] = [];
  for (const letter of letters) shown.push(...(await inWords(visit, letter)));
  return { letters: shown, total };
}

/** One notice that a person must see to; null for any other. */
export async function noticeToSeeTo(visit: Visit, id: string): Promise<OfficeNotice | null> {
  const notice = await noticeForOffice(visit.site.database.prisma, visit.site.sealer, id);
  if (!notice) return null;
  await recordListed(visit, [notice.caseId]);
  return (await inWords(visit, notice))[0] ?? null;
}

/** None for a kind that this version of the site has no words for. */
async function inWords(visit: Visit, notice: OpenNotice): Promise<OfficeNotice[]> {
  const { site } = visit;
  const { prisma } = site.database;
  const kind = NOTICE_KINDS.find((one) => one === notice.kind);
  const state = (["to-print", "failed", "uncertain"] as const).find((one) => one === notice.state);
  if (!kind || !state) return [];
  const { id, channel, to, caseId, userId, createdAt, lastFault: fault } = notice;
  const user = userId === null ? null : await prisma.user.findUnique({ where: { id: userId }, select: { name: true } });
  const file = caseId === null ? null : await prisma.caseFile.findUnique({ where: { id: caseId }, select: { reference: true } });
  return [{
    id, state, channel, caseId, fault,
    to: channel === "letter" ? to.split(/\n|,\s+/) : [to],
    name: user?.name ?? "",
    reference: file?.reference ?? null,
    on: localDay(createdAt),
    written: writeNotice(site, { ...notice, kind }),
    enclosed: channel === "letter" ? await enclosedWith(visit, notice) : null,
  }];
}

/** How far apart the clocks of one transaction may be: the database's, which stood when it began, and ours. */
const SAME_MOMENT_MS = 60_000;

async function enclosedWith({ site, today }: Visit, { kind, caseId, userId, createdAt }: OpenNotice): Promise<ShownLetter | null> {
  if (caseId === null || userId === null || (kind !== "letter-came" && kind !== "stage-changed")) return null;
  const { prisma } = site.database;
  const near = { gte: new Date(createdAt.getTime() - SAME_MOMENT_MS), lte: new Date(createdAt.getTime() + SAME_MOMENT_MS) };
  const letter = await prisma.caseLetter.findFirst({ where: { caseId, sentAt: near }, orderBy: { sentAt: "desc" }, select: { id: true, case: { select: { personId: true } } } });
  if (!letter?.case.personId) return null;
  // Whoever was let in for other parts is told that something happened, and not sent the letter.
  const rights = await findRights(prisma, site.sealer, letter.case.personId, today);
  if (!may(standingOf(await findFollowing(prisma, letter.case.personId, userId), rights, today), "see-documents")) return null;
  return letterOfCase(site, caseId, letter.id);
}
