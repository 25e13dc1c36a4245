import levenshtein from "damerau-levenshtein";
import type { CouncilPack } from "../council/pack.ts";
import { nearest, type Point } from "../domain/directory/geography.ts";
import type { PlaceName } from "../../search-index/understand.ts";

/** The named places of a council pack, its neighbours' included. Pure. */
export interface NamedPlace extends Point {
  name: string;
  /** A district's or a neighbour's id. */
  district: string;
  spellings: readonly string[];
  alsoAWord: boolean;
}

export function namedPlaces(pack: CouncilPack): NamedPlace[] {
  const named = <T extends Point & { name: string; aliases: string[]; alsoAWord: boolean }>(place: T, district: string): NamedPlace => ({
    name: place.name,
    lat: place.lat,
    lng: place.lng,
    district,
    spellings: [...new Set([place.name, place.name.replace(/-/g, " "), ...place.aliases].map((spelling) => spelling.toLowerCase()))],
    alsoAWord: place.alsoAWord,
  });
  return [...pack.towns.map((town) => named(town, town.district)), ...pack.neighbours.flatMap((neighbour) => neighbour.towns.map((town) => named(town, neighbour.id)))];
}

/** Names that may stand in a search: towns, and the districts that no town shares its name with. */
export function searchablePlaceNames(pack: CouncilPack): PlaceName[] {
  const towns = namedPlaces(pack);
  const taken = new Set(towns.flatMap((town) => town.spellings));
  return [
    ...towns.map(({ name, spellings, alsoAWord }) => ({ name, spellings, alsoAWord })),
    ...pack.districts
      .filter((district) => !taken.has(district.name.toLowerCase()))
      .map((district) => ({ name: district.name, spellings: [district.name.toLowerCase()], alsoAWord: false, district: district.id })),
  ];
}

/** A town as somebody wrote it: any of its spellings, or one slip away from one ("Chelmsferd"). */
export function findTown(pack: CouncilPack, words: string): NamedPlace | null {
  const wanted = words.toLowerCase().replace(/[’']/g, "'").replace(/[,.]/g, " ").replace(/\s+/g, " ").trim().replace(new RegExp(` ${pack.name.toLowerCase()}$`), "");
  const places = namedPlaces(pack);
  const exact = places.find((place) => place.spellings.includes(wanted));
  if (exact || wanted.length < 5) return exact ?? null;
  const close = places
    .map((place) => ({ place, steps: Math.min(...place.spellings.map((spelling) => levenshtein(wanted, spelling).steps)) }))
    .filter(({ steps }) => steps <= (wanted.length >= 8 ? 2 : 1))
    .sort((a, b) => a.steps - b.steps);
  return close[0]?.place ?? null;
}

/** The middle of a postcode district as the pack has it. */
export function findPostcodeDistrict(pack: CouncilPack, code: string): (Point & { district: string | null }) | null {
  const own = pack.postcodeDistricts.find((district) => district.code === code);
  if (own) return { lat: own.lat, lng: own.lng, district: own.district };
  for (const neighbour of pack.neighbours) {
    const over = neighbour.postcodeDistricts.find((district) => district.code === code);
    if (over) return { lat: over.lat, lng: over.lng, district: neighbour.id };
  }
  return null;
}

/** A district where every name of it is one: its largest town. */
export function findDistrictTown(pack: CouncilPack, words: string): NamedPlace | null {
  const district = pack.districts.find((candidate) => candidate.name.toLowerCase() === words.toLowerCase().trim());
  return (district && namedPlaces(pack).find((place) => place.district === district.id)) ?? null;
}

/** The district, or the neighbour, whose town is nearest. */
export function districtOf(pack: CouncilPack, point: Point): string | null {
  return nearest(point, namedPlaces(pack))?.item.district ?? null;
}
