import { resolve } from "node:path";
import { readArguments, runCommand } from "./command.ts";

const USAGE = `npm run import:postcodes -- FILE.csv

  The ONS Postcode Directory (columns pcds, lat, long, oslaua), or any CSV with postcode, lat and lng. Postcode districts
  such as CM2 may stand in place of postcodes.`;

const { positionals } = readArguments({}, USAGE);
const [file] = positionals;
if (!file || positionals.length > 1) {
  console.error(USAGE);
  process.exit(1);
}
await runCommand("import-postcodes", { file: resolve(file) });
