import type { CouncilPack } from "../council/pack.ts";
import { ORUK_VERSION } from "./published.ts";

const SCHEMAS = "https://raw.githubusercontent.com/openreferral/uk-profile/main/schema";

const PARAMETERS = {
  search: ["string", "Full text search."],
  page: ["integer", "Page number, from 1."],
  per_page: ["integer", "Results on a page; 50 unless asked for, 500 at most."],
  format: ["string", "`json`, or `ndjson`: everything, one result a line, no pages."],
  taxonomy_term_id: ["string", "Only services with this taxonomy term."],
  taxonomy_id: ["string", "Only what has a term of this taxonomy."],
  organization_id: ["string", "Only services of this organisation."],
  modified_after: ["string", "Only what was changed on or after this instant."],
  minimal: ["boolean", "Ids and dates of change only, all on one page."],
  full: ["boolean", "Fully nested."],
  full_service: ["boolean", "With each organisation's services, fully nested."],
  minimum_age: ["number", "Services whose minimum age is this or more."],
  maximum_age: ["number", "Services whose maximum age is this or less."],
  start_time: ["string", "Sessions that start at this time or later (HH:MM)."],
  end_time: ["string", "Sessions that end by this time (HH:MM)."],
  day: ["string", "Sessions on this day (MO, TU, ...)."],
  top_only: ["boolean", "Only terms without a parent."],
  parent_id: ["string", "Only terms with this parent."],
  postcode: ["string", "Services that cover this postcode; with `proximity`, within that many metres of it."],
  proximity: ["number", "Metres."],
} as const;
type Parameter = keyof typeof PARAMETERS;

const SERVICE_PARAMETERS: Parameter[] = ["search", "page", "per_page", "format", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimal", "full", "minimum_age", "maximum_age", "start_time", "end_time", "day"];
const LISTS: Record<string, { parameters: Parameter[]; item: string; one: string }> = {
  services: { parameters: SERVICE_PARAMETERS, item: `${SCHEMAS}/compiled/service_list.json`, one: `${SCHEMAS}/compiled/service.json` },
  taxonomies: { parameters: ["search", "page", "per_page", "format"], item: `${SCHEMAS}/taxonomy.json`, one: `${SCHEMAS}/taxonomy.json` },
  taxonomy_terms: { parameters: ["search", "page", "per_page", "format", "taxonomy_id", "top_only", "parent_id"], item: `${SCHEMAS}/taxonomy_term.json`, one: `${SCHEMAS}/taxonomy_term.json` },
  organizations: { parameters: ["search", "page", "per_page", "format", "full", "full_service"], item: `${SCHEMAS}/compiled/organization_list.json`, one: `${SCHEMAS}/compiled/organization.json` },
  service_at_locations: {
    parameters: [...SERVICE_PARAMETERS.filter((name) => name !== "minimal"), "postcode", "proximity"],
    item: `${SCHEMAS}/compiled/service_at_location_list.json`,
    one: `${SCHEMAS}/compiled/service_at_location.json`,
  },
};

/** The OpenAPI description of our Open Referral feed, as its `openapi_url` serves it. */
export function feedDescription(server: string, pack: CouncilPack): object {
  const json = (schema: object) => ({ description: "OK", content: { "application/json": { schema } } });
  const paths: Record<string, object> = {
    "/": { get: { summary: "What this feed is", responses: { 200: json({ $ref: "#/components/schemas/Details" }) } } },
  };
  for (const [name, { parameters, item, one }] of Object.entries(LISTS)) {
    paths[`/${name}`] = {
      get: {
        summary: `A page of ${name}`,
        parameters: parameters.map((parameter) => ({ $ref: `#/components/parameters/${parameter}` })),
        responses: { 200: json({ allOf: [{ $ref: "#/components/schemas/Page" }], properties: { contents: { type: "array", items: { $ref: item } } } }) },
      },
    };
    paths[`/${name}/{id}`] = {
      get: {
        summary: `One of ${name}`,
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } }],
        responses: { 200: json({ $ref: one }), 404: { description: "There is nothing with this id." } },
      },
    };
  }
  return {
    openapi: "3.0.3",
    info: {
      title: `${pack.name} SEND Local Offer`,
      version: ORUK_VERSION,
      description:
        "Open Referral UK 3.0. Beyond the profile, a service may carry the HSDS members `phones`, `eligibility_description`, `application_process`, `wait_time`, `alternate_name` and `interpretation_services`, a schedule `weeks` (term, holidays, all), and the object `send`: what families of disabled children ask (summary, how_decided, reply_working_days, specialist, referral_needed, diagnosis_needed, spaces, waiting_weeks, spaces_on, while_you_wait, getting_there, sensory_notes, easy_read, keywords, capabilities, answers, post_16).",
      license: { name: "To be stated by the council that publishes it" },
    },
    servers: [{ url: server }],
    paths,
    components: {
      parameters: Object.fromEntries(Object.entries(PARAMETERS).map(([name, [type, description]]) => [name, { name, in: "query", description, schema: { type } }])),
      schemas: {
        Details: {
          type: "object",
          required: ["version", "profile", "openapi_url"],
          properties: { version: { type: "string" }, profile: { type: "string", format: "uri" }, openapi_url: { type: "string", format: "uri" } },
        },
        Page: {
          type: "object",
          properties: {
            total_items: { type: "integer" },
            total_pages: { type: "integer" },
            page_number: { type: "integer" },
            size: { type: "integer", description: "Results on this page." },
            first_page: { type: "boolean" },
            last_page: { type: "boolean" },
            empty: { type: "boolean" },
          },
        },
      },
    },
  };
}
