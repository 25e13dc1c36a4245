import type {
  Attribute, Contact, Extra, Listing, Location, Organization, Phone, Post16Details, SendDetails, ServicePlace, Term,
} from "../domain/directory/listing.ts";
import { noSendDetails } from "../domain/directory/listing.ts";
import { derivedId, isOwnTerm } from "../domain/directory/taxonomies.ts";
import { CAPABILITIES, CAPABILITY_ANSWERS, isOneOf, POST_16_LEVELS, SEND_QUESTIONS } from "../domain/directory/vocabulary.ts";
import * as shapes from "./shapes.ts";
import type { Field, ValueOf } from "./shapes.ts";
import { isUuid, line, oneOf, storable, text } from "./values.ts";

/**
 * Open Referral UK 3.0 in and out. Reading is forgiving, value by value, and says what it changed; writing gives the
 * standard's own names, leaves out what is not known, and adds the extension object `send` and the HSDS members that
 * the UK profile permits without naming them.
 * @see https://docs.openreferral.org/ HSDS 3.0, and the HSDS-UK 3.0 profile
 */

/** One thing that was changed or left out while a record was read. `field` is the standard's path to it. */
export interface Note {
  field: string;
  what: string;
}

export type Reading =
  | { ok: true; listing: Omit<Listing, "slug">; notes: Note[] }
  | { ok: false; reason: string; ref: string | null };

type Raw = Record<string, unknown>;

/** The most parts of one kind that a listing may have: beyond it a record is taken for a mistake and cut. */
const MOST_PARTS = 200;

/**
 * A service of a feed, as a listing of `source`.
 * A service without an id or a name is refused; any other fault costs only the value that is at fault.
 */
export function listingFromOruk(given: unknown, source: string): Reading {
  const raw = storable(given);
  if (!isRecord(raw)) return { ok: false, reason: "not an object", ref: null };
  const ref = idText(raw.id);
  if (ref === null) return { ok: false, reason: "no id", ref: null };
  const notes: Note[] = [];
  const read = new RecordReader(notes, source);
  const id = isUuid(ref) ? ref.toLowerCase() : derivedId("service", source, ref);
  const service = read.scalars(shapes.SERVICE, raw, "");
  if (!service.name) return { ok: false, reason: "no name", ref };

  const ages = orderedAges(service.minimumAge, service.maximumAge, notes);
  const contacts = read.parts(raw.contacts, "contacts", id, (part, at, partId) => read.contact(part, at, partId));
  const listing: Omit<Listing, "slug"> = {
    ...service,
    ...ages,
    id,
    source,
    sourceRef: ref,
    name: service.name,
    status: service.status ?? (raw.status === undefined || raw.status === null || raw.status === "" ? "active" : "inactive"),
    organization: read.organization(raw, service.name),
    places: read.parts(raw.service_at_locations, "service_at_locations", id, (part, at, partId) => read.place(part, at, partId)),
    schedules: read.simple(raw.schedules, "schedules", id, shapes.SCHEDULE),
    contacts: contacts.map(({ contact }) => contact),
    phones: [
      ...read.simple<Phone>(raw.phones, "phones", id, shapes.PHONE),
      ...contacts.flatMap(({ contact, phones }, i) =>
        read.simple<Phone>(phones, `contacts[${i}].phones`, contact.id, shapes.PHONE).map((phone) => ({ ...phone, contactId: contact.id })),
      ),
    ],
    costOptions: read.simple(raw.cost_options, "cost_options", id, shapes.COST_OPTION),
    funding: read.simple(raw.funding, "funding", id, shapes.FUNDING),
    languages: read.simple(raw.languages, "languages", id, shapes.LANGUAGE),
    serviceAreas: read.simple(raw.service_areas, "service_areas", id, shapes.SERVICE_AREA),
    attributes: read.attributes(raw.attributes, "attributes", id),
    send: read.send(raw.send),
  };
  const extra = restOf(raw, shapes.SERVICE, [...SERVICE_PARTS, ...organizationIdIfRedundant(raw)]);
  return { ok: true, listing: extra ? { ...listing, extra } : listing, notes };
}

const SERVICE_PARTS = [
  "organization", "service_at_locations", "schedules", "contacts", "phones", "cost_options", "funding", "languages",
  "service_areas", "attributes", "send",
];

function organizationIdIfRedundant(raw: Raw): string[] {
  return isRecord(raw.organization) && raw.organization.id !== raw.organization_id ? [] : ["organization_id"];
}

function orderedAges(minimum: number | undefined, maximum: number | undefined, notes: Note[]): { minimumAge?: number; maximumAge?: number } {
  if (minimum !== undefined && maximum !== undefined && maximum < minimum) {
    notes.push({ field: "maximum_age", what: `below the minimum age (${minimum}); left out` });
    return { minimumAge: minimum, maximumAge: undefined };
  }
  return {};
}

/** Reads the parts of one record, collecting notes as it goes. */
class RecordReader {
  readonly notes: Note[];
  readonly source: string;
  constructor(notes: Note[], source: string) {
    this.notes = notes;
    this.source = source;
  }

  scalars<S extends Record<string, Field>>(shape: S, raw: Raw, at: string): { -readonly [K in keyof S]?: ValueOf<S[K]> } {
    const out: Record<string, unknown> = {};
    for (const [ours, [theirs, read]] of Object.entries(shape)) {
      const given = raw[theirs];
      if (given === undefined || given === null) continue;
      const { value, note } = read(given);
      if (value !== undefined) out[ours] = value;
      if (note) this.notes.push({ field: at ? `${at}.${theirs}` : theirs, what: value === undefined ? `${note}; left out` : note });
    }
    return out as never;
  }

  /** Each object of a list, with a sound id that no other of the list has. */
  parts<T>(raw: unknown, at: string, parent: string, read: (part: Raw, at: string, id: string) => T | null): T[] {
    if (raw === undefined || raw === null) return [];
    if (!Array.isArray(raw)) {
      this.notes.push({ field: at, what: "expected a list; left out" });
      return [];
    }
    if (raw.length > MOST_PARTS) this.notes.push({ field: at, what: `has ${raw.length}; the first ${MOST_PARTS} were taken` });
    const seen = new Set<string>();
    return raw.slice(0, MOST_PARTS).flatMap((part, i) => {
      const path = `${at}[${i}]`;
      if (!isRecord(part)) {
        this.notes.push({ field: path, what: "expected an object; left out" });
        return [];
      }
      let id = isUuid(part.id) ? part.id.toLowerCase() : derivedId(parent, at, idText(part.id) ?? String(i));
      if (seen.has(id)) {
        this.notes.push({ field: `${path}.id`, what: "stands twice in the list; given another" });
        id = derivedId(parent, at, id, String(i));
      }
      seen.add(id);
      const value = read(part, path, id);
      return value === null ? [] : [value];
    });
  }

  /** Parts that have nothing but scalars. */
  simple<T extends { id: string; extra?: Extra }>(raw: unknown, at: string, parent: string, shape: Record<string, Field>): T[] {
    return this.parts(raw, at, parent, (part, path, id) => {
      const values = this.scalars(shape, part, path);
      const missing = Object.entries(shape).find(([ours, field]) => field[2] && (values)[ours] === undefined);
      if (missing) {
        this.notes.push({ field: path, what: `no ${missing[1][0]}; left out` });
        return null;
      }
      return { id, ...values, ...extraOf(part, shape, []) } as unknown as T;
    });
  }

  organization(service: Raw, serviceName: string): Organization {
    const raw = isRecord(service.organization) ? service.organization : {};
    const ref = idText(raw.id) ?? idText(service.organization_id);
    const values = this.scalars(shapes.ORGANIZATION, raw, "organization");
    const name = values.name ?? serviceName;
    if (values.description === name) delete values.description;
    if (!values.name) this.notes.push({ field: "organization.name", what: "missing; the service's name stands for it" });
    const id = isUuid(ref) ? ref.toLowerCase() : derivedId("organization", this.source, ref ?? name);
    return {
      ...values,
      id,
      name,
      identifiers: this.simple(raw.organization_identifiers, "organization.organization_identifiers", id, shapes.ORGANIZATION_IDENTIFIER),
      attributes: this.attributes(raw.attributes, "organization.attributes", id),
      ...extraOf(raw, shapes.ORGANIZATION, ["organization_identifiers", "attributes"]),
    };
  }

  place(raw: Raw, at: string, id: string): ServicePlace | null {
    if (!isRecord(raw.location)) {
      this.notes.push({ field: at, what: "no location; left out" });
      return null;
    }
    return {
      id,
      ...this.scalars(shapes.SERVICE_AT_LOCATION, raw, at),
      location: this.location(raw.location, `${at}.location`, idText(raw.location_id)),
      ...extraOf(raw, shapes.SERVICE_AT_LOCATION, ["location"]),
    };
  }

  location(raw: Raw, at: string, otherRef: string | null): Location {
    const ref = idText(raw.id) ?? otherRef;
    const id = isUuid(ref) ? ref.toLowerCase() : derivedId("location", this.source, ref ?? JSON.stringify(raw));
    const values = this.scalars(shapes.LOCATION, raw, at);
    return {
      ...values,
      id,
      locationType: values.locationType ?? "physical",
      addresses: this.parts(raw.addresses, `${at}.addresses`, id, (part, path, partId) => {
        const { address1 = "", city = "", stateProvince = "", postalCode = "", country = "GB", addressType = "physical", ...rest } =
          this.scalars(shapes.ADDRESS, part, path);
        return { id: partId, address1, city, stateProvince, postalCode, country, addressType, ...rest, ...extraOf(part, shapes.ADDRESS, []) };
      }),
      accessibility: this.simple(raw.accessibility, `${at}.accessibility`, id, shapes.ACCESSIBILITY),
      attributes: this.attributes(raw.attributes, `${at}.attributes`, id),
      ...extraOf(raw, shapes.LOCATION, ["addresses", "accessibility", "attributes"]),
    };
  }

  contact(raw: Raw, at: string, id: string): { contact: Contact; phones: unknown } {
    return {
      contact: { id, ...this.scalars(shapes.CONTACT, raw, at), ...extraOf(raw, shapes.CONTACT, ["phones"]) },
      phones: raw.phones,
    };
  }

  attributes(raw: unknown, at: string, parent: string): Attribute[] {
    return this.parts(raw, at, parent, (part, path, id) => {
      if (!isRecord(part.taxonomy_term)) {
        this.notes.push({ field: path, what: "its taxonomy term is not there; left out" });
        return null;
      }
      const term = this.term(part.taxonomy_term, `${path}.taxonomy_term`);
      if (!term) return null;
      return { id, ...this.scalars(shapes.ATTRIBUTE, part, path), term, ...extraOf(part, shapes.ATTRIBUTE, ["taxonomy_term"]) };
    });
  }

  term(raw: Raw, at: string): Term | null {
    const { name, description, ...rest } = this.scalars(shapes.TERM, raw, at);
    if (!name) {
      this.notes.push({ field: at, what: "no name; left out" });
      return null;
    }
    const ref = idText(raw.id);
    const id = isUuid(ref) ? ref.toLowerCase() : derivedId("term", this.source, ref ?? `${rest.taxonomy ?? ""}/${rest.term ?? name}`);
    return { id, name, description: description ?? name, ...rest, ...extraOf(raw, shapes.TERM, []) };
  }

  send(raw: unknown): SendDetails {
    if (!isRecord(raw)) {
      if (raw !== undefined && raw !== null) this.notes.push({ field: "send", what: "expected an object; left out" });
      return noSendDetails();
    }
    const values = this.scalars(shapes.SEND_DETAILS, raw, "send");
    return {
      ...values,
      servesWholeArea: values.servesWholeArea ?? false,
      joinOnline: values.joinOnline ?? false,
      easyRead: this.lines(raw.easy_read, "send.easy_read"),
      keywords: this.lines(raw.keywords, "send.keywords"),
      capabilities: this.entries(raw.capabilities, "send.capabilities", CAPABILITIES, (given) => oneOf(CAPABILITY_ANSWERS)(given).value),
      answers: this.entries(raw.answers, "send.answers", SEND_QUESTIONS, (given) => text(given).value),
      ...this.post16(raw.post_16),
    };
  }

  lines(raw: unknown, at: string): string[] {
    if (raw === undefined || raw === null) return [];
    if (!Array.isArray(raw)) {
      this.notes.push({ field: at, what: "expected a list; left out" });
      return [];
    }
    return raw.slice(0, MOST_PARTS).flatMap((given) => line(given).value ?? []);
  }

  entries<K extends string, V>(raw: unknown, at: string, keys: readonly K[], read: (given: unknown) => V | undefined): Partial<Record<K, V>> {
    const out: Partial<Record<K, V>> = {};
    if (!isRecord(raw)) return out;
    for (const [key, given] of Object.entries(raw)) {
      if (given === null || given === "") continue;
      const value = isOneOf(keys, key) ? read(given) : undefined;
      if (value === undefined) this.notes.push({ field: `${at}.${key}`, what: "not understood; left out" });
      else out[key as K] = value;
    }
    return out;
  }

  post16(raw: unknown): { post16?: Post16Details } {
    if (!isRecord(raw)) return {};
    const level = oneOf(POST_16_LEVELS)(raw.level).value;
    if (!level) {
      this.notes.push({ field: "send.post_16.level", what: `not one of: ${POST_16_LEVELS.join(", ")}; left out` });
      return {};
    }
    const post16: Post16Details = { level };
    for (const key of ["days", "entry", "support", "travel", "jobs"] as const) {
      const { value } = text(raw[key] ?? "");
      if (value !== undefined) post16[key] = value;
    }
    return { post16 };
  }
}

/** Words for our own terms, by code; other terms carry their own. */
export type TermWords = (term: Term) => { name: string; description: string };

/** A listing as the standard's fully nested service. */
export function serviceToOruk(listing: Listing, words: TermWords): Raw {
  return {
    ...serviceScalars(listing),
    organization: organizationToOruk(listing.organization, words),
    ...listOf("service_at_locations", listing.places.map((place) => placeToOruk(place, words))),
    ...listOf("schedules", listing.schedules.map((part) => partToOruk(shapes.SCHEDULE, part))),
    ...listOf("contacts", listing.contacts.map((part) => partToOruk(shapes.CONTACT, part))),
    ...listOf("phones", listing.phones.map((part) => partToOruk(shapes.PHONE, part))),
    ...listOf("cost_options", listing.costOptions.map((part) => partToOruk(shapes.COST_OPTION, part))),
    ...listOf("funding", listing.funding.map((part) => partToOruk(shapes.FUNDING, part))),
    ...listOf("languages", listing.languages.map((part) => partToOruk(shapes.LANGUAGE, part))),
    ...listOf("service_areas", listing.serviceAreas.map((part) => partToOruk(shapes.SERVICE_AREA, part))),
    ...listOf("attributes", listing.attributes.map((attribute) => attributeToOruk(attribute, words))),
    ...sendToOruk(listing.send),
  };
}

/** A listing as it stands in the standard's list of services: scalars and the organisation's. */
export function serviceListItemToOruk(listing: Listing, words: TermWords): Raw {
  return { ...serviceScalars(listing), organization: organizationToOruk(listing.organization, words) };
}

function serviceScalars(listing: Listing): Raw {
  return { id: listing.id, ...standardNames(shapes.SERVICE, listing), organization_id: listing.organization.id, ...listing.extra };
}

export function organizationToOruk(organization: Organization, words: TermWords): Raw {
  return {
    // The profile requires a description; where there is none the name stands in, and is not taken for one on the way back.
    ...partToOruk(shapes.ORGANIZATION, { description: organization.name, ...organization }),
    ...listOf("organization_identifiers", organization.identifiers.map((part) => partToOruk(shapes.ORGANIZATION_IDENTIFIER, part))),
    ...listOf("attributes", organization.attributes.map((attribute) => attributeToOruk(attribute, words))),
  };
}

export function taxonomyToOruk(taxonomy: { id: string; name: string; description: string; uri: string | null; version: string | null; extra: unknown }): Raw {
  const { id, name, description, uri, version, extra } = taxonomy;
  return { id, name, description, ...(uri ? { uri } : {}), ...(version ? { version } : {}), ...(isRecord(extra) ? extra : {}) };
}

export function placeToOruk(place: ServicePlace, words: TermWords): Raw {
  const { location } = place;
  return {
    ...partToOruk(shapes.SERVICE_AT_LOCATION, place),
    location: {
      ...partToOruk(shapes.LOCATION, location),
      ...listOf("addresses", location.addresses.map((part) => partToOruk(shapes.ADDRESS, part))),
      ...listOf("accessibility", location.accessibility.map((part) => partToOruk(shapes.ACCESSIBILITY, part))),
      ...listOf("attributes", location.attributes.map((attribute) => attributeToOruk(attribute, words))),
    },
  };
}

export function termToOruk(term: Term, words: TermWords): Raw {
  return { ...partToOruk(shapes.TERM, isOwnTerm(term.id) ? { ...term, ...words(term) } : term) };
}

function attributeToOruk(attribute: Attribute, words: TermWords): Raw {
  return { ...partToOruk(shapes.ATTRIBUTE, attribute), taxonomy_term: termToOruk(attribute.term, words) };
}

function sendToOruk(send: SendDetails): Raw {
  const { capabilities, answers, post16, easyRead, keywords } = send;
  const scalars = standardNames(shapes.SEND_DETAILS, send);
  if (!send.servesWholeArea) delete scalars.serves_whole_area;
  if (!send.joinOnline) delete scalars.join_online;
  const out = {
    ...scalars,
    ...listOf("easy_read", easyRead),
    ...listOf("keywords", keywords),
    ...(Object.keys(capabilities).length ? { capabilities } : {}),
    ...(Object.keys(answers).length ? { answers } : {}),
    ...(post16 ? { post_16: post16 } : {}),
  };
  return Object.keys(out).length ? { send: out } : {};
}

function partToOruk(shape: Record<string, Field>, part: { id: string; extra?: Extra }): Raw {
  return { id: part.id, ...standardNames(shape, part), ...part.extra };
}

function standardNames(shape: Record<string, Field>, values: object): Raw {
  const out: Raw = {};
  for (const [ours, [theirs]] of Object.entries(shape)) {
    const value = (values as Raw)[ours];
    if (value !== undefined && value !== null) out[theirs] = value;
  }
  return out;
}

function listOf(name: string, parts: unknown[]): Raw {
  return parts.length ? { [name]: parts } : {};
}

function extraOf(raw: Raw, shape: Record<string, Field>, parts: string[]): { extra?: Extra } {
  const extra = restOf(raw, shape, parts);
  return extra ? { extra } : {};
}

/** What a record has beyond the members we know: kept as it came, so that it can go out again. */
function restOf(raw: Raw, shape: Record<string, Field>, parts: string[]): Extra | undefined {
  const known = new Set(["id", ...parts, ...Object.values(shape).map(([theirs]) => theirs)]);
  const rest = Object.entries(raw).filter(([key, value]) => !known.has(key) && value !== null && value !== "");
  return rest.length ? Object.fromEntries(rest) : undefined;
}

function isRecord(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An id as its source wrote it. */
export function idText(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 500) : null;
}
