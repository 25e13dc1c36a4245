import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { CouncilPackError, parseCouncilPack, type CouncilPack } from "./pack.ts";

/**
 * The pack of one council, from `content/areas`.
 * @throws CouncilPackError when there is no such file, or naming each field that is wrong
 */
export async function readCouncilPack(contentDir: string, area: string): Promise<CouncilPack> {
  const folder = join(contentDir, "areas");
  const file = join(folder, `${area}.json`);
  let json: string;
  try {
    json = await readFile(file, "utf8");
  } catch {
    const known = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5));
    throw new CouncilPackError(`AREA is "${area}", but there is no content/areas/${area}.json. There is: ${known.join(", ") || "none"}.`);
  }
  const pack = parseCouncilPack(json, `content/areas/${area}.json`);
  if (pack.id !== area) throw new CouncilPackError(`content/areas/${area}.json cannot be used:\n  id: must be "${area}", like the file's name`);
  return pack;
}
