import type { CapabilityAnswer, Capability, ListingStatus, Post16Level, SendQuestion, Spaces } from "./vocabulary.ts";

/**
 * A listing is a service as Open Referral UK 3.0 shapes it, with its organisation, places and times, and what families
 * of disabled children ask besides (`send`). Member names are the standard's in camel case; a date is ISO text
 * (YYYY-MM-DD), an instant ISO text in UTC; what is not known is absent, never null or empty. `extra` holds the members
 * of a source's record that the standard does not name.
 * @see Open Referral UK 3.0, `service`
 */
export interface Listing {
  id: string;
  /** Which source owns it, and that source's own id for it. */
  source: string;
  sourceRef: string;
  /** The last part of its page's address. Given once and kept, whatever the name becomes. */
  slug: string;
  status: ListingStatus;
  name: string;
  alternateName?: string;
  description?: string;
  url?: string;
  email?: string;
  fees?: string;
  accreditations?: string;
  minimumAge?: number;
  maximumAge?: number;
  /** Who it is for. */
  eligibilityDescription?: string;
  /** The one next step. */
  applicationProcess?: string;
  waitTime?: string;
  interpretationServices?: string;
  alert?: string;
  /** The day a person last checked it. */
  assuredOn?: string;
  assurerEmail?: string;
  /** The instant it was last edited, by anyone or anything. */
  lastModified?: string;
  organization: Organization;
  places: ServicePlace[];
  schedules: Schedule[];
  contacts: Contact[];
  phones: Phone[];
  costOptions: CostOption[];
  funding: Funding[];
  languages: Language[];
  serviceAreas: ServiceArea[];
  attributes: Attribute[];
  send: SendDetails;
  extra?: Extra;
}

export type Extra = Record<string, unknown>;

export interface Organization {
  id: string;
  name: string;
  alternateName?: string;
  description?: string;
  email?: string;
  website?: string;
  logo?: string;
  uri?: string;
  parentOrganizationId?: string;
  identifiers: OrganizationIdentifier[];
  attributes: Attribute[];
  extra?: Extra;
}

export interface OrganizationIdentifier {
  id: string;
  identifierScheme?: string;
  identifierType: string;
  identifier: string;
  extra?: Extra;
}

/** The service at one location (ORUK `service_at_location`). */
export interface ServicePlace {
  id: string;
  description?: string;
  location: Location;
  extra?: Extra;
}

export interface Location {
  id: string;
  locationType: "physical" | "postal" | "virtual";
  name?: string;
  description?: string;
  /** Degrees; as published, which may be no place on Earth. Use `isPoint` before trusting it. */
  latitude?: number;
  longitude?: number;
  externalIdentifier?: string;
  externalIdentifierType?: string;
  addresses: Address[];
  accessibility: Accessibility[];
  attributes: Attribute[];
  extra?: Extra;
}

export interface Address {
  id: string;
  attention?: string;
  address1: string;
  address2?: string;
  city: string;
  region?: string;
  stateProvince: string;
  postalCode: string;
  country: string;
  addressType: "physical" | "postal" | "virtual";
  extra?: Extra;
}

export interface Accessibility {
  id: string;
  description?: string;
  details?: string;
  url?: string;
  accessibility?: string;
  extra?: Extra;
}

export interface Schedule {
  id: string;
  serviceAtLocationId?: string;
  validFrom?: string;
  validTo?: string;
  dtstart?: string;
  freq?: "WEEKLY" | "MONTHLY";
  interval?: number;
  /** iCalendar weekdays, comma-separated: "MO,WE". */
  byday?: string;
  bymonthday?: string;
  /** HH:MM or HH:MM:SS, local time, as published. */
  opensAt?: string;
  closesAt?: string;
  description?: string;
  scheduleLink?: string;
  attendingType?: string;
  notes?: string;
  /** Which weeks of the school year; absent when the source does not say. */
  weeks?: "term" | "holidays" | "all";
  extra?: Extra;
}

export interface Contact {
  id: string;
  name?: string;
  title?: string;
  email?: string;
  extra?: Extra;
}

export interface Phone {
  id: string;
  contactId?: string;
  number: string;
  extension?: string;
  description?: string;
  extra?: Extra;
}

export interface CostOption {
  id: string;
  validFrom?: string;
  validTo?: string;
  option?: string;
  /** Pounds, unless `currency` says otherwise. */
  amount?: number;
  amountDescription?: string;
  currency?: string;
  extra?: Extra;
}

export interface Funding {
  id: string;
  source?: string;
  extra?: Extra;
}

export interface Language {
  id: string;
  /** ISO 639-1, or 639-3 where there is no shorter code. */
  code?: string;
  name?: string;
  note?: string;
  extra?: Extra;
}

export interface ServiceArea {
  id: string;
  name?: string;
  extent?: string;
  extentType?: string;
  uri?: string;
  serviceArea?: string;
  extra?: Extra;
}

/** A taxonomy term on an entity. */
export interface Attribute {
  id: string;
  linkType?: string;
  term: Term;
  value?: string;
  label?: string;
  extra?: Extra;
}

export interface Term {
  id: string;
  /** The taxonomy as the source names it. */
  taxonomy?: string;
  taxonomyId?: string;
  term?: string;
  name: string;
  description: string;
  parentId?: string;
  termUri?: string;
  extra?: Extra;
}

/** What families ask that the standard has no member for. Published as the extension object `send`. */
export interface SendDetails {
  /** One or two sentences for a list of results. Absent: the start of the description. */
  summary?: string;
  howDecided?: string;
  /** How soon the provider promises an answer to the next step, in working days. */
  replyWorkingDays?: number;
  /** True for a service made for disabled children, false for one open to all; absent when nobody said. */
  specialist?: boolean;
  /** Comes to families anywhere in the area, or works by phone or post; so distance does not rule it out. */
  servesWholeArea: boolean;
  joinOnline: boolean;
  referralNeeded?: boolean;
  diagnosisNeeded?: boolean;
  spaces?: Spaces;
  waitingWeeks?: number;
  /** The day that `spaces` and `waitingWeeks` were true. */
  spacesOn?: string;
  whileYouWait?: string;
  gettingThere?: string;
  sensoryNotes?: string;
  socialStoryUrl?: string;
  easyRead: string[];
  keywords: string[];
  /** A capability that is absent is unknown. */
  capabilities: Partial<Record<Capability, CapabilityAnswer>>;
  answers: Partial<Record<SendQuestion, string>>;
  post16?: Post16Details;
}

export interface Post16Details {
  level: Post16Level;
  days?: string;
  entry?: string;
  support?: string;
  travel?: string;
  jobs?: string;
}

/** `send` of a listing about which nothing of the kind is known. */
export function noSendDetails(): SendDetails {
  return { servesWholeArea: false, joinOnline: false, easyRead: [], keywords: [], capabilities: {}, answers: {} };
}
