import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, test } from "vitest";
import { RULE_IDS } from "../../app/domain/cases/rule-set.ts";
import { freshSettings } from "../support/databases.ts";
import { startRunningSite, type RunningSite } from "../support/running-site.ts";
import { signed } from "../support/signing.ts";

const SECRET = "a secret of more than thirty-two characters";
const EVENTS = "/api/cases/events";
const request = { id: "e1", case: "EHC-7", type: "request-received", on: "2026-09-07", note: "Words about Amira." };

let site: RunningSite;
let check: (schema: string, value: unknown) => string[];
beforeAll(async () => {
  site = await startRunningSite({ ...(await freshSettings("PGlite")), AREA: "essex", EVENT_SENDERS: `case-system:${SECRET}` });
  const description = (await (await fetch(`${site.url}/api/openapi.json`)).json()) as { components: { schemas: Record<string, object> } };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema({ $id: "api", ...description });
  check = (schema, value) => {
    const validate = ajv.compile({ $ref: `api#/components/schemas/${schema}` });
    return validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
});

async function post(body: string, headers: Record<string, string> = signed("case-system", SECRET, { method: "POST", path: EVENTS, body })) {
  const response = await fetch(`${site.url}${EVENTS}`, { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body });
  return { status: response.status, cache: response.headers.get("Cache-Control"), answer: (await response.json()) as { events?: { answer: string; id: string | null }[]; error?: string } };
}

async function timeline(reference: string, query = "") {
  const path = `/api/cases/${reference}/timeline${query}`;
  const response = await fetch(`${site.url}${path}`, { headers: signed("case-system", SECRET, { method: "GET", path }) });
  return { status: response.status, body: (await response.json()) as { stage: string; deadlines: { rule: string; due: string; state: string }[] } };
}

test("events that are sent are in the timeline after it, as the description says", async () => {
  const sent = { cases: [{ case: "EHC-7", person: { reference: "p7", firstName: "Amira", dateOfBirth: "2011-05-12" } }], events: [request, { id: "e2", case: "EHC-7", type: "assessment-agreed", on: "2026-10-16" }] };
  expect(check("Batch", sent)).toEqual([]);
  const { status, cache, answer } = await post(JSON.stringify(sent));
  expect({ status, cache, answer }).toEqual({ status: 200, cache: "no-store", answer: { cases: [{ case: "EHC-7", answer: "read" }], events: [{ id: "e1", answer: "stored" }, { id: "e2", answer: "stored" }] } });
  expect(check("BatchAnswer", answer)).toEqual([]);
  const found = await timeline("EHC-7", "?asOf=2026-10-20");
  expect(found.status).toBe(200);
  expect(check("Timeline", found.body)).toEqual([]);
  expect(found.body).toMatchObject({ stage: "assessing", deadlines: expect.arrayContaining([expect.objectContaining({ rule: "assess-decision", due: "2026-10-19", state: "met" }), expect.objectContaining({ rule: "final-plan", due: "2027-01-25", state: "running" }), expect.objectContaining({ rule: "young-person-from", due: "2027-06-26" })]) });
  expect(RULE_IDS).toContain("final-plan");
  expect((await timeline("EHC-nobody")).status).toBe(404);
  expect((await timeline("EHC-7", "?asOf=soon")).status).toBe(400);
});

describe("what is not signed as it should be is answered 401 and told nothing more:", () => {
  const body = JSON.stringify({ events: [request] });
  const good = () => signed("case-system", SECRET, { method: "POST", path: EVENTS, body });
  test.each([
    ["no signature", () => ({})],
    ["a stranger", () => ({ ...good(), "X-Sender": "stranger" })],
    ["another secret", () => signed("case-system", `${SECRET}.`, { method: "POST", path: EVENTS, body })],
    ["another body", () => signed("case-system", SECRET, { method: "POST", path: EVENTS, body: "{}" })],
    ["an old time", () => signed("case-system", SECRET, { method: "POST", path: EVENTS, body, at: new Date(Date.now() - 6 * 60_000) })],
    ["a name with odd characters", () => ({ ...good(), "X-Sender": "../..'\"" })],
  ])("%s", async (_name, headers) => {
    expect(await post(body, headers())).toEqual({ status: 401, cache: "no-store", answer: { error: "Not authorised." } });
  });

  test("the same request again", async () => {
    const empty = '{"events":[]}';
    const headers = signed("case-system", SECRET, { method: "POST", path: EVENTS, body: empty });
    expect((await post(empty, headers)).status).toBe(200);
    expect(await post(empty, headers)).toMatchObject({ status: 401, answer: { error: "Not authorised." } });
  });
});

test("what is no batch is a message, never a fault", async () => {
  for (const body of ["", "{", "[]", "null", '"words"', '{"happenings":[]}', "\u0000", '{"events":{}}', JSON.stringify({ events: Array.from({ length: 1001 }, (_, i) => ({ ...request, id: `m${i}` })) })]) {
    const { status, answer } = await post(body);
    expect([body.slice(0, 20), status]).toEqual([body.slice(0, 20), 400]);
    expect(check("Error", answer)).toEqual([]);
  }
  expect((await fetch(`${site.url}${EVENTS}`)).status).toBe(405);
  expect((await fetch(`${site.url}${EVENTS}`, { method: "PUT", body: "{}" })).status).toBe(405);
});

test("null characters, halves of characters and deep nests are refused one by one", async () => {
  const deep = JSON.parse(`${"[".repeat(2000)}${"]".repeat(2000)}`) as unknown;
  const { status, answer } = await post(JSON.stringify({ cases: [{ case: "EHC-8", person: { reference: "a\u0000b" } }], events: [{ ...request, id: "nul\u0000" }, { ...request, id: "half", note: "\ud800" }, { ...request, id: "deep", body: deep }, { ...request, id: "fine", case: "EHC-8" }] }));
  expect(status).toBe(200);
  expect(answer.events?.map((one) => one.answer)).toEqual(["refused", "refused", "refused", "stored"]);
});

test("10 MB are answered event by event; more than 16 MB are refused whole", async () => {
  const events = Array.from({ length: 1000 }, (_, i) => ({ ...request, id: `large-${i}`, case: `EHC-L${i}`, note: "n".repeat(i % 2 ? 10_000 : 70_000).slice(0, i % 20 ? 10_000 : 70_000) }));
  const { status, answer } = await post(JSON.stringify({ events }));
  expect(status).toBe(200);
  const count = (wanted: string) => answer.events?.filter((one) => one.answer === wanted).length;
  expect([count("stored"), count("refused")]).toEqual([950, 50]);
  // The last one: a client may keep a connection that is closed upon it, and be told so by the next request only.
  expect(await post(JSON.stringify({ events: [{ ...request, note: "n".repeat(17 * 1024 ** 2) }] }), { "X-Sender": "case-system" })).toMatchObject({ status: 413 });
});

test("nothing of it all is in the log", () => {
  for (const personal of ["Amira", "EHC-7", SECRET]) expect(site.stderr()).not.toContain(personal);
});
