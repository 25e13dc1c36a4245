/**
 * Open Referral UK 1.0 as 3.0. Pure.
 * Ratings and holiday schedules have no place in 3.0 and are left out; everything else finds its member there.
 * @see Open Referral UK 3.0, changelog from 1.0
 */

type Raw = Record<string, unknown>;

/** Whether a record is in the shape of 1.0: its names for parts that 3.0 renamed. */
export function isVersion1(raw: unknown): raw is Raw {
  return isRecord(raw) && ["service_taxonomys", "eligibilitys", "regular_schedules", "fundings", "holiday_schedules"].some((name) => Array.isArray(raw[name]));
}

export function toVersion3(service: Raw): Raw {
  const { service_taxonomys, eligibilitys, regular_schedules, holiday_schedules: _holidays, reviews: _reviews, fundings, organization, attending_type, attending_access, deliverable_type, ...rest } = service;
  const eligibility = list(eligibilitys);
  const words = eligibility.flatMap((part) => (typeof part.eligibility === "string" ? part.eligibility : []));
  return {
    ...rest,
    organization: isRecord(organization) ? { ...organization, website: organization.website ?? organization.url, url: undefined } : organization,
    minimum_age: rest.minimum_age ?? least(eligibility.map((part) => part.minimum_age)),
    maximum_age: rest.maximum_age ?? most(eligibility.map((part) => part.maximum_age)),
    ...(words.length ? { eligibility_description: words.join("\n") } : {}),
    schedules: list(regular_schedules).map((schedule) => ({ ...schedule, attending_type: schedule.attending_type ?? attending_type })),
    funding: list(fundings),
    languages: list(rest.languages).map(({ language, ...part }) => ({ ...part, name: part.name ?? language })),
    contacts: list(rest.contacts),
    service_at_locations: list(rest.service_at_locations).map(toPlace),
    attributes: list(service_taxonomys).flatMap((link) => (isRecord(link.taxonomy) ? [toAttribute(link, link.taxonomy)] : [])),
    ...(attending_access ? { attending_access } : {}),
    ...(deliverable_type ? { deliverable_type } : {}),
  };
}

function toPlace({ location, regular_schedules: _schedules, holiday_schedules: _holidays, ...place }: Raw): Raw {
  if (!isRecord(location)) return place;
  const { physical_addresses, accessibility_for_disabilities, ...rest } = location;
  return {
    ...place,
    location: {
      location_type: "physical",
      ...rest,
      addresses: list(physical_addresses).map((address) => ({ address_type: "physical", ...address })),
      accessibility: list(accessibility_for_disabilities).map(({ accessibility, ...part }) => ({ ...part, description: accessibility })),
    },
  };
}

/** A 1.0 taxonomy is a term: its vocabulary is the taxonomy, and its id ("esdServiceTypes:123") says which term of it. */
function toAttribute(link: Raw, term: Raw): Raw {
  const { id, name, vocabulary, parent_id, ...rest } = term;
  return {
    id: link.id,
    link_type: "service_type",
    taxonomy_term: { id, name, description: name, term: id, taxonomy: vocabulary, ...(parent_id ? { parent_term: parent_id } : {}), ...rest },
  };
}

function least(values: unknown[]): number | undefined {
  const numbers = toNumbers(values);
  return numbers.length ? Math.min(...numbers) : undefined;
}

function most(values: unknown[]): number | undefined {
  const numbers = toNumbers(values);
  return numbers.length ? Math.max(...numbers) : undefined;
}

function toNumbers(values: unknown[]): number[] {
  return values.filter((value) => value !== null && value !== undefined && value !== "").map(Number).filter((value) => !Number.isNaN(value));
}

function list(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
