import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const USAGE = "npm run test:properties [-- ROUNDS]: tries what holds for anything at all with new inputs, 20 times or as often as said, or until it fails";

const { positionals } = parseArgs({ allowPositionals: true });
const rounds = Number(positionals[0] ?? 20);
if (positionals.length > 1 || !Number.isInteger(rounds) || rounds < 1) {
  console.error(USAGE);
  process.exit(1);
}

const files = globSync("{app,search-index,prisma}/**/*.test.ts").filter((file) => readFileSync(file, "utf8").includes('from "fast-check"'));
for (let round = 1; round <= rounds; round++) {
  const seed = String(randomInt(1, 2 ** 31));
  console.log(`Round ${round} of ${rounds}: PROPERTY_SEED=${seed}`);
  const { status, stdout } = spawnSync(join("node_modules", ".bin", "vitest"), ["run", "--project", "unit", "--reporter=dot", ...files], { encoding: "utf8", env: { ...process.env, PROPERTY_SEED: seed } });
  if (status === 0) continue;
  console.log(stdout);
  console.log(`Failed with PROPERTY_SEED=${seed}`);
  process.exit(1);
}
