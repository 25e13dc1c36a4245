import type { Action } from "./permissions.ts";

/**
 * Who may ask what of each address of the site, by its path in app/routes.ts. `tests/integration/access.test.ts` asks the
 * running site for every one of them as every kind of person, and fails where an address is not here.
 *
 * - an action: of the table in permissions.ts, for the child or the council's work that the address is about
 * - `public`: everybody
 * - `account`: whoever is signed in to a family's account
 * - `signed-in`: families and staff, for what is their own
 * - `half-signed-in`: whoever gave the first step, to give the second
 * - `signature`: programs that sign what they send (docs/events.md)
 * - `secret`: whoever knows a secret address
 */
export type Gate = Action | "account" | "half-signed-in" | "public" | "secret" | "signature" | "signed-in";

export interface RouteAccess {
  /** To look; null where there is nothing to look at. */
  get: Gate | null;
  /** To send a form; null where it takes none. */
  post: Gate | null;
  /** Also somebody who may gets "not there": where the case is not so far, has none of it, or a form names nothing that is. */
  isNotAlwaysThere?: true;
  /** A file or an answer to a program: where it is not there, there is no page to say so. */
  isFile?: true;
}

const page = (get: Gate, post: Gate | null = null): RouteAccess => ({ get, post });
const file = (access: RouteAccess): RouteAccess => ({ ...access, isFile: true });
const sometimes = (access: RouteAccess): RouteAccess => ({ ...access, isNotAlwaysThere: true });

export const ROUTE_ACCESS: Readonly<Record<string, RouteAccess>> = {
  "/": page("public"),
  "/services": page("public"),
  "/services/:slug": sometimes(page("public")),
  "/topics": page("public"),
  "/topics/:category": sometimes(page("public")),
  "/categories/:category": sometimes(page("public")),
  "/my-list": page("public", "public"),
  "/what-must-be-here": page("public"),
  "/talk": page("public"),
  "/tell-us": page("public"),
  "/language": page("public", "public"),
  "/display": page("public", "public"),
  "/accessibility": page("public"),
  "/privacy": page("public"),
  "/demo": page("public"),
  "/demo/outbox": page("public"),

  // Asking without an account: what was begun is open to the browser that began it, or to whoever has its code.
  "/ask/assessment": page("public", "public"),
  "/ask/assessment/:id/check": sometimes(page("secret", "secret")),
  "/ask/assessment/:id/later": sometimes(page("secret", "secret")),
  "/ask/assessment/:id/papers": sometimes(page("secret", "secret")),
  "/ask/assessment/:id/uploads": file(sometimes(page("secret", "secret"))),
  "/ask/assessment/:id/uploads/:documentId": file(sometimes(page("secret", "secret"))),
  "/ask/assessment/:id/:page": sometimes(page("secret", "secret")),
  "/ask/come-back": page("public", "public"),
  "/ask/receipt/:id": sometimes(page("secret")),
  "/ask/complaint": page("public", "public"),
  "/ask/other-format": page("public", "public"),

  "/sign-in": page("public", "public"),
  "/sign-in/code": page("public", "public"),
  "/sign-in/second-step": page("half-signed-in", "half-signed-in"),
  "/sign-out": page("public", "public"),
  "/officer/sign-in": page("public"),
  "/api/auth/callback/council": sometimes(page("public", "public")),

  // An account's own pages.
  "/account": page("account"),
  "/account/contact": page("account", "account"),
  "/account/needs": page("account", "account"),
  "/account/name": page("account", "account"),
  "/account/email": page("account", "account"),
  "/account/close": page("account", "account"),
  "/account/second-step": page("signed-in", "signed-in"),
  "/account/sessions": page("signed-in", "signed-in"),

  // Who follows which child.
  "/my-children": page("account"),
  "/my-children/join": page("account", "account"),
  "/my-child/:caseId/people": page("manage-people", "manage-people"),
  "/my-child/:caseId/people/invite": page("manage-people", "manage-people"),
  "/my-child/:caseId/people/:followerId": sometimes(page("manage-people", "manage-people")),
  "/my-child/:caseId/leave": page("leave-record", "leave-record"),
  "/my-child/:caseId/my-choice": page("share-as-young-person", "share-as-young-person"),
  "/my-child/:caseId/my-choice/:followerId": sometimes(page("share-as-young-person", "share-as-young-person")),
  "/invitation/:token": sometimes(page("account", "account")),

  // A child's record, for the family.
  "/my-child/:caseId": page("see-case"),
  "/my-child/:caseId/dates": page("see-dates"),
  "/my-child/:caseId/history": page("see-dates"),
  "/my-child/:caseId/rights": page("see-dates"),
  "/my-child/:caseId/letter": page("see-dates"),
  "/my-child/:caseId/easy-read": page("see-dates"),
  "/my-child/:caseId/review": sometimes(page("see-review", "contribute-to-review")),
  "/my-child/:caseId/messages": page("see-messages", "write-message"),
  "/my-child/:caseId/draft": file({ get: null, post: "see-case" }),
  "/my-child/:caseId/comments": sometimes(page("comment-on-draft", "comment-on-draft")),
  "/my-child/:caseId/meeting": sometimes(page("answer-meeting", "answer-meeting")),
  "/my-child/:caseId/meeting.ics": file(sometimes(page("answer-meeting"))),
  "/my-child/:caseId/provision": sometimes(page("see-provision", "report-provision")),
  "/my-child/:caseId/letters": page("see-documents"),
  "/my-child/:caseId/letters/:letterId": sometimes(page("see-documents")),
  "/my-child/:caseId/visitors": page("see-visitors"),
  "/my-child/:caseId/calendar": page("see-dates", "see-dates"),
  "/my-child/:caseId/calendar/dates.ics": file(page("see-dates")),
  "/my-child/:caseId/complain": page("ask-council", "ask-council"),
  "/my-child/:caseId/other-format": page("ask-council", "ask-council"),
  "/my-child/:caseId/requests": page("ask-council"),
  "/my-child/:caseId/record": page("download-record", "download-record"),
  "/my-child/:caseId/record/:form": file(page("download-record")),
  "/calendar/:file": file(sometimes(page("secret"))),

  // Papers both ways.
  "/my-child/:caseId/documents": page("see-documents", "add-document"),
  "/my-child/:caseId/documents/:documentId": file(sometimes(page("see-documents"))),
  "/my-child/:caseId/uploads": file(sometimes(page("add-document", "add-document"))),
  "/my-child/:caseId/uploads/:documentId": file(sometimes(page("add-document", "add-document"))),
  "/officer/cases/:caseId/documents": page("see-any-case", "release-document"),
  "/officer/cases/:caseId/documents/:documentId": file(sometimes(page("see-any-case"))),
  "/officer/cases/:caseId/uploads": file(sometimes(page("release-document", "release-document"))),
  "/officer/cases/:caseId/uploads/:documentId": file(sometimes(page("release-document", "release-document"))),

  // The council's side.
  "/officer": page("see-queue", "see-queue"),
  "/officer/cases": page("see-any-case", "see-any-case"),
  "/officer/cases/:caseId": page("see-any-case"),
  "/officer/cases/:caseId/record-event": sometimes(page("record-event", "record-event")),
  "/officer/cases/:caseId/letters": sometimes(page("send-letter", "send-letter")),
  "/officer/cases/:caseId/letters/:letterId": sometimes(page("see-any-case")),
  "/officer/cases/:caseId/update": page("answer-family", "answer-family"),
  "/officer/cases/:caseId/messages": sometimes(page("answer-family", "answer-family")),
  "/officer/cases/:caseId/provision": page("answer-family", "answer-family"),
  // Which form it is decides: codes are any officer's, the rest a manager's.
  "/officer/cases/:caseId/people": sometimes(page("see-any-case", "decide-who-acts")),
  "/officer/requests/:requestId": sometimes(page("answer-family", "answer-family")),
  "/officer/notices": page("see-queue", "see-queue"),
  "/officer/notices/:noticeId": sometimes(page("see-queue", "see-queue")),
  "/officer/updates": page("update-many"),
  "/officer/updates/write": sometimes(page("update-many", "update-many")),
  "/officer/meetings": page("offer-meetings", "offer-meetings"),
  "/officer/away": page("see-queue", "see-queue"),

  // Programs.
  "/healthz": page("public"),
  "/readyz": page("public"),
  "/api/search": page("public"),
  "/api/openapi.json": page("public"),
  "/api/cases/events": { get: null, post: "signature" },
  "/api/cases/:reference/timeline": { get: "signature", post: null },
  "/api/oruk/v3": page("public"),
  "/api/oruk/v3/openapi.json": page("public"),
  "/api/oruk/v3/services": page("public"),
  "/api/oruk/v3/services/:id": sometimes(page("public")),
  "/api/oruk/v3/organizations": page("public"),
  "/api/oruk/v3/organizations/:id": sometimes(page("public")),
  "/api/oruk/v3/taxonomies": page("public"),
  "/api/oruk/v3/taxonomies/:id": sometimes(page("public")),
  "/api/oruk/v3/taxonomy_terms": page("public"),
  "/api/oruk/v3/taxonomy_terms/:id": sometimes(page("public")),
  "/api/oruk/v3/service_at_locations": page("public"),
  "/api/oruk/v3/service_at_locations/:id": sometimes(page("public")),
};
