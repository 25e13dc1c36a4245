import { newestNotices } from "../db/notices.server.ts";
import { NOTICE_KINDS } from "../domain/notices/kinds.ts";
import type { Channel } from "../domain/notices/channel.ts";
import type { Site } from "../site.server.ts";
import { localDay, minuteOfDay } from "../today.ts";
import { asText, writeNotice, type WrittenNotice } from "./words.server.ts";

const SHOWN = 100;

interface Moment {
  /** ISO. */
  day: string;
  /** HH:MM, in England. */
  time: string;
}

/** A message as its receiver would see it, for the demo's page. */
export interface ShownNotice extends Omit<WrittenNotice, "link"> {
  id: string;
  channel: Channel;
  to: string;
  at: Moment;
  /** When it goes, where that is not yet. */
  goesAt: Moment | null;
  /** `path` leads to the same page of this site, whatever it is called by. */
  link: { href: string; path: string; words: string } | null;
  text: string;
  /** A code to sign in with. */
  code: string | null;
}

/** The newest messages that were not sent because this is a demo. */
export async function readOutbox(site: Site): Promise<ShownNotice[]> {
  const notices = await newestNotices(site.database.prisma, site.sealer, SHOWN);
  return notices.flatMap(({ id, channel, to, createdAt, notBefore, slots, ...notice }) => {
    const kind = NOTICE_KINDS.find((one) => one === notice.kind);
    if (!kind) return [];
    const { link, ...written } = writeNotice(site, { ...notice, kind, slots });
    return [{
      ...written,
      id, channel, to,
      at: momentOf(createdAt),
      goesAt: notBefore && notBefore > new Date() ? momentOf(notBefore) : null,
      link: link && { ...link, path: new URL(link.href).pathname + new URL(link.href).search },
      text: asText({ ...written, link }),
      code: kind === "sign-in-code" ? String(slots.code ?? "") : null,
    }];
  });
}

function momentOf(at: Date): Moment {
  const minutes = minuteOfDay(at);
  return { day: localDay(at), time: [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":") };
}
