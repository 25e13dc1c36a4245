/** An id that says what it is of: the same kind and number always give the same one. */
export function inventedId(kind: number, number: number): string {
  return `${kind.toString(16).padStart(8, "0")}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}

const TOWNS = ["Chelmsford", "Colchester", "Harlow", "Basildon"] as const;
const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA"] as const;

/** An invented service as an Open Referral UK 3.0 feed gives one, with parts of every usual kind. */
export function inventedService(number: number, more: object = {}): Record<string, unknown> {
  const organization = number % 7;
  const town = TOWNS[number % TOWNS.length] as string;
  return {
    id: inventedId(1, number),
    name: `Invented club ${number}`,
    status: "active",
    description: `Invented club number ${number}, in ${town}.\n\nCome as you are.`,
    url: `https://example.org/clubs/${number}`,
    email: `club${number}@example.org`,
    minimum_age: number % 10,
    maximum_age: 10 + (number % 9),
    last_modified: "2026-11-03T09:00:00.000Z",
    organization_id: inventedId(2, organization),
    organization: { id: inventedId(2, organization), name: `Invented clubs ${organization}`, description: "Runs clubs", website: "https://example.org" },
    service_at_locations: [
      {
        id: inventedId(3, number),
        location: {
          id: inventedId(4, number % 50),
          location_type: "physical",
          name: `Hall ${number % 50}`,
          latitude: 51.73,
          longitude: 0.47,
          addresses: [{ id: inventedId(5, number % 50), address_1: `${(number % 50) + 1} Mill Lane`, city: town, state_province: "Essex", postal_code: "CM2 6JX", country: "GB", address_type: "physical" }],
        },
      },
    ],
    schedules: [{ id: inventedId(6, number), freq: "WEEKLY", interval: 1, byday: DAYS[number % DAYS.length], opens_at: "15:30", closes_at: "17:00" }],
    contacts: [{ id: inventedId(7, number), name: "Sam Invented", title: "Organiser" }],
    phones: [{ id: inventedId(8, number), number: "01632 960123" }],
    cost_options: [{ id: inventedId(9, number), option: "A session", amount: 4.5, currency: "GBP" }],
    attributes: [{ id: inventedId(10, number), link_type: "topic", taxonomy_term: { id: inventedId(11, number % 5), name: `Topic ${number % 5}`, description: "An invented topic", taxonomy: "Invented topics", taxonomy_id: inventedId(12, 1), term: `t${number % 5}` } }],
    ...more,
  };
}

export function inventedServices(count: number, from = 1): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, i) => inventedService(from + i));
}
