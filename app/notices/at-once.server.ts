import { randomUUID } from "node:crypto";
import type { NoticeKind } from "../domain/notices/kinds.ts";
import { logWarning } from "../log.server.ts";
import type { Site } from "../site.server.ts";
import { NotSentError, type Address } from "./tell.server.ts";
import { sendByNotify, sendBySmtp } from "./transports.server.ts";
import { wayOf } from "./ways.ts";
import { writeNotice } from "./words.server.ts";

/** Sends a message now, and keeps nothing of it. @throws NotSentError */
export async function sendAtOnce({ config, pack }: Site, { kind, slots, language, channel, to }: { kind: NoticeKind; slots: Record<string, string | number> } & Address): Promise<void> {
  const post = { id: randomUUID(), kind, channel, to, written: writeNotice({ config, pack }, { kind, slots, language, largePrint: false }) };
  const way = wayOf(config, channel);
  if (way !== "smtp" && way !== "notify") {
    logWarning("notices", `No way to send "${kind}" is set up: see docs/notices.md.`);
    throw new NotSentError("No way to send messages is set up.");
  }
  const mayGo = async () => true;
  const outcome = way === "smtp" ? await sendBySmtp(config, post, mayGo) : await sendByNotify(config, post, mayGo, false);
  // What may have arrived counts as sent: whoever did not get a code asks for another.
  if (outcome.became === "sent" || outcome.became === "uncertain") return;
  logWarning("notices", `"${kind}" was not sent: ${outcome.fault}`);
  throw new NotSentError("The message could not be sent.");
}
