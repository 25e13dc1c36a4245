import { DAYS, type Day } from "../domain/directory/vocabulary.ts";
import { isUuid } from "./values.ts";

/** What may be asked of the Open Referral feed. A parameter that cannot be read is as if it were not there. */
export interface FeedQuery {
  page: number;
  perPage: number;
  format: "json" | "ndjson";
  search: string | null;
  taxonomyTermId: string | null;
  taxonomyId: string | null;
  organizationId: string | null;
  parentId: string | null;
  topOnly: boolean;
  /** An instant, ISO. */
  modifiedAfter: string | null;
  minimal: boolean;
  full: boolean;
  fullService: boolean;
  minimumAge: number | null;
  maximumAge: number | null;
  /** HH:MM */
  startTime: string | null;
  endTime: string | null;
  day: Day | null;
  postcode: string | null;
  /** Metres. */
  proximity: number | null;
}

const DEFAULT_PER_PAGE = 50;
const MOST_PER_PAGE = 500;
/** A caller that asks for ids only wants them all at once. */
const MOST_MINIMAL = 100_000;

export function parseFeedQuery(params: URLSearchParams): FeedQuery {
  // No text in the database has a null character, and PostgreSQL refuses to look for one.
  const get = (name: string) => params.get(name)?.replaceAll("\0", "").trim() || null;
  const whole = (name: string, otherwise: number, most: number) => {
    const value = get(name);
    return value !== null && /^\d{1,9}$/.test(value) && Number(value) >= 1 ? Math.min(Number(value), most) : otherwise;
  };
  const number = (name: string) => {
    const value = get(name);
    return value !== null && /^\d+(\.\d+)?$/.test(value) ? Number(value) : null;
  };
  const id = (name: string) => {
    const value = get(name);
    // An id that is none still filters: nothing has it.
    return value === null ? null : isUuid(value) ? value.toLowerCase() : NO_ID;
  };
  const isTrue = (name: string) => get(name)?.toLowerCase() === "true";
  const time = (name: string) => /^([01]\d|2[0-3]):[0-5]\d/.exec(get(name) ?? "")?.[0] ?? null;
  const after = get("modified_after");
  const afterTime = after === null ? Number.NaN : Date.parse(after);
  const afterInstant = Number.isNaN(afterTime) ? "" : new Date(afterTime).toISOString();
  const minimal = isTrue("minimal");
  return {
    page: whole("page", 1, 1_000_000),
    perPage: minimal ? whole("per_page", MOST_MINIMAL, MOST_MINIMAL) : whole("per_page", DEFAULT_PER_PAGE, MOST_PER_PAGE),
    format: get("format") === "ndjson" ? "ndjson" : "json",
    search: get("search")?.slice(0, 200) ?? null,
    taxonomyTermId: id("taxonomy_term_id"),
    taxonomyId: id("taxonomy_id"),
    organizationId: id("organization_id"),
    parentId: id("parent_id"),
    topOnly: isTrue("top_only"),
    // JavaScript's calendar reaches years that PostgreSQL's does not.
    modifiedAfter: /^[1-9]\d{3}-/.test(afterInstant) ? afterInstant : null,
    minimal,
    full: isTrue("full"),
    fullService: isTrue("full_service"),
    minimumAge: number("minimum_age"),
    maximumAge: number("maximum_age"),
    startTime: time("start_time"),
    endTime: time("end_time"),
    day: DAYS.find((day) => day === get("day")?.toLowerCase().slice(0, 2)) ?? null,
    postcode: get("postcode")?.slice(0, 10) ?? null,
    proximity: number("proximity"),
  };
}

/** An id that no record has. */
const NO_ID = "00000000-0000-0000-0000-000000000000";

/**
 * One page of a list as the standard wraps it. `size` is how many are on this page.
 * @see Open Referral UK 3.0, OpenAPI, schema `Page`
 */
export function envelope<T>(contents: T[], total: number, { page, perPage }: Pick<FeedQuery, "page" | "perPage">): Record<string, unknown> {
  const pages = Math.ceil(total / perPage);
  return {
    total_items: total,
    total_pages: pages,
    page_number: page,
    size: contents.length,
    first_page: page === 1,
    last_page: page === Math.max(pages, 1),
    empty: contents.length === 0,
    contents,
  };
}
