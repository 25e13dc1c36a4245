import { answerMessage, type SentMessage } from "../db/messages.server.ts";
import { cancelSlot } from "../db/meetings.server.ts";
import { answerProvisionAction } from "../db/provision.server.ts";
import { tellFollowers, tellUser } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";

/** What the council's staff answer a family, each in one transaction with the notices that tell of it. */

/**
 * An answer to a message, or (`answers: null`) a message of the council's own. Who may read it is told; what only one
 * of the family wrote about is answered to that one alone.
 * @param answer.id made by the form: the same form again is the same answer
 * @returns null where the form's id or the message to answer belongs to another case
 */
export async function answerFamily(site: Site, answer: { id: string; caseId: string; userId: string; body: string; answers: string | null }): Promise<SentMessage | null> {
  return site.database.prisma.$transaction(async (tx) => {
    const stored = await answerMessage(tx, site, answer);
    if (!stored?.isNew) return stored;
    const telling = { kind: "message-came", slots: {}, key: `message-came:${stored.id}`, caseId: answer.caseId } as const;
    if (stored.privateTo === null) await tellFollowers(tx, site, telling);
    else await tellUser(tx, site, { ...telling, userId: stored.privateTo });
    return stored;
  });
}

/** What the council does about help that a family does not get. @returns false where that is no longer open */
export async function actOnProvision(site: Site, act: { caseId: string; answerId: string; by: string; words: string }): Promise<boolean> {
  return site.database.prisma.$transaction(async (tx) => {
    const isDone = await answerProvisionAction(tx, site, act);
    if (isDone) await tellFollowers(tx, site, { kind: "request-answered", slots: { request: "provision" }, key: `provision-acted:${act.answerId}`, caseId: act.caseId });
    return isDone;
  });
}

/** Takes back a time for meetings; the families who had booked it are asked to choose another. @returns how many those were; null where there is no such time */
export async function withdrawMeetingTime(site: Site, { by, slotId }: { by: string; slotId: string }): Promise<number | null> {
  return site.database.prisma.$transaction(async (tx) => {
    const caseIds = await cancelSlot(tx, { by, slotId });
    for (const caseId of caseIds ?? []) await tellFollowers(tx, site, { kind: "meeting-offered", slots: {}, key: `meeting-withdrawn:${slotId}:${caseId}`, caseId });
    return caseIds && caseIds.length;
  });
}
