import { expect, test } from "vitest";
import { isPublicPath } from "./public-path.ts";

test.each(["/", "/_root.data", "/services", "/services.data", "/services/a-club", "/my-list", "/api/oruk/v3/services", "/favicon.svg"])("%s is public", (path) => {
  expect(isPublicPath(path)).toBe(true);
});

test.each(["/my-children", "/my-child/1", "/my-child/1.data", "/my-listings", "/officer", "/officer/cases/1.data", "/account/sessions", "/ask/abc", "/sign-in", "/sign-in/code.data", "/invitation/x", "/calendar/x.ics", "/api/auth/callback/council", "/api/cases/EHC-1/timeline", "/a page that nobody has thought of yet", "/services.", "/my-child/letter.txt/x"])("%s is not", (path) => {
  expect(isPublicPath(path)).toBe(false);
});
