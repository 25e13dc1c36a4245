import type { Point } from "./geography.ts";
import { milesBetween } from "./geography.ts";

/** A flat drawing of a small part of England: good enough to see what lies where, in units of a drawing `width` wide. */
export interface MapView {
  width: number;
  height: number;
  /** Drawing units in a mile. */
  scale: number;
  at(point: Point): { x: number; y: number };
  contains(point: Point): boolean;
}

const WIDTH = 640;
const MARGIN = 40;
/** So that one place, or a few in one street, are not drawn as if they were miles apart. */
const LEAST_MILES = 4;
const LOWEST = 240;
const HIGHEST = 560;

/** A view that shows all of some points; null for none. */
export function mapView(points: readonly Point[]): MapView | null {
  if (points.length === 0) return null;
  const lats = points.map(({ lat }) => lat);
  const lngs = points.map(({ lng }) => lng);
  const middle = { lat: (Math.min(...lats) + Math.max(...lats)) / 2, lng: (Math.min(...lngs) + Math.max(...lngs)) / 2 };
  const milesPerLng = milesBetween(middle, { lat: middle.lat, lng: middle.lng + 1 });
  const milesPerLat = milesBetween(middle, { lat: middle.lat + 1, lng: middle.lng });
  const wide = Math.max((Math.max(...lngs) - Math.min(...lngs)) * milesPerLng, LEAST_MILES);
  const high = Math.max((Math.max(...lats) - Math.min(...lats)) * milesPerLat, LEAST_MILES / 2);
  const scale = Math.min((WIDTH - 2 * MARGIN) / wide, (HIGHEST - 2 * MARGIN) / high);
  const height = Math.round(Math.max(high * scale + 2 * MARGIN, LOWEST));
  const at = ({ lat, lng }: Point) => ({
    x: Math.round(WIDTH / 2 + (lng - middle.lng) * milesPerLng * scale),
    y: Math.round(height / 2 - (lat - middle.lat) * milesPerLat * scale),
  });
  return {
    width: WIDTH,
    height,
    scale,
    at,
    contains: (point) => {
      const { x, y } = at(point);
      return x >= 0 && x <= WIDTH && y >= 0 && y <= height;
    },
  };
}
