import { expect, test } from "vitest";
import { mapView } from "./map-view.ts";

const CHELMSFORD = { lat: 51.73, lng: 0.47 };
const COLCHESTER = { lat: 51.89, lng: 0.9 };

test("north is up and east is right, and every point is on the drawing", () => {
  const view = mapView([CHELMSFORD, COLCHESTER]);
  const [west, east] = [view?.at(CHELMSFORD), view?.at(COLCHESTER)];
  expect(west?.x).toBeLessThan(east?.x ?? 0);
  expect(west?.y).toBeGreaterThan(east?.y ?? 0);
  expect(view?.contains(CHELMSFORD) && view.contains(COLCHESTER)).toBe(true);
});

test("a mile is the same length in both directions", () => {
  const view = mapView([CHELMSFORD, COLCHESTER]);
  const dx = (view?.at(COLCHESTER).x ?? 0) - (view?.at(CHELMSFORD).x ?? 0);
  const dy = (view?.at(CHELMSFORD).y ?? 0) - (view?.at(COLCHESTER).y ?? 0);
  // About 18.4 miles east and 11.1 north.
  expect(dx / dy).toBeCloseTo(18.4 / 11.05, 1);
});

test("one place stands in the middle; no place has no map", () => {
  const view = mapView([CHELMSFORD]);
  expect(view?.at(CHELMSFORD)).toEqual({ x: 320, y: Math.round((view?.height ?? 0) / 2) });
  expect(mapView([])).toBeNull();
});
