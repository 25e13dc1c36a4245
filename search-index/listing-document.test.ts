import { describe, expect, test } from "vitest";
import { noSendDetails, type Listing } from "../app/domain/directory/listing.ts";
import { ownAttribute } from "../app/domain/directory/taxonomies.ts";
import { NEED_IDS } from "../app/domain/directory/vocabulary.ts";
import vocabulary from "../content/locales/en-GB/vocabulary.json" with { type: "json" };
import { toIndexDocuments, toListingDocument, type DocumentContext } from "./listing-document.ts";

const CONTEXT: DocumentContext = {
  districts: [{ id: "chelmsford", name: "Chelmsford", gss: "E07000070" }, { id: "maldon", name: "Maldon", gss: "E07000074" }],
  towns: [{ name: "Chelmsford", district: "chelmsford", lat: 51.73, lng: 0.47 }, { name: "Maldon", district: "maldon", lat: 51.73, lng: 0.68 }],
  findPostcode: (code) => (code === "CM9 5AA" ? { lat: 51.73, lng: 0.67, gss: "E07000074" } : null),
  words: { needs: vocabulary.need, categories: vocabulary.category },
};

function listing(given: Partial<Listing>): Listing {
  return {
    id: "l", source: "s", sourceRef: "1", slug: "l", status: "active", name: "Otters",
    organization: { id: "o", name: "Otters CIC", identifiers: [], attributes: [] },
    places: [], schedules: [], contacts: [], phones: [], costOptions: [], funding: [], languages: [], serviceAreas: [], attributes: [], send: noSendDetails(),
    ...given,
  };
}

function place(id: string, given: Partial<Listing["places"][number]["location"]>): Listing["places"][number] {
  return { id, location: { id, locationType: "physical", addresses: [], accessibility: [], attributes: [], ...given } };
}

const address = (postalCode: string) => [{ id: "a", address1: "", city: "Town", stateProvince: "", postalCode, country: "GB", addressType: "physical" as const }];

test("a listing that welcomes every need is found under each, and by the words of none", () => {
  const document = toListingDocument(listing({ attributes: [ownAttribute("l", "need", "any")] }), CONTEXT);
  expect(document.needs).toEqual(NEED_IDS);
  expect(document.needWords).toEqual([]);
});

test("what nobody said is not known: no need, no price, no wait", () => {
  const document = toListingDocument(listing({}), CONTEXT);
  expect(document).toMatchObject({ needs: [], support: [], supportOrAsk: [], cost: [], price: null, waitingWeeks: null, noReferral: false, noDiagnosis: false, spacesNow: false, districts: [] });
});

test("support that is given, and support to ask about", () => {
  const document = toListingDocument(listing({ send: { ...noSendDetails(), capabilities: { hoist: "yes", transport: "ask", medicine: "no" } } }), CONTEXT);
  expect(document.support).toEqual(["hoist"]);
  expect(document.supportOrAsk).toEqual(["hoist", "transport"]);
});

describe("where a place is", () => {
  test("its own position, and the district of the nearest town", () => {
    const document = toListingDocument(listing({ places: [place("p", { latitude: 51.74, longitude: 0.48 })] }), CONTEXT);
    expect(document.places).toEqual([{ venue: null, town: null, district: "chelmsford", point: { lat: 51.74, lng: 0.48 } }]);
  });

  test("else its postcode's, which also knows the district for sure", () => {
    const document = toListingDocument(listing({ places: [place("p", { addresses: address("CM9 5AA") })] }), CONTEXT);
    expect(document.places[0]).toMatchObject({ district: "maldon", point: { lat: 51.73, lng: 0.67 } });
  });

  test("a position that is nowhere on Earth is none", () => {
    const document = toListingDocument(listing({ places: [place("p", { latitude: 100, longitude: 101 })] }), CONTEXT);
    expect(document.places[0]).toMatchObject({ district: null, point: null });
    expect(toIndexDocuments(document)[0]).not.toHaveProperty("_geo");
  });

  test("far from every town that we know, it is in no district", () => {
    expect(toListingDocument(listing({ places: [place("p", { latitude: 54.9, longitude: -1.6 })] }), CONTEXT).districts).toEqual([]);
  });

  test("a service for the whole area is in every district", () => {
    expect(toListingDocument(listing({ send: { ...noSendDetails(), servesWholeArea: true } }), CONTEXT).districts).toEqual(["chelmsford", "maldon"]);
  });
});

test("a listing at two places is two documents, one of them the first", () => {
  const document = toListingDocument(listing({ places: [place("p", { latitude: 51.74, longitude: 0.48 }), place("q", { latitude: 51.73, longitude: 0.68 })] }), CONTEXT);
  const documents = toIndexDocuments(document);
  expect(documents.map(({ id, isPrimary, _geo }) => ({ id, isPrimary, _geo }))).toEqual([
    { id: "l_0", isPrimary: true, _geo: { lat: 51.74, lng: 0.48 } },
    { id: "l_1", isPrimary: false, _geo: { lat: 51.73, lng: 0.68 } },
  ]);
});

describe("what it costs", () => {
  const cost = (amount: number, amountDescription: string) => ({ id: String(amount), amount, amountDescription });
  test.each<[Listing["costOptions"], Pick<ReturnType<typeof toListingDocument>, "cost" | "price">]>([
    [[cost(0, "session")], { cost: ["free"], price: { pounds: 0, per: null } }],
    [[cost(4, "session"), cost(9, "session")], { cost: ["low-cost"], price: { pounds: 4, per: "session" } }],
    [[cost(5, "week"), cost(12, "session")], { cost: [], price: { pounds: 12, per: "session" } }],
    [[cost(45, "per week")], { cost: [], price: { pounds: 45, per: "per week" } }],
    [[cost(0, "carer"), cost(8, "child")], { cost: [], price: { pounds: 8, per: "child" } }],
  ])("%j", (costOptions, expected) => {
    expect(toListingDocument(listing({ costOptions }), CONTEXT)).toMatchObject(expected);
  });
});

test("days, times and holidays come from its sessions", () => {
  const document = toListingDocument(
    listing({ schedules: [{ id: "1", byday: "MO,2WE", opensAt: "16:00", closesAt: "17:30", weeks: "all" }, { id: "2", byday: "SA", opensAt: "09:00:00" }] }),
    CONTEXT,
  );
  expect(document).toMatchObject({ days: ["mo", "we", "sa"], times: ["daytime", "after-school"], session: { days: ["mo", "we"], opens: "16:00", closes: "17:30" } });
  expect(document.holidays).toHaveLength(6);
});

test("a summary is whole sentences from the start", () => {
  const sentence = "We meet in the hall by the church every Saturday morning and play games together until lunch. ";
  expect(toListingDocument(listing({ description: sentence.repeat(4) }), CONTEXT).summary).toBe(sentence.trim());
  expect(toListingDocument(listing({ description: "Short." }), CONTEXT).summary).toBe("Short.");
});
