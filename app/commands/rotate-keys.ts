import { readArguments, runCommand } from "./command.ts";

const USAGE = `npm run rotate-keys

  Encrypts anew, with the first key of DATA_KEYS, all personal data that an older key has encrypted. Put the new key first
  and leave the old one after it; when this command has ended, the old one may go.`;

const { positionals } = readArguments({}, USAGE);
if (positionals.length > 0) {
  console.error(USAGE);
  process.exit(1);
}
await runCommand("rotate-keys", {});
