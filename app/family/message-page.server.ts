import type { CaseVisit } from "../accounts/visit.server.ts";
import { messagesOfCase, writersOf, type StoredMessage, type Writer } from "../db/messages.server.ts";
import { isoText, type Day } from "../domain/calendar/day.ts";
import { dayInEngland, timeInEngland } from "../domain/calendar/england.ts";
import type { ShownMessage } from "../domain/messages/shown.ts";
import { receiptReference, replyState } from "../domain/messages/message.ts";
import { papersOfMessages } from "./message-papers.server.ts";

const RELATIONS = ["parent", "young-person", "alternative-person", "supporter"] as const;

/** The messages that somebody of the family may see, in the words of the page, the newest first. */
export async function shownMessages(visit: CaseVisit): Promise<ShownMessage[]> {
  const { site, t, viewer, child, caseId, today } = visit;
  const { prisma } = site.database;
  const messages = await messagesOfCase(prisma, site, caseId, { userId: viewer.userId });
  const writers = await writersOf(prisma, child.stored.person?.id ?? null, messages.map(({ userId }) => userId));
  const papers = await papersOfMessages(visit);
  const nameOf = ({ userId, fromFamily }: StoredMessage): string => {
    if (userId === viewer.userId) return t("messages:list.from.you");
    const writer = writers.get(userId);
    if (!fromFamily) return writer?.name ? t("messages:list.from.officer", { name: writer.name }) : t("messages:list.from.council");
    const relation = t(`messages:list.relation.${relationOf(writer)}`);
    return writer?.name ? t("messages:list.from.named", { name: writer.name, relation }) : relation;
  };
  return messages.map((message) => ({ ...shown(message, nameOf(message), today), papers: papers.get(message.id) ?? [] })).reverse();
}

function relationOf(writer: Writer | undefined): (typeof RELATIONS)[number] | "left" {
  return RELATIONS.find((relation) => relation === writer?.relation) ?? "left";
}

function shown({ id, fromFamily, body, desk, sentAt, replyDueOn, answeredAt, openedAt, privateTo }: StoredMessage, from: string, today: Day): Omit<ShownMessage, "papers"> {
  const iso = (at: Date) => isoText(dayInEngland(at));
  const state = fromFamily && replyDueOn !== null ? replyState(replyDueOn, answeredAt && dayInEngland(answeredAt), today) : null;
  return {
    id,
    fromFamily,
    from,
    body,
    desk,
    reference: receiptReference("M", id),
    on: iso(sentAt),
    at: timeInEngland(sentAt),
    due: replyDueOn === null ? null : isoText(replyDueOn),
    state: state && { is: state.is, days: "days" in state ? state.days : 0, on: "on" in state ? isoText(state.on) : null },
    openedOn: openedAt && iso(openedAt),
    isPrivate: privateTo !== null,
  };
}
