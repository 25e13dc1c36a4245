import type { Prisma } from "../../prisma/generated/client.ts";
import { answerMessage, type SentMessage } from "../db/messages.server.ts";
import { cancelSlot } from "../db/meetings.server.ts";
import { actedOn, answerProvisionAction } from "../db/provision.server.ts";
import { isoText } from "../domain/calendar/day.ts";
import { dayInEngland } from "../domain/calendar/england.ts";
import { tellFollowers, tellUser } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";

type Tx = Prisma.TransactionClient;

/** What the council's staff answer a family, each in one transaction with the notices that tell of it. */

/**
 * An answer to a message, or (`answers: null`) a message of the council's own. Who may read it is told; what only one
 * of the family wrote about is answered to that one alone.
 * @param answer.id made by the form: the same form again is the same answer
 * @param answer.seen how many messages of the council's the writer had before their eyes
 * @returns null where the form's id or the message to answer belongs to another case; "written-meanwhile" where a colleague wrote to the family since, and nothing is sent
 */
export async function answerFamily(site: Site, { seen, ...answer }: { id: string; caseId: string; userId: string; body: string; answers: string | null; seen?: number }): Promise<SentMessage | "written-meanwhile" | null> {
  return site.database.prisma.$transaction(async (tx) => {
    if (seen !== undefined && (await othersWrote(tx, answer, seen))) return "written-meanwhile";
    const stored = await answerMessage(tx, site, answer);
    if (!stored?.isNew) return stored;
    const telling = { kind: "message-came", slots: {}, key: `message-came:${stored.id}`, caseId: answer.caseId } as const;
    if (stored.privateTo === null) await tellFollowers(tx, site, telling);
    else await tellUser(tx, site, { ...telling, userId: stored.privateTo });
    return stored;
  });
}

/** Two who answer at once wait for each other here. */
async function othersWrote(tx: Tx, { id, caseId }: { id: string; caseId: string }, seen: number): Promise<boolean> {
  await tx.$queryRaw`SELECT id FROM case_file WHERE id = ${caseId}::uuid FOR UPDATE`;
  const isKnown = (await tx.caseMessage.count({ where: { id } })) > 0;
  return !isKnown && (await tx.caseMessage.count({ where: { caseId, fromFamily: false } })) > seen;
}

/**
 * What the council does about help that a family does not get. The same form again is answered like the first time.
 * @returns whose words the family reads; null where there is nothing like that in the case
 */
export async function actOnProvision(site: Site, act: { caseId: string; answerId: string; by: string; words: string }): Promise<{ by: "you" | "other"; words: string } | null> {
  return site.database.prisma.$transaction(async (tx) => {
    const isDone = await answerProvisionAction(tx, site, act);
    if (isDone) await tellFollowers(tx, site, { kind: "request-answered", slots: { request: "provision" }, key: `provision-acted:${act.answerId}`, caseId: act.caseId });
    const acted = isDone ? act : await actedOn(tx, site, act);
    return acted && { by: acted.by === act.by && acted.words === act.words ? "you" : "other", words: acted.words };
  });
}

/** Takes back a time for meetings; the families who had booked it are asked to choose another. @returns how many those were; null where there is no such time */
export async function withdrawMeetingTime(site: Site, { by, slotId }: { by: string; slotId: string }): Promise<number | null> {
  return site.database.prisma.$transaction(async (tx) => {
    const caseIds = await cancelSlot(tx, { by, slotId });
    if (!caseIds || caseIds.length === 0) return caseIds && 0;
    const { startsAt } = await tx.meetingSlot.findUniqueOrThrow({ where: { id: slotId }, select: { startsAt: true } });
    for (const caseId of caseIds) await tellFollowers(tx, site, { kind: "meeting-withdrawn", slots: { on: isoText(dayInEngland(startsAt)) }, key: `meeting-withdrawn:${slotId}:${caseId}`, caseId });
    return caseIds.length;
  });
}
