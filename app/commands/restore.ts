import { resolve } from "node:path";
import { checkBackup, restore } from "../backup/restore.server.ts";
import { secretsOf } from "../cases/secrets.server.ts";
import { readConfig } from "../config.server.ts";
import { openDatabase } from "../db/database.server.ts";
import { FolderInUseError } from "../db/folder.server.ts";
import { openSealer } from "../db/sealing.server.ts";
import { startFault } from "../../server.js";
import { readArguments } from "./command.ts";

const USAGE = `npm run restore -- --from FILE [--check] [--replace]

  --from      a file that npm run backup has written
  --check     read all of it and say whether it could be put back; change nothing
  --replace   put it in the place of a database that is not empty, which is then lost

  The site must be stopped. DATA_KEYS must have the keys that the backup was made with.`;

const { values, positionals } = readArguments({ from: { type: "string" }, check: { type: "boolean" }, replace: { type: "boolean" } }, USAGE);
if (!values.from || positionals.length > 0) {
  console.error(USAGE);
  process.exit(1);
}
try {
  const config = readConfig(process.env);
  const file = resolve(values.from);
  const sealer = openSealer(secretsOf(config).dataKeys);
  if (values.check) {
    const { madeAt, tables, documents } = await checkBackup(file, { config, sealer });
    console.log(`${file} is whole: ${rowsOf(tables)} rows and ${documents.files} document files, as they were at ${madeAt}. It can be put back.`);
    process.exit(0);
  }
  const database = await openDatabase(config);
  try {
    const { madeAt, tables, documents } = await restore(file, { config, database, sealer }, values.replace ?? false);
    console.log(`${rowsOf(tables)} rows and ${documents.files} document files are back, as they were at ${madeAt}.`);
    console.log("Everybody signs in again. Messages that were waiting then are held back for you to decide. docs/backup.md says what to look at now.");
  } finally {
    await database.close();
  }
} catch (error) {
  console.error(error instanceof FolderInUseError ? "The site is running: stop it first." : startFault(error));
  process.exit(1);
}

function rowsOf(tables: Readonly<Record<string, { rows: number }>>): number {
  return Object.values(tables).reduce((sum, { rows }) => sum + rows, 0);
}
