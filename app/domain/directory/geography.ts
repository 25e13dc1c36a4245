/** Degrees, WGS84. */
export interface Point {
  lat: number;
  lng: number;
}

const EARTH_RADIUS_MILES = 3958.8;
export const METRES_PER_MILE = 1609.344;

/** Great-circle distance in miles (haversine; within 0.5% of the ellipsoid, far below what a family would notice). */
export function milesBetween(a: Point, b: Point): number {
  const radians = Math.PI / 180;
  const dLat = (b.lat - a.lat) * radians;
  const dLng = (b.lng - a.lng) * radians;
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** To one decimal, as distances are shown and answered. */
export function roundMiles(miles: number): number {
  return Math.round(miles * 10) / 10;
}

/** A position that can be on a map: some published feeds carry latitude 100. */
export function isPoint(lat: unknown, lng: unknown): boolean {
  return (
    typeof lat === "number" && typeof lng === "number" &&
    Number.isFinite(lat) && Number.isFinite(lng) &&
    Math.abs(lat) <= 90 && Math.abs(lng) <= 180 &&
    !(lat === 0 && lng === 0)
  );
}

/** The thing of `list` nearest to `point`, with its distance; null for an empty list. */
export function nearest<T extends Point>(point: Point, list: readonly T[]): { item: T; miles: number } | null {
  let best: { item: T; miles: number } | null = null;
  for (const item of list) {
    const miles = milesBetween(point, item);
    if (!best || miles < best.miles) best = { item, miles };
  }
  return best;
}
