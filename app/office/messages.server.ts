import type { CaseVisit } from "../accounts/visit.server.ts";
import { messagesOfCase, writersOf } from "../db/messages.server.ts";
import { isoText } from "../domain/calendar/day.ts";
import { localDay } from "../today.ts";

/** A message as an officer reads it. Days are ISO. */
export interface OfficeMessage {
  id: string;
  from: string;
  body: string;
  on: string;
  due: string | null;
  daysLate: number;
  isWaiting: boolean;
  /** Written by the council. */
  isOurs: boolean;
  isPrivate: boolean;
}

/** The messages of a case, the newest first. */
export async function officeMessages({ site, t, child, caseId, today }: CaseVisit): Promise<OfficeMessage[]> {
  const { prisma } = site.database;
  const messages = await messagesOfCase(prisma, site, caseId, "council");
  const writers = await writersOf(prisma, child.stored.person?.id ?? null, messages.map(({ userId }) => userId));
  return messages
    .map(({ id, fromFamily, userId, body, sentAt, replyDueOn, answeredAt, privateTo }) => {
      const name = writers.get(userId)?.name;
      return {
        id,
        from: fromFamily ? name || t("officer:messages.family") : t("officer:messages.council", { name: name || site.pack.contact.name }),
        body,
        on: localDay(sentAt),
        due: replyDueOn === null ? null : isoText(replyDueOn),
        daysLate: replyDueOn === null ? 0 : Math.max(0, today - replyDueOn),
        isOurs: !fromFamily,
        isWaiting: fromFamily && answeredAt === null,
        isPrivate: privateTo !== null,
      };
    })
    .reverse();
}
