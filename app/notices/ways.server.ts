import { ConfigError } from "../config.server.ts";
import { logWarning } from "../log.server.ts";
import type { Site } from "../site.server.ts";
import { wayOf } from "./ways.ts";

/**
 * A site that cannot send, and has people who wait to be told, must not look as though it worked.
 * @throws ConfigError saying what to set
 */
export async function checkMessagesCanGo({ config, database: { prisma } }: Site): Promise<void> {
  if (wayOf(config, "email") !== "none") return;
  const cure = "Set SMTP_URL and MAIL_FROM, or NOTIFY_KEY and its templates: see docs/notices.md.";
  const [families, waiting] = [await prisma.user.count({ where: { kind: "family" } }), await prisma.notice.count({ where: { state: "waiting" } })];
  if (families + waiting > 0) throw new ConfigError(`Nothing sends messages: ${families} accounts could not sign in, and ${waiting} messages wait. ${cure}`);
  logWarning("notices", `Nothing sends messages: nobody can get a code to sign in. ${cure}`);
}
