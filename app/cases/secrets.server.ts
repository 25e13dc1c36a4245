import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.server.ts";
import { FolderError } from "../db/folder.server.ts";

/** The keys and secrets that a council sets in its environment. */
export interface Secrets {
  dataKeys: string;
  eventSenders: string;
}

/** What the council has set; outside production, where it has set nothing, the data folder's own. */
export function secretsOf(config: Pick<Config, "dataKeys" | "eventSenders" | "dataDir">): Secrets {
  return config.dataKeys ? { dataKeys: config.dataKeys, eventSenders: config.eventSenders ?? "" } : trialSecrets(config.dataDir);
}

/**
 * Keys of its own for a site that is tried out on one machine, made the first time and kept in the data folder for its
 * owner only. A site in production has them in its environment instead, apart from the data that they open.
 */
export function trialSecrets(dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json");
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Secrets;
  } catch (error) {
    if (!["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
  const secrets: Secrets = { dataKeys: `trial:${randomBytes(32).toString("base64")}`, eventSenders: `demo:${randomBytes(24).toString("hex")}` };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600, flag: "wx" });
  } catch (error) {
    // Another process was quicker: its keys are the keys.
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return JSON.parse(readFileSync(file, "utf8")) as Secrets;
    throw new FolderError(`The data folder ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code}): make it writable, or name another with DATA_DIR.`);
  }
  return secrets;
}
