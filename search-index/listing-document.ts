import { ageRange, bandsOf, type AgeBand } from "../app/domain/directory/age-range.ts";
import { isPoint, nearest, type Point } from "../app/domain/directory/geography.ts";
import type { Listing, ServicePlace } from "../app/domain/directory/listing.ts";
import { daysIn, endOf } from "../app/domain/directory/schedule.ts";
import { categoriesOf, codesOf } from "../app/domain/directory/taxonomies.ts";
import {
  CAPABILITIES, DAYS, FUNDING_ROUTES, HOLIDAYS, LANGUAGES, LOW_COST_POUNDS, NEED_IDS,
  type AccessFeature, type Capability, type Category, type Day, type FundingRoute, type Holiday, type ListingLanguage,
  type Need, type Schedule2Paragraph, type Spaces, type TimeOfDay,
} from "../app/domain/directory/vocabulary.ts";

/**
 * What search knows of a listing: the words to find it by, the facts to filter it by, and what its line in a list of
 * results shows. Stored beside the service (`search_entry`), so that both engines answer from the same document.
 */
export interface ListingDocument {
  serviceId: string;
  slug: string;
  name: string;
  organisation: string;
  summary: string;
  description: string;
  eligibility: string;
  keywords: string[];
  needWords: string[];
  categoryWords: string[];
  localities: string[];

  /** Every need it is for; all of them when it welcomes any. */
  needs: Need[];
  categories: Category[];
  minAge: number;
  maxAge: number;
  ageBands: AgeBand[];
  support: Capability[];
  /** Those it gives, and those it answers "ask us" about. */
  supportOrAsk: Capability[];
  access: AccessFeature[];
  days: Day[];
  times: TimeOfDay[];
  holidays: Holiday[];
  cost: FundingRoute[];
  languages: ListingLanguage[];
  /** District ids of the council pack, or ids of its neighbours. */
  districts: string[];
  duties: Schedule2Paragraph[];
  noReferral: boolean;
  noDiagnosis: boolean;
  isOnline: boolean;
  servesWholeArea: boolean;
  spacesNow: boolean;
  /** 0 to 100: how much of what families ask is answered, and whether it is made for disabled children. */
  quality: number;

  checkedOn: string | null;
  spaces: Spaces | null;
  waitingWeeks: number | null;
  alert: string | null;
  closed: boolean;
  /** The last of its dates, when every one of its schedules has an end. */
  endsOn: string | null;
  ages: { from: number | null; to: number | null };
  price: { pounds: number; per: string | null } | null;
  session: { days: Day[]; opens: string; closes: string | null } | null;
  places: { venue: string | null; town: string | null; district: string | null; point: Point | null }[];
}

/** A document of the Meilisearch index: a listing at one of its places, because an index document has one position. */
export interface IndexDocument extends ListingDocument {
  id: string;
  /** One document of each listing is; a search without a place looks at these only. */
  isPrimary: boolean;
  _geo?: Point;
}

/** What a document needs to know beyond the listing itself. */
export interface DocumentContext {
  districts: readonly { id: string; name: string; gss: string }[];
  /** Towns of the area and of its neighbours; `district` is a district's or a neighbour's id. */
  towns: readonly (Point & { name: string; district: string })[];
  /** Where a postcode is, from the imported table or the council pack; null when unknown. */
  findPostcode(postcode: string): (Point & { gss?: string | null }) | null;
  /** English words of a need or category, to be found by. */
  words: { needs: Readonly<Record<Need, string>>; categories: Readonly<Record<Category, string>> };
}

const SUMMARY_LENGTH = 180;
/** Meilisearch counts only so far into a text, and a parent reads no farther either. */
const DESCRIPTION_LENGTH = 3000;
/** Farther from any town of the area or its neighbours than this, a place is in no district that we know. */
const DISTRICT_MILES = 10;

export function toListingDocument(listing: Listing, context: DocumentContext): ListingDocument {
  const { send } = listing;
  const needs = codesOf(listing.attributes, "need");
  const categories = categoriesOf(listing);
  const places = listing.places.map((place) => toPlace(place, context));
  const range = ageRange(listing.minimumAge, listing.maximumAge);
  const description = collapse(listing.description ?? "");
  const session = listing.schedules.find((schedule) => schedule.opensAt && daysIn(schedule.byday).length > 0);
  const cost = costOf(listing);
  return {
    serviceId: listing.id,
    slug: listing.slug,
    name: collapse(listing.name),
    organisation: collapse(listing.organization.name),
    summary: send.summary ?? firstSentences(description),
    description: description.slice(0, DESCRIPTION_LENGTH),
    eligibility: collapse(listing.eligibilityDescription ?? ""),
    keywords: [...send.keywords, ...(listing.alternateName ? [listing.alternateName] : []), ...otherTerms(listing)],
    needWords: needs.flatMap((need) => (need === "any" ? [] : context.words.needs[need])),
    categoryWords: categories.map((category) => context.words.categories[category]),
    localities: unique(places.flatMap((place) => [place.town, place.venue].filter((name) => name !== null))),

    needs: needs.includes("any") ? [...NEED_IDS] : needs.filter((need) => need !== "any"),
    categories,
    minAge: Math.floor(range.from),
    maxAge: Math.min(Math.floor(range.to), 200),
    ageBands: bandsOf(range),
    support: CAPABILITIES.filter((capability) => send.capabilities[capability] === "yes"),
    supportOrAsk: CAPABILITIES.filter((capability) => send.capabilities[capability] === "yes" || send.capabilities[capability] === "ask"),
    access: unique(listing.places.flatMap((place) => codesOf(place.location.attributes, "access"))),
    days: DAYS.filter((day) => listing.schedules.some((schedule) => daysIn(schedule.byday).includes(day))),
    times: timesOf(listing),
    holidays: holidaysOf(listing),
    cost,
    languages: LANGUAGES.filter((code) => listing.languages.some((language) => language.code?.toLowerCase() === code)),
    districts: districtsOf(listing, places, context),
    duties: codesOf(listing.attributes, "schedule-2"),
    noReferral: send.referralNeeded === false,
    noDiagnosis: send.diagnosisNeeded === false,
    isOnline: send.joinOnline || listing.places.some((place) => place.location.locationType === "virtual"),
    servesWholeArea: send.servesWholeArea,
    spacesNow: send.spaces === "spaces" || send.spaces === "few",
    quality: qualityOf(listing),

    checkedOn: listing.assuredOn ?? null,
    spaces: send.spaces ?? null,
    waitingWeeks: send.waitingWeeks ?? null,
    alert: listing.alert ?? null,
    closed: listing.status === "temporarily closed",
    endsOn: endOf(listing.schedules),
    ages: { from: listing.minimumAge ?? null, to: listing.maximumAge ?? null },
    price: priceOf(listing, cost),
    session: session?.opensAt ? { days: daysIn(session.byday), opens: session.opensAt.slice(0, 5), closes: session.closesAt?.slice(0, 5) ?? null } : null,
    places,
  };
}

/** The documents of the index that one listing becomes: one a place, and one in any case. */
export function toIndexDocuments(document: ListingDocument): IndexDocument[] {
  const points = document.places.length > 0 ? document.places.map((place) => place.point) : [null];
  return points.map((point, i) => ({ ...document, id: `${document.serviceId}_${i}`, isPrimary: i === 0, ...(point ? { _geo: point } : {}) }));
}

function toPlace(place: ServicePlace, context: DocumentContext): ListingDocument["places"][number] {
  const { location } = place;
  const address = location.addresses[0];
  const byPostcode = address?.postalCode ? context.findPostcode(address.postalCode) : null;
  const point = isPoint(location.latitude, location.longitude)
    ? { lat: location.latitude as number, lng: location.longitude as number }
    : byPostcode && { lat: byPostcode.lat, lng: byPostcode.lng };
  const shown = location.locationType === "virtual" ? null : point;
  return {
    venue: location.name ?? null,
    town: address?.city.trim() || null,
    district: districtAt(shown, byPostcode?.gss, context),
    point: shown,
  };
}

function districtAt(point: Point | null, gss: string | null | undefined, context: DocumentContext): string | null {
  const known = gss && context.districts.find((district) => district.gss === gss);
  if (known) return known.id;
  const town = point && nearest(point, context.towns);
  return town && town.miles <= DISTRICT_MILES ? town.item.district : null;
}

function districtsOf(listing: Listing, places: ListingDocument["places"], context: DocumentContext): string[] {
  if (listing.send.servesWholeArea) return unique([...context.districts.map((district) => district.id), ...places.flatMap((place) => place.district ?? [])]);
  const served = listing.serviceAreas.map((area) => collapse(area.name ?? area.serviceArea ?? "").toLowerCase());
  return unique([
    ...places.flatMap((place) => place.district ?? []),
    ...context.districts.filter((district) => served.includes(district.name.toLowerCase())).map((district) => district.id),
  ]);
}

function timesOf(listing: Listing): TimeOfDay[] {
  const hours = listing.schedules.flatMap((schedule) => (/^\d{2}:/.test(schedule.opensAt ?? "") ? Number(schedule.opensAt?.slice(0, 2)) : []));
  return [
    ...(hours.some((hour) => hour < 15) ? (["daytime"] as const) : []),
    ...(hours.some((hour) => hour >= 15 && hour < 18) ? (["after-school"] as const) : []),
    ...(hours.some((hour) => hour >= 18) ? (["evening"] as const) : []),
  ];
}

/** Named holidays; where a source says only "in the holidays" or "all year", every one of them. */
function holidaysOf(listing: Listing): Holiday[] {
  const named = codesOf(listing.attributes, "holiday");
  if (named.length > 0) return named;
  return listing.schedules.some((schedule) => schedule.weeks === "holidays" || schedule.weeks === "all") ? [...HOLIDAYS] : [];
}

function costOf(listing: Listing): FundingRoute[] {
  const amounts = listing.costOptions.flatMap((option) => option.amount ?? []);
  const routes = new Set<FundingRoute>(codesOf(listing.attributes, "funding"));
  if (amounts.length > 0 && amounts.every((amount) => amount === 0)) routes.add("free");
  if (!routes.has("free") && sessionPrices(listing).some((option) => option.pounds <= LOW_COST_POUNDS)) routes.add("low-cost");
  return FUNDING_ROUTES.filter((route) => routes.has(route));
}

/** Prices for one visit: not a week's or a term's, which would make a nursery look dear and a club's yearly fee cheap. */
function sessionPrices(listing: Listing): { pounds: number; per: string | null }[] {
  return listing.costOptions.flatMap(({ amount, amountDescription, option }) => {
    const longer = /\b(week|month|term|year|annual|half.term|block|course|night)/i.test(`${amountDescription ?? ""} ${option ?? ""}`);
    return amount !== undefined && amount > 0 && !longer ? [{ pounds: amount, per: amountDescription ?? null }] : [];
  });
}

function priceOf(listing: Listing, cost: FundingRoute[]): ListingDocument["price"] {
  if (cost.includes("free")) return { pounds: 0, per: null };
  const any = listing.costOptions.flatMap(({ amount, amountDescription }) => (amount !== undefined && amount > 0 ? [{ pounds: amount, per: amountDescription ?? null }] : []));
  const candidates = sessionPrices(listing).length > 0 ? sessionPrices(listing) : any;
  return candidates.reduce<ListingDocument["price"]>((least, price) => (least && least.pounds <= price.pounds ? least : price), null);
}

/** Terms of other taxonomies ("Breakfast and after school clubs") are words to be found by, though no filter knows them. */
function otherTerms(listing: Listing): string[] {
  return listing.attributes.filter((attribute) => !attribute.term.termUri?.startsWith("urn:send-local-offer:")).map((attribute) => attribute.term.name);
}

function qualityOf(listing: Listing): number {
  const { send } = listing;
  const answered = Object.keys(send.capabilities).length / CAPABILITIES.length;
  const facts = [
    listing.applicationProcess, listing.eligibilityDescription, listing.minimumAge !== undefined || listing.maximumAge !== undefined,
    listing.schedules.length, listing.costOptions.length || codesOf(listing.attributes, "funding").length, listing.assuredOn,
    send.spaces, send.referralNeeded !== undefined, listing.contacts.length || listing.phones.length, listing.places.length || send.servesWholeArea,
  ].filter(Boolean).length / 10;
  return Math.round(40 * facts + 30 * answered + (send.specialist ? 30 : 0) - (listing.status === "temporarily closed" ? 20 : 0));
}

/** The start of a text, whole sentences where they fit. */
function firstSentences(words: string): string {
  if (words.length <= SUMMARY_LENGTH) return words;
  const start = words.slice(0, SUMMARY_LENGTH);
  const end = Math.max(start.lastIndexOf(". "), start.lastIndexOf("! "), start.lastIndexOf("? "));
  return end > 60 ? start.slice(0, end + 1) : `${start.slice(0, start.lastIndexOf(" "))}…`;
}

function collapse(words: string): string {
  return words.replace(/\s+/g, " ").trim();
}

function unique<T>(list: T[]): T[] {
  return [...new Set(list)];
}
