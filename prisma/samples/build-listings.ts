import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CouncilPack } from "../../app/council/pack.ts";
import { noSendDetails, type Attribute, type Location, type ServicePlace } from "../../app/domain/directory/listing.ts";
import { nearest, type Point } from "../../app/domain/directory/geography.ts";
import { slugify } from "../../app/domain/directory/slug.ts";
import { derivedId, ownAttribute } from "../../app/domain/directory/taxonomies.ts";
import type { AccessFeature } from "../../app/domain/directory/vocabulary.ts";
import type { NewListing } from "../../app/db/listings.server.ts";
import { sampleFileSchema, type SampleListing } from "./sample-listing.ts";

export const SAMPLE_SOURCE = "sample";

export interface Town extends Point {
  name: string;
  district: string;
  postcodeDistrict: string;
}

/**
 * The invented listings in one council's area: each in a town of its own, every district with its share. The same day
 * and the same pack give the same listings.
 * @param today ISO date that "checked 12 days ago" is counted back from
 */
export function buildSampleListings(samples: readonly SampleListing[], pack: CouncilPack, today: string): NewListing[] {
  const towns = townsOf(pack);
  const dealt = dealTowns(samples.filter((sample) => sample.where === "town").map(venueOf), towns, pack);
  return samples.flatMap((sample) => {
    switch (sample.where) {
      case "each-district":
        return pack.districts.map((district) => buildListing(sample, pack, today, mainTown(towns, district.id), district.id));
      case "neighbour":
        return [buildListing(sample, pack, today, neighbourTown(sample, pack) ?? mainTown(towns, firstDistrict(pack)))];
      case "town":
        return [buildListing(sample, pack, today, dealt.get(venueOf(sample)) as Town)];
      default:
        return [buildListing(sample, pack, today, mainTown(towns, firstDistrict(pack)))];
    }
  });
}

/** @throws Error naming the file and the field when a file of samples is not in the shape of `sampleFileSchema` */
export function readSamples(contentDir: string): SampleListing[] {
  const folder = join(contentDir, "samples", "listings");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .flatMap((name) => {
      const result = sampleFileSchema.safeParse(JSON.parse(readFileSync(join(folder, name), "utf8")));
      if (!result.success) {
        const issue = result.error.issues[0];
        throw new Error(`content/samples/listings/${name}: ${issue?.path.join(".")}: ${issue?.message}`);
      }
      return result.data;
    });
}

/** One sample as a listing in a town. @param district when there is one of it in each district */
export function buildListing(sample: SampleListing, pack: CouncilPack, today: string, town: Town, district?: string): NewListing {
  const ref = district ? `${sample.key}@${district}` : sample.key;
  const id = derivedId("service", SAMPLE_SOURCE, pack.id, ref);
  const fill = (words: string) => fillPlaceholders(words, pack, town);
  const optional = <K extends string>(key: K, words: string | undefined) => (words === undefined ? {} : ({ [key]: fill(words) } as Record<K, string>));
  const ago = (days: number) => daysBefore(today, days);
  const repeated = district !== undefined && !/\{(town|district)\}/.test(sample.name);
  const provider = fill(sample.provider);
  const contactId = derivedId(id, "contact");
  return {
    id,
    source: SAMPLE_SOURCE,
    sourceRef: ref,
    status: "active",
    name: repeated ? `${fill(sample.name)}, ${town.name}` : fill(sample.name),
    description: fill(sample.description),
    email: `hello@${slugify(provider).slice(0, 50).replace(/-+$/, "")}.example.org`,
    ...(sample.ages[0] === null ? {} : { minimumAge: sample.ages[0] }),
    ...(sample.ages[1] === null ? {} : { maximumAge: sample.ages[1] }),
    eligibilityDescription: fill(sample.whoFor),
    applicationProcess: fill(sample.nextStep),
    ...optional("fees", sample.costNote),
    ...optional("alert", sample.alert),
    ...(sample.checkedDaysAgo === undefined ? {} : { assuredOn: ago(sample.checkedDaysAgo) }),
    lastModified: `${ago(sample.editedDaysAgo)}T09:00:00.000Z`,
    organization: {
      id: derivedId("organization", SAMPLE_SOURCE, pack.id, provider),
      name: provider,
      identifiers: [],
      attributes: [],
    },
    places: placesOf(sample, pack, town, id, fill),
    schedules: sample.sessions.map((session, i) => ({
      id: derivedId(id, "schedule", String(i)),
      freq: "WEEKLY" as const,
      byday: session.days.map((day) => day.toUpperCase()).join(","),
      opensAt: session.opens,
      closesAt: session.closes,
      weeks: session.weeks,
      ...optional("description", session.note),
    })),
    contacts: sample.contactName ? [contactOf(contactId, sample.contactName)] : [],
    // No made-up number where somebody in distress might ring it.
    phones: ["mental-health", "helplines"].includes(sample.categories[0] as string)
      ? []
      : [{ id: derivedId(id, "phone"), number: inventedPhone(ref), description: "Sample number: it rings nowhere", ...(sample.contactName ? { contactId } : {}) }],
    costOptions: sample.costs.map((cost, i) => ({ id: derivedId(id, "cost", String(i)), option: fill(cost.option), amount: cost.pounds, amountDescription: cost.per, currency: "GBP" })),
    funding: [],
    languages: sample.languages.map((code) => ({ id: derivedId(id, "language", code), code })),
    serviceAreas: sample.where === "area" || sample.where === "online" ? [{ id: derivedId(id, "area"), name: pack.name }] : [],
    attributes: [
      ...sample.categories.map((category) => ownAttribute(id, "category", category)),
      ...(sample.needs.length ? sample.needs : (["any"] as const)).map((need) => ownAttribute(id, "need", need)),
      ...sample.holidays.map((holiday) => ownAttribute(id, "holiday", holiday)),
      ...sample.funding.flatMap((route): Attribute[] => (route === "low-cost" ? [] : [ownAttribute(id, "funding", route)])),
      ...sample.schedule2.map((paragraph) => ownAttribute(id, "schedule-2", paragraph)),
    ],
    send: {
      ...noSendDetails(),
      summary: fill(sample.summary),
      ...optional("howDecided", sample.howDecided),
      ...(sample.replyWorkingDays === undefined ? {} : { replyWorkingDays: sample.replyWorkingDays }),
      specialist: sample.specialist,
      servesWholeArea: sample.where === "area" || sample.where === "online",
      joinOnline: sample.joinOnline || sample.where === "online",
      ...(sample.referralNeeded === null ? {} : { referralNeeded: sample.referralNeeded }),
      ...(sample.diagnosisNeeded === null ? {} : { diagnosisNeeded: sample.diagnosisNeeded }),
      ...(sample.spaces ? { spaces: sample.spaces } : {}),
      ...(sample.waitingWeeks === undefined ? {} : { waitingWeeks: sample.waitingWeeks }),
      ...(sample.spacesDaysAgo === undefined ? {} : { spacesOn: ago(sample.spacesDaysAgo) }),
      ...optional("whileYouWait", sample.whileYouWait),
      ...optional("gettingThere", sample.gettingThere),
      ...optional("sensoryNotes", sample.sensoryNotes),
      easyRead: sample.easyRead.map(fill),
      keywords: sample.keywords.map(fill),
      capabilities: sample.capabilities,
      answers: Object.fromEntries(Object.entries(sample.answers).map(([question, answer]) => [question, fill(answer)])),
      ...(sample.post16 ? { post16: fillAll(sample.post16, fill) } : {}),
    },
  };
}

function placesOf(sample: SampleListing, pack: CouncilPack, town: Town, serviceId: string, fill: (words: string) => string): ServicePlace[] {
  const { venue } = sample;
  const place = (building: { name: string; street: string; access: readonly AccessFeature[]; accessNote?: string }, at: Town): ServicePlace => {
    const id = derivedId("location", SAMPLE_SOURCE, pack.id, building.name, at.name);
    const point = scatter(at, id);
    const location: Location = {
      id,
      locationType: "physical",
      name: fill(building.name),
      latitude: point.lat,
      longitude: point.lng,
      addresses: [
        {
          id: derivedId(id, "address"),
          address1: /^\d/.test(building.street) ? fill(building.street) : `${1 + (hash(id) % 90)} ${fill(building.street)}`,
          city: at.name,
          stateProvince: pack.name,
          // Inward codes in ZZ are not given out, so no real door has this postcode.
          postalCode: `${at.postcodeDistrict} ${hash(`${id}p`) % 10}ZZ`,
          country: "GB",
          addressType: "physical",
        },
      ],
      accessibility: [],
      attributes: building.access.map((feature) => ownAttribute(id, "access", feature)),
    };
    // What is particular to this listing there stays with it: others meet in the same building.
    return { id: derivedId(serviceId, "place", id), ...(building.accessNote ? { description: fill(building.accessNote) } : {}), location };
  };
  if (venue && sample.where === "every-district") return pack.districts.map((district) => place(venue, mainTown(townsOf(pack), district.id)));
  const first = venue ? [place(venue, town)] : [];
  const second = sample.secondVenue ? [place(sample.secondVenue, neighbouringTown(townsOf(pack), town))] : [];
  return [...first, ...second];
}

function contactOf(id: string, words: string): { id: string; name: string; title?: string } {
  const [name = words, ...title] = words.split(",").map((part) => part.trim());
  return title.length ? { id, name, title: title.join(", ") } : { id, name };
}

const PLACEHOLDER = /\{(\w+)\}/g;

/** @throws RangeError for a placeholder that nothing fills */
function fillPlaceholders(words: string, pack: CouncilPack, town: Town): string {
  const values: Record<string, string> = {
    town: town.name,
    district: pack.districts.find((district) => district.id === town.district)?.name ?? town.name,
    area: pack.name,
    council: pack.council,
    adviceService: pack.adviceService.name,
    forum: pack.parentCarerForum.name,
    contact: pack.contact.name,
    senSupport: pack.localWords.senSupport,
    graduatedApproach: pack.localWords.graduatedApproach,
    ordinarilyAvailable: pack.localWords.ordinarilyAvailable,
    childMentalHealth: pack.localWords.childMentalHealth,
    shortBreaks: pack.localWords.shortBreaks,
    healthBoard: pack.localWords.healthBoard,
  };
  return words.replace(PLACEHOLDER, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`Nothing fills {${name}} in: ${words.slice(0, 80)}`);
    return value;
  });
}

function fillAll<T extends object>(object: T, fill: (words: string) => string): T {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, typeof value === "string" ? fill(value) : value])) as T;
}

export function townsOf(pack: CouncilPack): Town[] {
  return pack.towns.map((town) => ({
    name: town.name,
    district: town.district,
    lat: town.lat,
    lng: town.lng,
    postcodeDistrict: nearest(town, pack.postcodeDistricts)?.item.code ?? "",
  }));
}

/** What is dealt a town: a building, so that all that happens in one happens in one town; else the listing itself. */
function venueOf(sample: SampleListing): string {
  return sample.venue && !sample.venue.name.includes("{") ? sample.venue.name : sample.key;
}

/** Each venue a town: districts take turns, and within a district its towns do, so that small places get some too. */
function dealTowns(venues: readonly string[], towns: readonly Town[], pack: CouncilPack): Map<string, Town> {
  const order = [...new Set(venues)].sort((a, b) => hash(a) - hash(b) || (a < b ? -1 : 1));
  const turns = new Map<string, number>();
  return new Map(
    order.map((key, i) => {
      const district = (pack.districts[i % pack.districts.length] as { id: string }).id;
      const local = towns.filter((town) => town.district === district);
      const turn = turns.get(district) ?? 0;
      turns.set(district, turn + 1);
      // Every second listing goes to the main town, the others round the rest.
      const at = turn % 2 === 0 || local.length === 1 ? 0 : 1 + ((turn - 1) / 2) % (local.length - 1);
      return [key, local[at] as Town];
    }),
  );
}

function mainTown(towns: readonly Town[], district: string): Town {
  return towns.find((town) => town.district === district) as Town;
}

function firstDistrict(pack: CouncilPack): string {
  return (pack.towns[0] as { district: string }).district;
}

function neighbouringTown(towns: readonly Town[], town: Town): Town {
  return nearest(town, towns.filter((other) => other.name !== town.name))?.item ?? town;
}

function neighbourTown(sample: SampleListing, pack: CouncilPack): Town | null {
  const places = pack.neighbours.flatMap((neighbour) =>
    neighbour.towns.map((town) => ({ ...town, district: neighbour.id, postcodeDistrict: nearest(town, neighbour.postcodeDistricts)?.item.code ?? "" })),
  );
  return places.length ? (places[hash(sample.key) % places.length] as Town) : null;
}

/** Somewhere within about half a mile of the middle of a town. */
function scatter(town: Point, key: string): Point {
  const offset = (seed: string) => ((hash(seed) % 2001) - 1000) / 1000;
  return { lat: round(town.lat + 0.006 * offset(`${key}lat`)), lng: round(town.lng + 0.009 * offset(`${key}lng`)) };
}

function round(degrees: number): number {
  return Math.round(degrees * 10_000) / 10_000;
}

/** From the range that Ofcom keeps for drama: no such number is ever given to anyone. */
function inventedPhone(key: string): string {
  return `01632 960${String(hash(key) % 1000).padStart(3, "0")}`;
}

function daysBefore(today: string, days: number): string {
  const date = new Date(`${today}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString().slice(0, 10);
}

/** FNV-1a, 32 bits: only to deal things out evenly and the same way each time. */
export function hash(words: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) value = Math.imul(value ^ words.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
