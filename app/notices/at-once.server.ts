import type { NoticeKind } from "../domain/notices/kinds.ts";
import type { Site } from "../site.server.ts";
import { NotSentError, type Address } from "./tell.server.ts";

/** A message that nobody else has seen, on its way. @throws NotSentError */
export async function sendAtOnce(_site: Site, { kind }: { kind: NoticeKind; slots: Record<string, string | number> } & Address): Promise<void> {
  throw new NotSentError(`No way to send "${kind}" is set up.`);
}
