import { randomBytes, randomUUID } from "node:crypto";
import { sendRequest, type AskedKind } from "../db/requests.server.ts";
import { CODE_BYTES, codeOf } from "../domain/access/activation-code.ts";
import { addMonths, isoText, type Day } from "../domain/calendar/day.ts";
import { workingDaysAfter } from "../domain/calendar/working-days.ts";
import { tellOffice, tellUser } from "../notices/tell.server.ts";
import type { Site } from "../site.server.ts";

export type SentAtOnce = Extract<AskedKind, "complaint" | "other-format" | "record">;

/** By when the council answers: its promise, or for a copy of the record the month of the UK GDPR (article 12(3)). */
export function dueOf({ pack }: Pick<Site, "pack">, kind: SentAtOnce, receivedOn: Day): Day {
  switch (kind) {
    case "complaint":
      return workingDaysAfter(receivedOn, pack.complaint.answerWorkingDays);
    case "other-format":
      return workingDaysAfter(receivedOn, pack.otherFormatWorkingDays);
    case "record":
      return addMonths(receivedOn, 1);
  }
}

/**
 * Takes in a request that is sent at once, tells whoever sent it and the council's desk, all together or not at all.
 * @returns its id, and the code to come back to it where nobody is signed in; null where the form's id is somebody else's
 */
export async function sendAtOnce(site: Site, sent: { formId: string; kind: SentAtOnce; caseId: string | null; userId: string | null; content: object; today: Day }): Promise<{ id: string; code: string | null } | null> {
  const { kind, caseId, userId, today } = sent;
  const dueOn = dueOf(site, kind, today);
  const code = userId === null ? codeOf(randomBytes(CODE_BYTES)) : null;
  return site.database.prisma.$transaction(async (tx) => {
    const stored = await sendRequest(tx, site.sealer, { ...sent, receivedOn: today, dueOn, ...(code ? { code } : {}) });
    if (stored?.isNew) {
      const slots = { request: kind, due: isoText(dueOn) };
      if (userId !== null) await tellUser(tx, site, { userId, caseId, kind: "request-received", slots, key: `request-received:${stored.id}` });
      await tellOffice(tx, site, { caseId, kind: "work-came", slots: {}, key: `work-came:${stored.id}` });
    }
    return stored && { id: stored.id, code: stored.isNew ? code : null };
  });
}

/** The id of a form, as its page makes it. */
export function newFormId(): string {
  return randomUUID();
}

/** The id that a form carries; null for one that was tampered with. */
export function formIdOf(form: FormData): string | null {
  const id = form.get("id");
  return typeof id === "string" && /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id) ? id : null;
}
