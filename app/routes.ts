import { index, route, type RouteConfig } from "@remix-run/route-config";

/** Every address of the site. */
export default [
  index("routes/home.tsx"),

  route("services", "routes/directory/search.tsx"),
  route("services/:slug", "routes/directory/listing.tsx"),
  route("topics", "routes/directory/topics.tsx"),
  route("topics/:category", "routes/directory/topic.tsx"),
  route("categories/:category", "routes/directory/topic-redirect.ts"),
  route("my-list", "routes/directory/my-list.tsx"),
  route("what-must-be-here", "routes/directory/duties.tsx"),

  route("sign-in", "routes/account/sign-in.tsx"),
  route("sign-in/code", "routes/account/code.tsx"),
  route("sign-in/second-step", "routes/account/second-step.tsx"),
  route("sign-out", "routes/account/sign-out.ts"),
  route("account", "routes/account/account.tsx"),
  route("account/contact", "routes/account/contact.tsx"),
  route("account/needs", "routes/account/needs.tsx"),
  route("account/name", "routes/account/name.tsx"),
  route("account/email", "routes/account/email.tsx"),
  route("account/second-step", "routes/account/own-second-step.tsx"),
  route("account/sessions", "routes/account/sessions.tsx"),
  route("account/close", "routes/account/close.tsx"),
  route("officer/sign-in", "routes/account/officer-sign-in.tsx"),
  route("api/auth/callback/council", "routes/account/officer-callback.ts"),

  // A child's record, for the family.
  route("my-child/:caseId", "routes/my-child/case.tsx"),
  route("my-child/:caseId/dates", "routes/my-child/dates.tsx"),
  route("my-child/:caseId/history", "routes/my-child/history.tsx"),
  route("my-child/:caseId/rights", "routes/my-child/rights.tsx"),
  route("my-child/:caseId/review", "routes/my-child/review.tsx"),
  route("my-child/:caseId/letter", "routes/my-child/letter.tsx"),
  route("my-child/:caseId/easy-read", "routes/my-child/easy-read.tsx"),

  // What a family writes, answers and books.
  route("my-child/:caseId/messages", "routes/my-child/messages.tsx"),
  route("my-child/:caseId/draft", "routes/my-child/draft.ts"),
  route("my-child/:caseId/comments", "routes/my-child/comments.tsx"),
  route("my-child/:caseId/meeting", "routes/my-child/meeting.tsx"),
  route("my-child/:caseId/meeting.ics", "routes/my-child/meeting-calendar.ts"),
  route("my-child/:caseId/provision", "routes/my-child/provision.tsx"),
  // Who follows a child's record.
  route("my-children", "routes/my-children.tsx"),
  route("my-children/join", "routes/my-children-join.tsx"),

  // What families ask the council for.
  route("ask/assessment", "routes/ask/begin.tsx"),
  route("ask/assessment/:id/check", "routes/ask/check.tsx"),
  route("ask/assessment/:id/:page", "routes/ask/page.tsx"),
  route("ask/come-back", "routes/ask/come-back.tsx"),
  route("ask/receipt/:id", "routes/ask/receipt.tsx"),
  route("ask/complaint", "routes/ask/complaint.tsx"),
  route("ask/other-format", "routes/ask/other-format.tsx"),
  route("my-child/:caseId/complain", "routes/my-child/complain.tsx"),
  route("my-child/:caseId/other-format", "routes/my-child/other-format.tsx"),
  route("my-child/:caseId/requests", "routes/my-child/requests.tsx"),
  route("my-child/:caseId/record", "routes/my-child/record.tsx"),
  route("my-child/:caseId/record/:form", "routes/my-child/record-file.ts"),

  route("demo", "routes/demo/guide.tsx"),
  route("demo/outbox", "routes/demo/outbox.tsx"),

  route("talk", "routes/talk.tsx"),
  route("tell-us", "routes/tell-us.tsx"),
  route("language", "routes/language.tsx"),
  route("display", "routes/display.tsx"),
  route("accessibility", "routes/accessibility.tsx"),
  route("privacy", "routes/privacy.tsx"),

  route("healthz", "routes/healthz.ts"),
  route("readyz", "routes/readyz.ts"),
  route("api/search", "routes/api/search.ts"),
  route("api/cases/events", "routes/api/cases/events.ts"),
  route("api/cases/:reference/timeline", "routes/api/cases/timeline.ts"),
  route("api/openapi.json", "routes/api/openapi.ts"),
  route("api/oruk/v3", "routes/api/oruk/details.ts"),
  route("api/oruk/v3/openapi.json", "routes/api/oruk/openapi.ts"),
  route("api/oruk/v3/services", "routes/api/oruk/services.ts"),
  route("api/oruk/v3/services/:id", "routes/api/oruk/service.ts"),
  route("api/oruk/v3/organizations", "routes/api/oruk/organizations.ts"),
  route("api/oruk/v3/organizations/:id", "routes/api/oruk/organization.ts"),
  route("api/oruk/v3/taxonomies", "routes/api/oruk/taxonomies.ts"),
  route("api/oruk/v3/taxonomies/:id", "routes/api/oruk/taxonomy.ts"),
  route("api/oruk/v3/taxonomy_terms", "routes/api/oruk/taxonomy-terms.ts"),
  route("api/oruk/v3/taxonomy_terms/:id", "routes/api/oruk/taxonomy-term.ts"),
  route("api/oruk/v3/service_at_locations", "routes/api/oruk/service-at-locations.ts"),
  route("api/oruk/v3/service_at_locations/:id", "routes/api/oruk/service-at-location.ts"),

  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
