import { EVENT_TYPES } from "../domain/cases/events.ts";
import { MOST_EVENTS } from "../domain/cases/intake.ts";
import { RULE_IDS } from "../domain/cases/rule-set.ts";

const date = { type: "string", format: "date" };
const words = { type: "string" };

/** The OpenAPI 3.1 description of `/api/cases`; a test holds the answers of the running site to it. */
export function caseApiDescription(server: string): object {
  const error = { description: "What is wrong, in words", content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } };
  const refusals = { 401: { ...error, description: "Not signed by a known sender, signed too long ago, or sent before. Nothing more is told." }, 503: { ...error, description: "The data cannot be reached: send the same again." } };
  const signed = ["sender", "timestamp", "signature"].map((name) => ({ $ref: `#/components/parameters/${name}` }));
  const header = (name: string, description: string, schema: object) => ({ name, in: "header", required: true, description, schema });
  return {
    openapi: "3.1.0",
    info: { title: "Cases: events in, timelines out", version: "1.0.0", description: "For a council's case system. docs/events.md explains the events and how a request is signed." },
    servers: [{ url: server }],
    paths: {
      "/api/cases/events": {
        post: {
          operationId: "sendEvents",
          summary: `Send events of cases, in any order, at most ${MOST_EVENTS} at a time; the same again changes nothing`,
          parameters: signed,
          requestBody: { required: true, content: { "application/json": { schema: { $ref: "#/components/schemas/Batch" } } } },
          responses: {
            200: { description: "What became of each", content: { "application/json": { schema: { $ref: "#/components/schemas/BatchAnswer" } } } },
            400: { ...error, description: "Not a batch; nothing was stored" },
            405: { ...error, description: "Not POST" },
            413: { ...error, description: "More than 16 MB; nothing was stored" },
            ...refusals,
          },
        },
      },
      "/api/cases/{reference}/timeline": {
        get: {
          operationId: "timeline",
          summary: "A case's stage and dates, computed from its events",
          parameters: [
            { name: "reference", in: "path", required: true, schema: words },
            { name: "asOf", in: "query", description: "As it stood, with what was known, on that day; otherwise today", schema: date },
            ...signed,
          ],
          responses: {
            200: { description: "The timeline", content: { "application/json": { schema: { $ref: "#/components/schemas/Timeline" } } } },
            400: { ...error, description: "asOf is not a date" },
            404: { ...error, description: "No such case" },
            ...refusals,
          },
        },
      },
    },
    components: {
      parameters: {
        sender: header("X-Sender", "Your name as a sender", words),
        timestamp: header("X-Timestamp", "Seconds since 1970; at most five minutes from ours", { type: "string", pattern: "^\\d{10}$" }),
        signature: header("X-Signature", "`sha256=` and HMAC-SHA256, in hex, with your secret over: timestamp, method, path with query, and SHA-256 of the body in hex, with line feeds between", { type: "string", pattern: "^sha256=[0-9a-f]{64}$" }),
      },
      schemas: {
        Error: { type: "object", required: ["error"], properties: { error: words } },
        Batch: {
          type: "object",
          additionalProperties: false,
          properties: {
            cases: { type: "array", maxItems: MOST_EVENTS, items: { $ref: "#/components/schemas/CaseDetails" } },
            events: { type: "array", maxItems: MOST_EVENTS, items: { $ref: "#/components/schemas/Event" } },
            bodies: { type: "array", maxItems: MOST_EVENTS, items: { type: "object", required: ["id", "name"], additionalProperties: false, properties: { id: words, name: words } } },
          },
        },
        CaseDetails: {
          type: "object",
          required: ["case"],
          additionalProperties: false,
          properties: {
            case: words,
            person: { type: "object", required: ["reference"], additionalProperties: false, properties: { reference: words, firstName: words, lastName: words, dateOfBirth: date } },
            officer: { type: "object", required: ["reference"], additionalProperties: false, properties: { reference: words, name: words, email: { type: "string", format: "email" }, phone: words, team: words } },
            quadrant: words,
            district: words,
          },
        },
        Event: {
          type: "object",
          required: ["id", "case", "type"],
          description: "The fields of each type are in docs/events.md.",
          properties: { id: { type: "string", maxLength: 200 }, case: words, type: { enum: EVENT_TYPES }, on: date, recordedOn: date, of: words, note: words },
        },
        BatchAnswer: {
          type: "object",
          required: ["cases", "events"],
          properties: {
            cases: { type: "array", items: { type: "object", required: ["case", "answer"], properties: { case: { type: ["string", "null"] }, answer: { enum: ["read", "refused"] }, field: words, reason: words } } },
            bodies: { type: "array", items: { type: "object", required: ["id", "answer"], properties: { id: { type: ["string", "null"] }, answer: { enum: ["read", "refused"] }, field: words, reason: words } } },
            events: { type: "array", items: { type: "object", required: ["id", "answer"], properties: { id: { type: ["string", "null"] }, answer: { enum: ["stored", "already-known", "refused"] }, field: words, reason: words } } },
          },
        },
        Timeline: {
          type: "object",
          required: ["ruleSet", "stage", "deadlines", "exceptions"],
          properties: {
            ruleSet: words,
            stage: words,
            deadlines: {
              type: "array",
              items: {
                type: "object",
                required: ["rule", "due", "beSafe", "target", "from", "actor", "state", "source"],
                properties: { rule: { enum: RULE_IDS }, due: { type: ["string", "null"], format: "date" }, beSafe: { type: ["string", "null"], format: "date" }, target: { type: ["string", "null"], format: "date" }, from: { type: ["string", "null"] }, actor: words, state: words, source: words },
              },
            },
            exceptions: { type: "array", items: { type: "object", required: ["rule", "kind", "lawful", "why"], properties: { rule: { enum: RULE_IDS }, kind: words, lawful: { type: "boolean" }, why: words } } },
          },
        },
      },
    },
  };
}
