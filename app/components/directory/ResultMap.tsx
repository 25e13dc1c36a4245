import { useTranslation } from "react-i18next";
import { MILES_CHOICES } from "../../domain/directory/search-query.ts";
import { mapView } from "../../domain/directory/map-view.ts";
import type { Point } from "../../domain/directory/geography.ts";
import type { FoundPlace, Hit } from "../../domain/directory/search-result.ts";

const MOST_TOWNS = 12;
const DOT = 13;
/** Names of towns nearer to each other than this would be written over each other. */
const LABEL_GAP = { x: 90, y: 22 };

/**
 * The results of a page drawn in their places, with the towns around: made here, so that no map company learns what a
 * family looks for. The list below says the same in words, and its numbers are those on the map.
 */
export function ResultMap({ hits, first, place, towns }: { hits: readonly Hit[]; first: number; place: FoundPlace | null; towns: readonly (Point & { name: string })[] }) {
  const { t } = useTranslation("search");
  const dots = hits.flatMap((hit, i) => (hit.point ? [{ hit, number: first + i, point: hit.point }] : []));
  const view = mapView([...dots.map(({ point }) => point), ...(place ? [place] : [])]);
  if (!view || dots.length === 0) return null;
  const rings = place ? MILES_CHOICES.filter((miles) => miles * view.scale < view.width / 2) : [];
  return (
    <details className="map no-print">
      <summary>{t("map.show")}</summary>
      <figure>
        <svg viewBox={`0 0 ${view.width} ${view.height}`} role="group" aria-label={t("map.title")}>
          {place &&
            rings.map((miles) => (
              <circle key={miles} cx={view.at(place).x} cy={view.at(place).y} r={miles * view.scale} className="map-ring" />
            ))}
          {placeLabels(towns, view).map(({ name, x, y }) => (
            <g key={name} aria-hidden="true">
              <circle cx={x} cy={y} r={3} className="map-town" />
              <text x={x + 6} y={y + 5} className="map-label">
                {name}
              </text>
            </g>
          ))}
          {place && <circle cx={view.at(place).x} cy={view.at(place).y} r={7} className="map-here" />}
          {dots.map(({ hit, number, point }) => {
            const { x, y } = view.at(point);
            return (
              <a key={hit.id} href={`#hit-${hit.id}`} aria-label={`${number}. ${hit.name}`}>
                <circle cx={x} cy={y} r={DOT} className="map-dot" />
                <text x={x} y={y + 5} className="map-number" aria-hidden="true">
                  {number}
                </text>
              </a>
            );
          })}
        </svg>
        <figcaption>
          {t("map.about")} {place && rings.length > 0 && t("map.rings", { place: place.name, miles: rings.join(", ") })}
        </figcaption>
      </figure>
    </details>
  );
}

/** Towns on the map, the largest first, as many as can be read beside each other. */
function placeLabels(towns: readonly (Point & { name: string })[], view: NonNullable<ReturnType<typeof mapView>>): { name: string; x: number; y: number }[] {
  const labels: { name: string; x: number; y: number }[] = [];
  for (const town of towns) {
    if (labels.length >= MOST_TOWNS) break;
    const { x, y } = view.at(town);
    const isFree = labels.every((label) => Math.abs(label.x - x) > LABEL_GAP.x || Math.abs(label.y - y) > LABEL_GAP.y);
    if (view.contains(town) && x < view.width - LABEL_GAP.x && isFree) labels.push({ name: town.name, x, y });
  }
  return labels;
}
