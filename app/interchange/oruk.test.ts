import { describe, expect, test } from "vitest";
import type { Listing } from "../domain/directory/listing.ts";
import { listingFromOruk, serviceToOruk } from "./oruk.ts";
import { isVersion1, toVersion3 } from "./oruk-v1.ts";

const ID = "ac148810-d857-441c-9679-408f346de14b";
const ORGANIZATION = { id: "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", name: "Otters CIC" };

function read(service: object): { listing: Omit<Listing, "slug">; notes: string[] } {
  const reading = listingFromOruk(service, "test");
  if (!reading.ok) throw new Error(reading.reason);
  return { listing: reading.listing, notes: reading.notes.map(({ field, what }) => `${field}: ${what}`) };
}

/** There and back: what a feed gave, as our own feed would give it. */
function roundTrip(service: object): object {
  return serviceToOruk({ ...read(service).listing, slug: "x" }, ({ name, description }) => ({ name, description }));
}

const WHOLE = {
  id: ID,
  name: "Otters",
  status: "active",
  description: "Small classes.\n\nWarm pool.",
  url: "https://example.org/otters",
  email: "hello@example.org",
  fees: "Ask about help with the cost",
  minimum_age: 4,
  maximum_age: 16,
  assured_date: "2026-11-03",
  last_modified: "2026-11-03T09:00:00.000Z",
  eligibility_description: "Children who need a helper in the water",
  application_process: "Ring and ask for Jo",
  alert: "Closed on 6 December",
  organization: { ...ORGANIZATION, description: "A swim school", website: "https://example.org", organization_identifiers: [{ id: "d4dbcebc-0802-47cb-8651-b937ac4f2f3e", identifier_scheme: "GB-COH", identifier_type: "Company number", identifier: "1234567" }] },
  organization_id: ORGANIZATION.id,
  service_at_locations: [
    {
      id: "e94c9f38-1e8f-4564-91d4-d53501ab1765",
      location: {
        id: "3a19ff88-4620-4d17-9830-ac1d859eb5d5",
        location_type: "physical",
        name: "Riverside Pool",
        latitude: 100,
        longitude: 101,
        addresses: [{ id: "74706e55-df26-4b84-80fe-ecc30b5befb4", address_1: "1 Mill Lane", city: "Chelmsford", state_province: "Essex", postal_code: "CM2 6JX", country: "GB", address_type: "physical" }],
        accessibility: [{ id: "afcf296e-1cb2-4139-9c88-33d587d1a50b", description: "A hoist", details: "Ask at the desk" }],
      },
    },
  ],
  schedules: [{ id: "48102e86-bb50-41c4-8f1e-e269368c41d1", freq: "WEEKLY", interval: 1, byday: "SA", opens_at: "09:00", closes_at: "09:45", valid_from: "2026-09-05", weeks: "term", timezone: 0 }],
  contacts: [{ id: "1e7efce3-639b-4880-940c-b95cd30cdb50", name: "Jo", title: "Teacher" }],
  phones: [{ id: "1554df83-7b1f-4a2b-9d7b-6a6c1a4a7d11", number: "01632 960123", contact_id: "1e7efce3-639b-4880-940c-b95cd30cdb50" }],
  cost_options: [{ id: "1fdf4d39-3d80-484d-9f92-a8ffa08621e7", option: "A lesson", amount: 6.5, amount_description: "session", currency: "GBP" }],
  funding: [{ id: "1f2df32c-bf08-4b8e-bd6f-e834014b19bc", source: "A grant" }],
  languages: [{ id: "2989d3ed-c547-48f8-8f9d-432d81c7892e", code: "pl" }],
  service_areas: [{ id: "381c64f1-a724-4884-9c21-ac96c21cca3e", name: "Essex", extent_type: "text" }],
  attributes: [{ id: "ae58cc39-8b70-4ab1-8aea-786882e5ac8e", link_type: "need", taxonomy_term: { id: "3f7b145d-84af-42d7-8fae-eaca714b02b2", name: "Swimming", description: "In water", taxonomy: "Sports", term: "swim", term_uri: "http://example.com/swim" } }],
  send: { summary: "A helper for every child", referral_needed: false, spaces: "few", capabilities: { hoist: "yes", transport: "ask" }, answers: { training: "All are trained" }, post_16: { level: "level-1", jobs: "Lifeguard" }, easy_read: ["We teach swimming."] },
  member_of_another_standard: { kept: [1, 2, 3] },
};

test("a service in every detail goes out as it came in", () => {
  expect(read(WHOLE).notes).toEqual([]);
  expect(roundTrip(WHOLE)).toEqual(WHOLE);
});

describe("what is wrong with one value costs that value only", () => {
  test.each([
    [{ minimum_age: "eleven" }, "minimum_age: not a number; left out"],
    [{ minimum_age: -1 }, "minimum_age: below zero; left out"],
    [{ minimum_age: 12, maximum_age: 4 }, "maximum_age: below the minimum age (12); left out"],
    [{ assured_date: "yesterday" }, "assured_date: not a date such as 2026-11-22; left out"],
    [{ url: "javascript:alert(1)" }, "url: not a web address; left out"],
    [{ description: "<b>Bold</b> <script>alert(1)</script>" }, "description: markup taken out"],
    [{ schedules: "Mondays" }, "schedules: expected a list; left out"],
    [{ schedules: ["Mondays"] }, "schedules[0]: expected an object; left out"],
    [{ phones: [{ extension: "2" }] }, "phones[0]: no number; left out"],
    [{ service_at_locations: [{ id: "1" }] }, "service_at_locations[0]: no location; left out"],
    [{ attributes: [{ id: "1" }] }, "attributes[0]: its taxonomy term is not there; left out"],
    [{ send: { capabilities: { flying: "yes" } } }, "send.capabilities.flying: not understood; left out"],
    [{ organization: undefined }, "organization.name: missing; the service's name stands for it"],
  ])("%j", (fault, note) => {
    const { listing, notes } = read({ id: ID, name: "Otters", organization: ORGANIZATION, ...fault });
    expect(notes).toContain(note);
    expect(listing.name).toBe("Otters");
  });

  test("two parts with one id are both kept", () => {
    const { listing, notes } = read({ id: ID, name: "Otters", organization: ORGANIZATION, phones: [{ id: ID, number: "1" }, { id: ID, number: "2" }] });
    expect(new Set(listing.phones.map(({ id }) => id)).size).toBe(2);
    expect(notes).toEqual(["phones[1].id: stands twice in the list; given another"]);
  });
});

test.each([
  [null, "not an object"],
  ["service", "not an object"],
  [{ name: "Otters" }, "no id"],
  [{ id: "1" }, "no name"],
  [{ id: "1", name: "<script></script>" }, "no name"],
])("%j is no service: %s", (given, reason) => {
  expect(listingFromOruk(given, "test")).toMatchObject({ ok: false, reason });
});

test("a source's own ids become ids that never change, and are kept", () => {
  const first = read({ id: 207, name: "Otters", organization: ORGANIZATION }).listing;
  const again = read({ id: "207", name: "Otters swim school", organization: ORGANIZATION }).listing;
  expect(first).toMatchObject({ sourceRef: "207", id: again.id });
  const elsewhere = listingFromOruk({ id: 207, name: "Otters", organization: ORGANIZATION }, "another");
  expect(elsewhere.ok && elsewhere.listing.id).not.toBe(first.id);
});

test("a listing without a status is active, and one with a status that nobody knows is not shown", () => {
  expect(read({ id: ID, name: "Otters" }).listing.status).toBe("active");
  expect(read({ id: ID, name: "Otters", status: "pending" }).listing.status).toBe("inactive");
});

test("a service of version 1.0 finds its place in 3.0", () => {
  const old = {
    id: "12",
    name: "Otters",
    organization: { id: "9", name: "Otters CIC", url: "https://example.org" },
    eligibilitys: [{ id: "1", eligibility: "Disabled children", minimum_age: 4, maximum_age: 11 }, { id: "2", minimum_age: 2 }],
    regular_schedules: [{ id: "3", byday: "SA", opens_at: "09:00", closes_at: "10:00" }],
    fundings: [{ id: "4", source: "A grant" }],
    languages: [{ id: "5", language: "Polish" }],
    service_taxonomys: [{ id: "6", taxonomy: { id: "esdServiceTypes:123", name: "Swimming", vocabulary: "esdServiceTypes" } }],
    service_at_locations: [{ id: "7", location: { id: "8", name: "Pool", latitude: 51.7, longitude: 0.5, physical_addresses: [{ id: "a", address_1: "1 Mill Lane", city: "Chelmsford", postal_code: "CM2 6JX" }], accessibility_for_disabilities: [{ id: "b", accessibility: "Hoist" }] } }],
    reviews: [{ id: "c" }],
  };
  expect(isVersion1(old)).toBe(true);
  const { listing } = read(toVersion3(old));
  expect(listing).toMatchObject({
    minimumAge: 2,
    maximumAge: 11,
    eligibilityDescription: "Disabled children",
    organization: { name: "Otters CIC", website: "https://example.org" },
    schedules: [{ byday: "SA", opensAt: "09:00", closesAt: "10:00" }],
    funding: [{ source: "A grant" }],
    languages: [{ name: "Polish" }],
    attributes: [{ term: { name: "Swimming", taxonomy: "esdServiceTypes", term: "esdServiceTypes:123" } }],
    places: [{ location: { name: "Pool", addresses: [{ address1: "1 Mill Lane" }], accessibility: [{ description: "Hoist" }] } }],
  });
});
