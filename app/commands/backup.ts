import { resolve } from "node:path";
import { readArguments, runCommand } from "./command.ts";

const USAGE = `npm run backup -- --to FILE

  --to   a file that is not there yet; it will hold the whole database and all documents, encrypted with the first key of
         DATA_KEYS. The site may run meanwhile. docs/backup.md tells how to put it back.`;

const { values, positionals } = readArguments({ to: { type: "string" } }, USAGE);
if (!values.to || positionals.length > 0) {
  console.error(USAGE);
  process.exit(1);
}
await runCommand("backup", { to: resolve(values.to) });
