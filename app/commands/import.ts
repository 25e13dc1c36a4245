import { resolve } from "node:path";
import { readArguments, runCommand } from "./command.ts";

const USAGE = `npm run import -- --from FILE_OR_URL [--map NAME_OR_FILE] [--source NAME] [--dry-run] [--complete]

  --from      an Open Referral UK file (JSON), the address of a feed, or with --map any JSON or CSV file
  --map       how to read another kind of file: lambeth-family-directory, outpost-api, outpost-csv, or a file of yours
  --source    who publishes these listings; otherwise the mapping says, or the name of the file or host
  --dry-run   read everything, write nothing, and tell what would happen
  --complete  the file is all that the source has: hide what it no longer lists`;

const { values } = readArguments(
  { from: { type: "string" }, map: { type: "string" }, source: { type: "string" }, "dry-run": { type: "boolean" }, complete: { type: "boolean" } },
  USAGE,
);
if (!values.from) {
  console.error(USAGE);
  process.exit(1);
}
// The site that may do the work runs in another folder, so a file is named in full.
const inFull = (path: string) => (/^https?:\/\//i.test(path) ? path : resolve(path));
await runCommand("import", {
  from: inFull(values.from),
  ...(values.map ? { map: /^[a-z0-9-]+$/.test(values.map) ? values.map : resolve(values.map) } : {}),
  ...(values.source ? { source: values.source } : {}),
  dryRun: values["dry-run"] ?? false,
  complete: values.complete ?? false,
});
