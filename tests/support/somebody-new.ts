import { beforeAll, beforeEach } from "vitest";
import type { Site } from "../../app/site.server.ts";
import { serveHere, signedInAs, type SignedIn } from "./accounts.ts";
import { emptyDatabase, type Kind } from "./databases.ts";
import { freshSite } from "./site.ts";

/** Before each test of the block: a site that holds nothing but Dana, who is signed in, and whose pages the routes of this process serve. */
export function forSomebodyNew(kind: Kind, be: (dana: SignedIn & { site: Site }) => unknown): void {
  let site: Site;
  beforeAll(async () => {
    site = await freshSite(kind, { meiliUrl: null });
  });
  beforeEach(async () => {
    await emptyDatabase(site.database);
    serveHere(site);
    be({ site, ...(await signedInAs(site, "dana@example.org", { name: "Dana" })) });
  });
}
