import { expect, test, vi } from "vitest";
import { logError, redactedPath } from "./log.server.ts";

const TOKEN = "Zk3v9QmXw2Lr8TnYp5Hs7Bd4Jg6Fc1Va";
const CASE = "00000000-0000-4000-8000-000000000001";

test.each([
  ["/", "/"],
  ["/services/a-club-for-everybody-in-chelmsford-2", "/services/a-club-for-everybody-in-chelmsford-2"],
  [`/my-child/${CASE}/dates.data`, `/my-child/${CASE}/dates.data`],
  [`/calendar/${TOKEN}.ics`, "/calendar/[...]"],
  ["/calendar/short1", "/calendar/[...]"],
  [`/invitation/${TOKEN}`, "/invitation/[...]"],
  ["/ask/assessment/AB12-CD34", "/ask/assessment/[...]"],
  ["/ask/assessment/review", "/ask/assessment/review"],
  [`/a-page-to-come/${TOKEN}`, "/a-page-to-come/[...]"],
  ["/anything/somebody@example.org", "/anything/[...]"],
  ["/anything/somebody%40example.org", "/anything/[...]"],
  [`/${TOKEN}`, "/[...]"],
])("%s is logged as %s", (path, logged) => {
  expect(redactedPath(path)).toBe(logged);
});

test("a line of the log has no query, no cookie, no address and no token", () => {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  logError("request", new Request(`https://x.example/invitation/${TOKEN}?q=autism`, { headers: { Cookie: "send.session_token=abc" } }), new Error(`No account for somebody@example.org with ${TOKEN} at ${CASE}`));
  spy.mockRestore();
  const [line = ""] = lines;
  expect(line).not.toMatch(/Zk3v9Q|somebody|autism|abc/);
  expect(JSON.parse(line)).toMatchObject({ level: "error", path: "/invitation/[...]", message: `No account for [...] with [...] at ${CASE}` });
});
