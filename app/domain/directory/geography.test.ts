import { expect, test } from "vitest";
import { isPoint, milesBetween, nearest, roundMiles } from "./geography.ts";

test("Chelmsford to Colchester is about 22 miles", () => {
  expect(roundMiles(milesBetween({ lat: 51.7343, lng: 0.4691 }, { lat: 51.8892, lng: 0.9042 }))).toBeCloseTo(21.5, 0);
});

test("a place is no distance from itself", () => {
  expect(milesBetween({ lat: 51.7, lng: 0.5 }, { lat: 51.7, lng: 0.5 })).toBe(0);
});

test.each([
  [51.5, -0.1, true],
  [100, 101, false],
  [0, 0, false],
  [Number.NaN, 0.1, false],
  ["51.5", "0.1", false],
  [undefined, 0.1, false],
])("latitude %s and longitude %s: a place on the map is %s", (lat, lng, expected) => {
  expect(isPoint(lat, lng)).toBe(expected);
});

test("the nearest of a list, and nothing of an empty one", () => {
  const here = { lat: 51.7, lng: 0.5 };
  expect(nearest(here, [{ lat: 52, lng: 0.5 }, { lat: 51.71, lng: 0.5 }])?.item.lat).toBe(51.71);
  expect(nearest(here, [])).toBeNull();
});
