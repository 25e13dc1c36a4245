import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { milesBetween } from "../domain/directory/geography.ts";
import { readCouncilPack } from "./pack.server.ts";
import { contrast, CouncilPackError, parseCouncilPack, type CouncilPack } from "./pack.ts";

const FILES = readdirSync("content/areas");
const ESSEX = readFileSync("content/areas/essex.json", "utf8");

/** Essex with one thing changed. */
function changed(change: (pack: Record<string, unknown>) => void): string {
  const pack = JSON.parse(ESSEX) as Record<string, unknown>;
  change(pack);
  return JSON.stringify(pack);
}

describe.each(FILES)("the pack %s", (file) => {
  const pack: CouncilPack = parseCouncilPack(readFileSync(`content/areas/${file}`, "utf8"), file);

  test("has its own name, and samples for phone numbers", () => {
    expect(`${pack.id}.json`).toBe(file);
    expect([pack.contact.phone.sample, pack.adviceService.phone.sample]).toEqual([true, true]);
    expect(pack.contact.phone.number).toMatch(/^01632 960\d{3}$/);
  });

  test("has every town within its area, and no town twice", () => {
    for (const town of pack.towns) expect(milesBetween(town, pack.centre), town.name).toBeLessThan(50);
    expect(new Set(pack.towns.map(({ name }) => name)).size).toBe(pack.towns.length);
  });

  test("has each postcode district once, its neighbours' included", () => {
    const codes = [pack, ...pack.neighbours].flatMap((area) => area.postcodeDistricts.map(({ code }) => code));
    expect(new Set(codes).size).toBe(codes.length);
  });

  test("says where its facts come from", () => {
    expect(pack.sources.length).toBeGreaterThan(3);
  });
});

test("the four councils of the reports this began from are there", () => {
  expect(FILES).toEqual(expect.arrayContaining(["essex.json", "worcestershire.json", "southend.json", "rutland.json"]));
});

describe("a bad pack names the field", () => {
  test.each([
    ["(the whole file)", "[]"],
    ["name", changed((pack) => delete pack.name)],
    ["towns.0.lat", changed((pack) => Object.assign((pack.towns as object[])[0] as object, { lat: 51.73456 }))],
    ["towns.0.district", changed((pack) => Object.assign((pack.towns as object[])[0] as object, { district: "atlantis" }))],
    ["contact.phone.number", changed((pack) => Object.assign((pack.contact as { phone: object }).phone, { number: "ring us" }))],
    ["colours.brand", changed((pack) => Object.assign(pack.colours as object, { brand: "#ffff00" }))],
    ["languages", changed((pack) => Object.assign(pack, { languages: ["pl"] }))],
  ])("%s", (field, json) => {
    expect(() => parseCouncilPack(json, "content/areas/essex.json")).toThrow(CouncilPackError);
    expect(() => parseCouncilPack(json, "content/areas/essex.json")).toThrow(`  ${field}: `);
  });

  test("a file that is not JSON", () => {
    expect(() => parseCouncilPack("{", "content/areas/essex.json")).toThrow("content/areas/essex.json is not valid JSON");
  });

  test("an area that has no file", async () => {
    await expect(readCouncilPack("content", "atlantis")).rejects.toThrow('AREA is "atlantis", but there is no content/areas/atlantis.json. There is: essex');
  });
});

test("contrast is as WCAG counts it", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

test("schools get 15 days to answer where the council has not settled otherwise", () => {
  expect(parseCouncilPack(ESSEX, "essex.json").schoolReply).toEqual({ days: 15, count: "calendar" });
  expect(parseCouncilPack(changed((pack) => (pack.schoolReply = { days: 15, count: "working" })), "essex.json").schoolReply.count).toBe("working");
  expect(() => parseCouncilPack(changed((pack) => (pack.schoolReply = { days: 0, count: "working" })), "essex.json")).toThrow(/schoolReply\.days/);
});
