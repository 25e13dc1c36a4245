import type { Site } from "../site.server.ts";
import { documentStore } from "../documents/store.server.ts";
import { writeArchive } from "./archive.server.ts";
import { addTables } from "./database-parts.server.ts";
import { addDocuments } from "./document-parts.server.ts";
import type { Manifest } from "./manifest.ts";

/**
 * Writes all that a council cannot make again, its database and the documents of its families, into one encrypted file,
 * while the site runs.
 * @throws BackupError where the file is there already or cannot be written; nothing is left of it then
 */
export async function backUp(site: Pick<Site, "config" | "database" | "sealer">, to: string): Promise<Manifest> {
  const { config, database, sealer } = site;
  const manifest = await writeArchive(to, sealer, async (add) => {
    const madeAt = new Date().toISOString();
    const tables = await database.inOneTransaction((tx) => addTables(tx, sealer, add));
    // After the tables: a document that they name is there, and one that came since is only not named.
    const files = await addDocuments(database.prisma, documentStore(config), add);
    return { format: 1, madeAt, area: config.area, ...tables, documents: { files } };
  });
  await database.prisma.auditEntry.create({ data: { actor: "command:backup", action: "backed-up", detail: { madeAt: manifest.madeAt } } });
  return manifest;
}
