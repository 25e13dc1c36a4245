export const CHANNELS = ["email", "text", "letter"] as const;
export type Channel = (typeof CHANNELS)[number];

export interface Reachable {
  /** What they chose. */
  channel: Channel;
  adjustments: readonly string[];
  /** What we know of them and can use. */
  has: { email: boolean; phone: boolean; address: boolean };
}

/**
 * How somebody is told: as they chose, or else by what there is. Who asked for no email gets one only where we know
 * nothing else of them. Null where there is nothing to send to.
 */
export function channelFor({ channel, adjustments, has }: Reachable): Channel | null {
  const there: Record<Channel, boolean> = { email: has.email, text: has.phone, letter: has.address };
  const noEmail = adjustments.includes("phone-not-email");
  const order: Channel[] = noEmail && channel === "email" ? ["text", "letter", "email"] : noEmail ? [channel, "text", "letter", "email"] : [channel, "email", "text", "letter"];
  return order.find((one) => there[one]) ?? null;
}

const HOUR = 60;
const DAY_MINUTES = 24 * HOUR;
/** Parts of the day that people ask to be contacted in. */
const PARTS_OF_DAY = { morning: [8 * HOUR, 12 * HOUR], afternoon: [12 * HOUR, 17 * HOUR], evening: [17 * HOUR, 20 * HOUR] } as const;
/** A text makes a sound beside the bed. */
const TEXTS = [8 * HOUR, 21 * HOUR] as const;

/** How many minutes from now a notice may go: 0 for at once. `now` is the minute of the day in England. */
export function minutesToWait(now: number, channel: Channel, adjustments: readonly string[], urgent: boolean): number {
  if (urgent || channel === "letter") return 0;
  const wanted = (Object.keys(PARTS_OF_DAY) as (keyof typeof PARTS_OF_DAY)[]).filter((part) => adjustments.includes(part)).map((part) => PARTS_OF_DAY[part]);
  const times: readonly (readonly [number, number])[] = wanted.length > 0 ? wanted : channel === "text" ? [TEXTS] : [];
  if (times.length === 0) return 0;
  const waits = times.map(([from, to]) => (now >= from && now < to ? 0 : (from - now + DAY_MINUTES) % DAY_MINUTES));
  return Math.min(...waits);
}
