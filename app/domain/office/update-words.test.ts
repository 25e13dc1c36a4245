import { describe, expect, test } from "vitest";
import { fillUpdate, hasLoneBrace, namesIn, unknownSlots, type UpdateValues } from "./update-words.ts";

const values: UpdateValues = { "first name": "Amira", "legal date": "14 January 2027", "likely date": null, "waiting for": "educational psychology", officer: "Jo Bright" };

describe("an update to many families", () => {
  test("is filled from one family's own case", () => {
    expect(fillUpdate("We wait for {waiting for} about {First  Name}.\nThe law says {legal date}.", values)).toEqual({ words: "We wait for educational psychology about Amira.\nThe law says 14 January 2027.", leftOut: 0 });
  });

  test("leaves out a line with a place that nothing fills, and no hole in it", () => {
    expect(fillUpdate("Hello.\n\nWe think it will be {likely date}.\n\nGoodbye.", values)).toEqual({ words: "Hello.\n\nGoodbye.", leftOut: 1 });
  });

  test("knows a slip of the keyboard", () => {
    expect(unknownSlots("{first name} {legal dat} {}")).toEqual(["legal dat", ""]);
    expect(hasLoneBrace("{first name")).toBe(true);
    expect(hasLoneBrace("{first name}")).toBe(false);
  });

  test("what fills a place is no place itself", () => {
    expect(fillUpdate("{officer}", { ...values, officer: "{first name}" }).words).toBe("{first name}");
  });

  test.each([
    ["Amira’s report is late.", ["Amira"]],
    ["The report of AMIRA is late.", []],
    ["We will write again. Grace is needed.", ["Grace"]],
    ["Dear {first name}, we wait.", []],
    ["Mrs Okonkwo-Bell wrote.", ["Okonkwo-Bell"]],
    ["Mary Ann asked.", ["Ann", "Mary"]],
  ])("names of children are found in “%s”", (words, found) => {
    expect(namesIn(words, ["Amira", "Grace", "Okonkwo-Bell", "Mary Ann", "will"])).toEqual(found);
  });
});
