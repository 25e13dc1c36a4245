import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../app/config.server.ts";
import { METRES_PER_MILE, milesBetween } from "../../app/domain/directory/geography.ts";
import { listingFromOruk } from "../../app/interchange/oruk.ts";
import { openSite } from "../../app/site.server.ts";
import { seed } from "../../prisma/seed.ts";
import { freshSettings } from "../support/databases.ts";
import { inventedId, inventedService, inventedServices } from "../support/invented.ts";
import { startRunningSite, type RunningSite } from "../support/running-site.ts";
import { packOf } from "../support/packs.ts";

const STANDARD = "../shared/oruk";

type Json = Record<string, unknown>;
interface Page<T = Json> {
  total_items: number;
  total_pages: number;
  page_number: number;
  size: number;
  first_page: boolean;
  last_page: boolean;
  empty: boolean;
  contents: T[];
}
interface Service extends Json {
  id: string;
  name: string;
  organization_id: string;
  last_modified?: string;
  minimum_age?: number;
  maximum_age?: number;
  attributes?: { taxonomy_term: { id: string; taxonomy_id?: string } }[];
  schedules?: { byday?: string; opens_at?: string; closes_at?: string }[];
  service_at_locations?: { id: string; location: { id: string; latitude?: number; longitude?: number } }[];
}

let site: RunningSite;
/** Every service, in full. */
let all: Service[];

beforeAll(async () => {
  const settings = { ...(await freshSettings("PostgreSQL")), AREA: "essex" };
  const publisher = await openSite(readConfig(settings));
  await seed(publisher, "2026-11-22");
  // What other feeds bring: ids that are no UUIDs, values out of shape, members that nobody knows.
  const imported = [
    ...inventedServices(12),
    { id: 207, name: "Bare" },
    inventedService(90, { id: "club/90", url: "www.example.org", minimum_age: "5", assured_date: "2026-10-01T10:00:00Z", member: { a: [1, null] }, description: null, fees: "", schedules: [{ freq: "weekly", byday: "MO" }, { freq: "DAILY" }] }),
    inventedService(91, { status: "inactive" }),
    inventedService(92, { status: "temporarily closed" }),
  ];
  await publisher.indexing.saveForLater(imported.map((service) => {
    const reading = listingFromOruk(service, "invented");
    if (!reading.ok) throw new Error(reading.reason);
    return reading.listing;
  }));
  await publisher.close();
  site = await startRunningSite(settings);
  all = await lines("services?full=true&format=ndjson");
});

afterAll(() => site.stop());

const get = (path: string) => fetch(`${site.url}/api/oruk/v3/${path}`);

async function json<T = Page>(path: string): Promise<T> {
  const response = await get(path);
  expect(response.status, path).toBe(200);
  expect(response.headers.get("content-type"), path).toMatch(/^application\/json/);
  return (await response.json()) as T;
}

async function lines(path: string): Promise<Service[]> {
  const response = await get(path);
  expect(response.headers.get("content-type")).toMatch(/^application\/x-ndjson/);
  return (await response.text()).trim().split("\n").map((line) => JSON.parse(line) as Service);
}

async function idsOf(path: string): Promise<string[]> {
  return (await lines(`${path}${path.includes("?") ? "&" : "?"}format=ndjson`)).map(({ id }) => id).sort();
}

describe("the standard's own schema", () => {
  const SCHEMAS: [what: string, schema: string, read: () => Promise<unknown[]>][] = [
    ["/ is what the validator looks for first", "validator-schema/api_details.json", async () => [await json("")]],
    ["every service of /services", "schema/service_list.json", async () => (await json("services?per_page=500")).contents],
    ["a page of /services", "validator-schema/service_list.json", async () => [await json("services?page=2&per_page=20")]],
    ["every service in full", "schema/service.json", async () => lines("services?full=true&format=ndjson")],
    ["services by their ids", "schema/service.json", async () => Promise.all(all.slice(0, 20).map(({ id }) => json<Json>(`services/${id}`)))],
    ["every organisation of /organizations", "schema/organization_list.json", async () => (await json("organizations?per_page=500")).contents],
    ["organisations with their services", "schema/organization.json", async () => (await json("organizations?full_service=true&per_page=50")).contents],
    ["organisations by their ids", "schema/organization.json", async () => Promise.all((await json("organizations?per_page=10")).contents.map(({ id }) => json<Json>(`organizations/${String(id)}`)))],
    ["/taxonomies", "validator-schema/taxonomy.json", async () => (await json("taxonomies")).contents],
    ["a page of /taxonomies", "validator-schema/taxonomy_list.json", async () => [await json("taxonomies")]],
    ["taxonomies by their ids", "validator-schema/taxonomy.json", async () => Promise.all((await json("taxonomies")).contents.map(({ id }) => json<Json>(`taxonomies/${String(id)}`)))],
    ["/taxonomy_terms", "validator-schema/taxonomy_term.json", async () => (await json("taxonomy_terms?per_page=500")).contents],
    ["a page of /taxonomy_terms", "validator-schema/taxonomy_term_list.json", async () => [await json("taxonomy_terms?per_page=20")]],
    ["terms by their ids", "validator-schema/taxonomy_term.json", async () => Promise.all((await json("taxonomy_terms?per_page=10")).contents.map(({ id }) => json<Json>(`taxonomy_terms/${String(id)}`)))],
    ["every service at a location", "schema/service_at_location_list.json", async () => (await json("service_at_locations?per_page=500")).contents],
    ["a page of /service_at_locations", "validator-schema/service_at_location_list.json", async () => [await json("service_at_locations?per_page=20")]],
    ["services at a location in full", "schema/service_at_location.json", async () => (await json("service_at_locations?full=true&per_page=50")).contents],
    ["services at a location by their ids", "schema/service_at_location.json", async () => Promise.all((await json("service_at_locations?per_page=10")).contents.map(({ id }) => json<Json>(`service_at_locations/${String(id)}`)))],
  ];

  function validator(schema: string): ValidateFunction {
    // The standard's schemas say more than JSON Schema knows (example, constraints, ...), and some examples break it.
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    return ajv.compile(JSON.parse(readFileSync(join(STANDARD, schema), "utf8")) as object);
  }

  for (const [what, schema, read] of SCHEMAS) {
    const isThere = existsSync(join(STANDARD, schema));
    test(isThere ? `${what}, by ${schema}` : `${join(STANDARD, schema)} IS NOT HERE, so ${what} was not checked with it`, async () => {
      if (!isThere) {
        console.log(`${join(STANDARD, schema)} is not here: ${what} was not checked with it.`);
        return;
      }
      const validate = validator(schema);
      const given = await read();
      expect(given.length).toBeGreaterThan(0);
      const faults = given.flatMap((one) => (validate(one) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)));
      expect([...new Set(faults)].slice(0, 10)).toEqual([]);
    });
  }

  test("nothing is null or empty text: what is not known is left out", () => {
    const wrong: string[] = [];
    const walk = (value: unknown, path: string) => {
      if (value === null || value === "") wrong.push(path);
      else if (typeof value === "object") Object.entries(value).forEach(([key, member]) => key !== "member" && walk(member, `${path}.${key}`));
    };
    // An address's parts are required by the standard, whatever its source knows.
    all.forEach((service) => walk(service, ""));
    expect([...new Set(wrong)].filter((path) => !/\.addresses\.\d+\.(address_1|city|state_province|postal_code)$/.test(path))).toEqual([]);
  });
});

test("the root names the version, and its OpenAPI description names every endpoint", async () => {
  const details = await json<{ version: string; openapi_url: string }>("");
  expect(details.version).toBe("HSDS-UK-3.0");
  const description = (await (await fetch(details.openapi_url)).json()) as { paths: Record<string, unknown> };
  const lists = ["services", "organizations", "taxonomies", "taxonomy_terms", "service_at_locations"];
  expect(Object.keys(description.paths).sort()).toEqual(["/", ...lists.flatMap((name) => [`/${name}`, `/${name}/{id}`])].sort());
});

describe("pages", () => {
  test.each(["services", "organizations", "taxonomies", "taxonomy_terms", "service_at_locations"])("of %s hold everything once, each in the standard's envelope", async (list) => {
    const perPage = 17;
    const first = await json(`${list}?per_page=${perPage}`);
    expect(first.total_pages).toBe(Math.ceil(first.total_items / perPage));
    const seen: unknown[] = [];
    for (let number = 1; number <= first.total_pages; number++) {
      const page = await json(`${list}?per_page=${perPage}&page=${number}`);
      expect(page).toMatchObject({
        total_items: first.total_items, total_pages: first.total_pages, page_number: number, size: page.contents.length,
        first_page: number === 1, last_page: number === first.total_pages, empty: false,
      });
      if (number < first.total_pages) expect(page.contents).toHaveLength(perPage);
      seen.push(...page.contents.map(({ id }) => id));
    }
    expect(seen).toHaveLength(first.total_items);
    expect(new Set(seen).size).toBe(first.total_items);
  });

  test("beyond the last are empty", async () => {
    expect(await json("services?page=9999")).toMatchObject({ page_number: 9999, size: 0, empty: true, first_page: false, contents: [] });
  });

  test("are not there when ids only, or lines, are asked for", async () => {
    const minimal = await json("services?minimal=true");
    expect(minimal).toMatchObject({ total_pages: 1, total_items: all.length });
    expect(Object.keys(minimal.contents[0] ?? {}).every((member) => ["id", "last_modified"].includes(member))).toBe(true);
    expect(all).toHaveLength(minimal.total_items);
  });
});

describe("filters", () => {
  const matching = (test: (service: Service) => boolean) => all.filter(test).map(({ id }) => id).sort();

  test("by term, taxonomy and organisation", async () => {
    const term = all.flatMap(({ attributes = [] }) => attributes.map(({ taxonomy_term }) => taxonomy_term)).find(({ taxonomy_id }) => taxonomy_id) as { id: string; taxonomy_id: string };
    const organization = (all[0] as Service).organization_id;
    const has = (pick: (term: { id: string; taxonomy_id?: string }) => boolean) => matching(({ attributes = [] }) => attributes.some(({ taxonomy_term }) => pick(taxonomy_term)));
    expect(await idsOf(`services?taxonomy_term_id=${term.id}`)).toEqual(has(({ id }) => id === term.id));
    expect(await idsOf(`services?taxonomy_id=${term.taxonomy_id}`)).toEqual(has(({ taxonomy_id }) => taxonomy_id === term.taxonomy_id));
    expect(await idsOf(`services?organization_id=${organization}`)).toEqual(matching(({ organization_id }) => organization_id === organization));
    expect(await json("services?taxonomy_term_id=nothing-of-ours")).toMatchObject({ total_items: 0, empty: true });
  });

  test("by age, day, time and date of change", async () => {
    expect(await idsOf("services?minimum_age=5")).toEqual(matching(({ minimum_age: age }) => age !== undefined && age >= 5));
    expect(await idsOf("services?maximum_age=11")).toEqual(matching(({ maximum_age: age }) => age !== undefined && age <= 11));
    expect(await idsOf("services?day=MO")).toEqual(matching(({ schedules = [] }) => schedules.some(({ byday }) => byday?.split(",").includes("MO"))));
    expect(await idsOf("services?start_time=15:30")).toEqual(matching(({ schedules = [] }) => schedules.some(({ opens_at: from }) => from !== undefined && from >= "15:30")));
    expect(await idsOf("services?end_time=17:00")).toEqual(matching(({ schedules = [] }) => schedules.some(({ closes_at: to }) => to !== undefined && to.slice(0, 5) <= "17:00")));
    expect(await idsOf("services?modified_after=2026-11-03T09:00:00Z&organization_id=" + inventedId(2, 1))).toEqual(matching(({ organization_id, last_modified }) => organization_id === inventedId(2, 1) && last_modified !== undefined && last_modified >= "2026-11-03T09"));
    expect((await json("services?modified_after=2999-01-01")).total_items).toBe(0);
  });

  test("by words", async () => {
    const found = await json<Page<Service>>("services?search=swimming");
    expect(found.total_items).toBeGreaterThan(0);
    expect(found.total_items).toBeLessThan(all.length / 2);
    expect((await json("services?search=xyzzyqwert")).total_items).toBe(0);
    expect((await json("organizations?search=Invented%20clubs")).total_items).toBe(7);
    expect((await json("taxonomies?search=invented%20topics")).total_items).toBe(1);
    expect((await json("taxonomy_terms?search=Topic%203")).total_items).toBe(1);
    expect((await json(`taxonomy_terms?taxonomy_id=${inventedId(12, 1)}&top_only=true`)).total_items).toBe(5);
  });

  test("by distance from a postcode", async () => {
    const centre = packOf("essex").postcodeDistricts.find(({ code }) => code === "CM2") as { lat: number; lng: number };
    const places = all.flatMap(({ service_at_locations = [] }) => service_at_locations);
    const from = (metres: number) => json<Page<{ id: string; location: { latitude: number; longitude: number } }>>(`service_at_locations?postcode=CM2&proximity=${metres}&per_page=500`);
    const [near, far] = [await from(5_000), await from(40_000)];
    expect(near.total_items).toBeGreaterThan(0);
    expect(far.total_items).toBeGreaterThan(near.total_items);
    expect(far.total_items).toBeLessThan(places.length);
    const metresTo = ({ latitude, longitude }: { latitude?: number; longitude?: number }) => (latitude === undefined || longitude === undefined ? Infinity : milesBetween(centre, { lat: latitude, lng: longitude }) * METRES_PER_MILE);
    expect(near.contents.map(({ id }) => id).sort()).toEqual(places.filter(({ location }) => metresTo(location) <= 5_000).map(({ id }) => id).sort());
    expect((await json("service_at_locations?postcode=CM2")).total_items).toBeGreaterThan(0);
    expect((await json("service_at_locations?postcode=ZZ99%209ZZ&proximity=5000")).total_items).toBe(0);
  });
});

describe("what families cannot find is not in it", () => {
  test("a service that has ended, in any list or by its id", async () => {
    expect(all.map(({ id }) => id)).not.toContain(inventedId(1, 91));
    expect(all.map(({ id }) => id)).toContain(inventedId(1, 92));
    expect((await get(`services/${inventedId(1, 91)}`)).status).toBe(404);
    expect((await get(`service_at_locations/${inventedId(3, 91)}`)).status).toBe(404);
  });
});

describe("open to all", () => {
  const ID = inventedId(99, 1);
  test.each(["", "services", "services/x", `services/${ID}`, "organizations", `organizations/${ID}`, "taxonomies", `taxonomies/${ID}`, "taxonomy_terms", `taxonomy_terms/${ID}`, "service_at_locations", `service_at_locations/${ID}`, "openapi.json", "services?format=ndjson"])("/%s may be read from any other site", async (path) => {
    const response = await get(path);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.status).toBe(path.includes("/") ? 404 : 200);
  });
});

describe("a parameter that cannot be read is as if it were not there, and never a fault", () => {
  const LONG = "9".repeat(400);
  test.each([
    "page=abc", "page=-1", "page=0", "page=1e9", "page=999999999", `page=${LONG}`, "page=1.5", "page=", "page=1&page=2", "page=%00",
    "per_page=0", "per_page=-5", "per_page=100000000", "per_page=abc", "page=1000000&per_page=500", "minimal=true&page=1000000", "minimal=true&per_page=100000&page=999999",
    "search=%00", "search=%ff%fe", "search=%27%22%3B--", "search=%5C", "search=(((", "search=!!!%26%26%7C%7C", `search=${"a".repeat(5000)}`, "search=%F0%9F%A6%A6", "search=%25_%25",
    "taxonomy_term_id=abc", "taxonomy_id=%00", "organization_id=1;DROP%20TABLE%20service", "parent_id=x", "top_only=maybe",
    "modified_after=yesterday", "modified_after=%2B275760-09-13", "modified_after=-000001-01-01T00:00:00Z", "modified_after=9999999", "modified_after=0000-01-01", "modified_after=9999-12-31T23:59:59Z",
    "minimum_age=-3", "minimum_age=abc", `minimum_age=${LONG}`, "maximum_age=1e400", "maximum_age=NaN", "minimum_age=0.1.2",
    "start_time=25:00", "end_time=abc", "start_time=12:00:00Z", "day=Someday", "day=M", "day=%28",
    "postcode=%00", "postcode=ZZ99", "postcode=()&proximity=1", "postcode=CM2&proximity=-1", `postcode=CM2&proximity=${LONG}`, "proximity=100", "postcode=CM2&proximity=0",
    "format=xml", "format=ndjson&page=2", "full=maybe", "unknown=1", "%00=%00", "%E0%A4%A=1",
  ])("?%s", async (query) => {
    for (const list of ["services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms"]) {
      const response = await get(`${list}?${query}`);
      expect(response.status, `${list}: ${await response.text()}`).toBe(200);
    }
  });
});
