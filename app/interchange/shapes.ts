import type {
  Accessibility, Address, Attribute, Contact, CostOption, Funding, Language, Listing, Location, Organization,
  OrganizationIdentifier, Phone, Schedule, SendDetails, ServiceArea, ServicePlace, Term,
} from "../domain/directory/listing.ts";
import { LISTING_STATUSES, SPACES } from "../domain/directory/vocabulary.ts";
import { boolean, date, email, instant, integer, line, link, notNegative, number, oneOf, text, uri, uuid, type Reader } from "./values.ts";

/**
 * The scalar members of each Open Referral UK 3.0 entity: our name, the standard's name, and how a value is read.
 * Members that only the international HSDS 3.0 has (phones' `description`, `wait_time`, ...) are read and written too:
 * the UK profile drops them from its schema but permits them, and families need them.
 */
export type Field<T = unknown> = readonly [standardName: string, read: Reader<T>, required?: "required"];

/** What a field's reader gives. */
export type ValueOf<F> = F extends readonly [string, (raw: unknown) => infer R, ...unknown[]] ? Exclude<R extends { value?: infer V } ? V : never, undefined> : never;

type Scalars<T> = {
  [K in keyof T as T[K] extends (infer U)[] | undefined ? (U extends object ? never : K)
    : K extends "id" | "extra" | "location" | "organization" | "term" | "send" | "capabilities" | "answers" | "post16" | "source" | "sourceRef" | "slug"
      ? never
      : K]: T[K];
};
export type Shape<T> = { readonly [K in keyof Scalars<T>]-?: Field<NonNullable<Scalars<T>[K]>> };

export const SERVICE: Shape<Listing> = {
  status: ["status", oneOf(LISTING_STATUSES)],
  name: ["name", line, "required"],
  alternateName: ["alternate_name", line],
  description: ["description", text],
  url: ["url", link],
  email: ["email", email],
  fees: ["fees", text],
  accreditations: ["accreditations", text],
  minimumAge: ["minimum_age", notNegative],
  maximumAge: ["maximum_age", notNegative],
  eligibilityDescription: ["eligibility_description", text],
  applicationProcess: ["application_process", text],
  waitTime: ["wait_time", text],
  interpretationServices: ["interpretation_services", text],
  alert: ["alert", text],
  assuredOn: ["assured_date", date],
  assurerEmail: ["assurer_email", email],
  lastModified: ["last_modified", instant],
};

export const ORGANIZATION: Shape<Organization> = {
  name: ["name", line, "required"],
  alternateName: ["alternate_name", line],
  description: ["description", text],
  email: ["email", email],
  website: ["website", link],
  logo: ["logo", link],
  uri: ["uri", uri],
  parentOrganizationId: ["parent_organization_id", uuid],
};

export const ORGANIZATION_IDENTIFIER: Shape<OrganizationIdentifier> = {
  identifierScheme: ["identifier_scheme", line],
  identifierType: ["identifier_type", line, "required"],
  identifier: ["identifier", line, "required"],
};

export const SERVICE_AT_LOCATION: Shape<ServicePlace> = { description: ["description", text] };

const PLACE_TYPES = ["physical", "postal", "virtual"] as const;

export const LOCATION: Shape<Location> = {
  locationType: ["location_type", oneOf(PLACE_TYPES)],
  name: ["name", line],
  description: ["description", text],
  latitude: ["latitude", number],
  longitude: ["longitude", number],
  externalIdentifier: ["external_identifier", line],
  externalIdentifierType: ["external_identifier_type", line],
};

export const ADDRESS: Shape<Address> = {
  attention: ["attention", line],
  address1: ["address_1", line],
  address2: ["address_2", line],
  city: ["city", line],
  region: ["region", line],
  stateProvince: ["state_province", line],
  postalCode: ["postal_code", line],
  country: ["country", line],
  addressType: ["address_type", oneOf(PLACE_TYPES)],
};

export const ACCESSIBILITY: Shape<Accessibility> = {
  description: ["description", text],
  details: ["details", text],
  url: ["url", link],
  accessibility: ["accessibility", text],
};

export const SCHEDULE: Shape<Schedule> = {
  serviceAtLocationId: ["service_at_location_id", uuid],
  validFrom: ["valid_from", date],
  validTo: ["valid_to", date],
  dtstart: ["dtstart", date],
  freq: ["freq", oneOf(["WEEKLY", "MONTHLY"] as const)],
  interval: ["interval", integer],
  byday: ["byday", line],
  bymonthday: ["bymonthday", line],
  opensAt: ["opens_at", line],
  closesAt: ["closes_at", line],
  description: ["description", text],
  scheduleLink: ["schedule_link", link],
  attendingType: ["attending_type", line],
  notes: ["notes", text],
  weeks: ["weeks", oneOf(["term", "holidays", "all"] as const)],
};

export const CONTACT: Shape<Contact> = {
  name: ["name", line],
  title: ["title", line],
  email: ["email", email],
};

export const PHONE: Shape<Phone> = {
  contactId: ["contact_id", uuid],
  number: ["number", line, "required"],
  extension: ["extension", line],
  description: ["description", text],
};

export const COST_OPTION: Shape<CostOption> = {
  validFrom: ["valid_from", date],
  validTo: ["valid_to", date],
  option: ["option", line],
  amount: ["amount", notNegative],
  amountDescription: ["amount_description", line],
  currency: ["currency", line],
};

export const FUNDING: { source: Field<NonNullable<Funding["source"]>> } = { source: ["source", text] };

export const LANGUAGE: Shape<Language> = {
  code: ["code", line],
  name: ["name", line],
  note: ["note", line],
};

export const SERVICE_AREA: Shape<ServiceArea> = {
  name: ["name", text],
  extent: ["extent", text],
  extentType: ["extent_type", line],
  uri: ["uri", uri],
  serviceArea: ["service_area", text],
};

export const ATTRIBUTE: Shape<Attribute> = {
  linkType: ["link_type", line],
  value: ["value", line],
  label: ["label", line],
};

export const TERM: Shape<Omit<Term, "term">> & { term: Field<string> } = {
  taxonomy: ["taxonomy", line],
  taxonomyId: ["taxonomy_id", uuid],
  term: ["term", line],
  name: ["name", line, "required"],
  description: ["description", text],
  parentId: ["parent_id", uuid],
  termUri: ["term_uri", uri],
};

/** Our extension object, `send`, on a service. */
export const SEND_DETAILS: Shape<Omit<SendDetails, "easyRead" | "keywords">> = {
  summary: ["summary", line],
  howDecided: ["how_decided", text],
  replyWorkingDays: ["reply_working_days", integer],
  specialist: ["specialist", boolean],
  servesWholeArea: ["serves_whole_area", boolean],
  joinOnline: ["join_online", boolean],
  referralNeeded: ["referral_needed", boolean],
  diagnosisNeeded: ["diagnosis_needed", boolean],
  spaces: ["spaces", oneOf(SPACES)],
  waitingWeeks: ["waiting_weeks", integer],
  spacesOn: ["spaces_on", date],
  whileYouWait: ["while_you_wait", text],
  gettingThere: ["getting_there", text],
  sensoryNotes: ["sensory_notes", text],
  socialStoryUrl: ["social_story_url", link],
};
