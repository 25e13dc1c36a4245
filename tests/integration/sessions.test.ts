import { describe, expect, test } from "vitest";
import { signedIn } from "../../app/accounts/viewer.server.ts";
import { cookieOf, signedInAs } from "../support/accounts.ts";
import { KINDS } from "../support/databases.ts";
import { freshSite } from "../support/site.ts";

describe.each(KINDS)("sessions on %s", (kind) => {
  test("somebody with a session is who they are", async () => {
    const site = await freshSite(kind, { meiliUrl: null });
    const { userId, cookie } = await signedInAs(site, "dana@example.org", { name: "Dana" });
    const found = await signedIn(site, new Request("http://localhost/my-children", { headers: { Cookie: cookie } }));
    expect(found).toMatchObject({ viewer: { userId, name: "Dana", kind: "family" }, wantsSecondFactor: null });
    expect(await signedIn(site, new Request("http://localhost/", { headers: { Cookie: await cookieOf(site, "made-up") } }))).toBeNull();
  });
});
