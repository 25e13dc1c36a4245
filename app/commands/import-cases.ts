import { resolve } from "node:path";
import { readArguments, runCommand } from "./command.ts";

const USAGE = `npm run import:cases -- FILE [--map NAME_OR_FILE] [--sender NAME] [--dry-run]

  FILE        JSON: a list of {"case": {...}, "events": [...]} as docs/events.md has them; or with --map any JSON or CSV
  --map       how to read another kind of file: liquidlogic-like, or a file of yours
  --sender    whose events these are; otherwise the mapping says, or the name of the file
  --dry-run   read everything, write nothing, and tell what would happen`;

const { values, positionals } = readArguments({ map: { type: "string" }, sender: { type: "string" }, "dry-run": { type: "boolean" } }, USAGE);
const [file] = positionals;
if (!file || positionals.length > 1) {
  console.error(USAGE);
  process.exit(1);
}
await runCommand("import-cases", {
  file: resolve(file),
  ...(values.map ? { map: /^[a-z0-9-]+$/.test(values.map) ? values.map : resolve(values.map) } : {}),
  ...(values.sender ? { sender: values.sender } : {}),
  dryRun: values["dry-run"] ?? false,
});
