import { readFileSync } from "node:fs";
import { parseCouncilPack, type CouncilPack } from "../../app/council/pack.ts";

/** One of the council packs that come with the site. */
export function packOf(area: string): CouncilPack {
  return parseCouncilPack(readFileSync(`content/areas/${area}.json`, "utf8"), area);
}
