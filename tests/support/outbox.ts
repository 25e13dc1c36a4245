import { openNotice, type OpenNotice } from "../../app/db/notices.server.ts";
import type { Site } from "../../app/site.server.ts";

/** All notices of a site, the newest first, opened. */
export async function outbox({ database, sealer }: Pick<Site, "database" | "sealer">): Promise<OpenNotice[]> {
  const rows = await database.prisma.notice.findMany({ orderBy: [{ createdAt: "desc" }, { id: "asc" }] });
  return rows.map((row) => openNotice(sealer, row));
}

/** The newest sign-in code that was sent to an address. */
export async function lastCode(site: Pick<Site, "database" | "sealer">, email: string): Promise<string> {
  const found = (await outbox(site)).find(({ kind, to }) => kind === "sign-in-code" && to === email);
  if (!found) throw new Error(`No code was sent to ${email}.`);
  return String(found.slots.code);
}
