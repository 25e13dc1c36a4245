import type { CaseRow } from "../../app/cases/case-mapping.ts";
import { isoText, weekday, type Day } from "../../app/domain/calendar/day.ts";
import { Dice } from "./generate.ts";

const BODIES = ["educational-psychologist", "health", "social-care", "school"];
const FIRST = ["Amira", "Leo", "Zofia", "Kayden", "Ionela", "Tariq", "Maja", "Noah", "Saoirse", "Ruby", "Musa", "Ewa", "Callum", "Hana", "Oliver", "Fatima"];
const LAST = ["Okonkwo", "Harding", "Kaminska", "Mbeki", "Popescu", "Aziz", "Nowak", "Fernandez", "Doyle", "Abdi", "Lis", "Price", "Yusuf", "Grant", "Rahman", "Cole"];

/**
 * Invented histories for measuring with: requests over the last nine years, most decided late, as councils' figures
 * are; plans with yearly reviews; some refused, some appealed. The same seed gives the same cases.
 */
export function* generateCases(count: number, quadrants: readonly string[], today: Day, seed = 1): Generator<CaseRow> {
  const dice = new Dice(seed);
  const random = () => dice.next();
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const around = (days: number, spread: number) => Math.max(1, Math.round(days + (random() + random() + random() - 1.5) * spread));
  for (let n = 1; n <= count; n++) {
    const reference = `EHC-GEN-${String(n).padStart(6, "0")}`;
    const requested = today - Math.floor(random() * 9 * 365) - 1;
    const events: Record<string, unknown>[] = [];
    const add = (type: string, on: Day, more: Record<string, unknown> = {}): boolean => {
      const at = type === "request-received" ? on : on - Math.max(0, weekday(on) - 5);
      if (at > today) return false;
      events.push({ id: `${reference}/${events.length + 1}`, case: reference, type, on: isoText(at), ...more });
      return true;
    };
    history(requested, today, { random, pick, around, add });
    yield {
      case: {
        case: reference,
        person: { reference: `gen-${n}`, firstName: pick(FIRST), lastName: pick(LAST), dateOfBirth: isoText(requested - 365 * 3 - Math.floor(random() * 365 * 13)) },
        officer: { reference: `gen-officer-${n % 60}`, name: `Officer ${n % 60} (invented)`, team: "Assessment" },
        ...(quadrants.length > 0 ? { quadrant: pick(quadrants) } : {}),
      },
      events,
    };
  }
}

interface Tools {
  random: () => number;
  pick: <T>(list: readonly T[]) => T;
  around: (days: number, spread: number) => number;
  /** @returns false when that day has not come, and the history ends there */
  add: (type: string, on: Day, more?: Record<string, unknown>) => boolean;
}

function history(requested: Day, today: Day, { random, around, add }: Tools): void {
  add("request-received", requested);
  const decided = requested + around(40, 14);
  if (random() < 0.22) {
    if (!add("assessment-refused", decided) || random() < 0.6) return;
    const asked = decided + around(35, 20);
    if (!add("mediation-adviser-told", asked) || !add("mediation-certificate-issued", asked + 3)) return;
    const appealed = asked + around(20, 10);
    if (!add("appeal-registered", appealed) || random() < 0.5) return;
    add("appeal-unopposed", appealed + around(40, 20), { outcome: "assess" });
    return;
  }
  if (!add("assessment-agreed", decided)) return;
  for (const body of BODIES) if (add("advice-requested", decided + 1, { body })) add("advice-received", decided + 1 + around(body === "educational-psychologist" ? 70 : 42, 30), { body });
  if (random() < 0.06) {
    add("no-plan-decided", requested + around(112, 15));
    return;
  }
  const draft = requested + around(130, 40);
  if (!add("draft-served", draft)) return;
  add("school-consulted", draft + 1);
  add("comments-received", draft + around(12, 5));
  add("school-replied", draft + around(15, 6));
  const final = draft + around(35, 20);
  if (!add("final-plan-sent", final) || !add("plan-made", final)) return;
  for (let meeting = final + around(340, 40); meeting < today; meeting += around(350, 40)) {
    if (!add("review-meeting", meeting)) return;
    const sent = meeting + around(32, 20);
    const outcome = random() < 0.4 ? "amend" : random() < 0.03 ? "cease" : "keep";
    if (!add("review-decision-sent", sent, { outcome }) || outcome === "cease") return;
    if (outcome === "amend" && add("amendment-notice-sent", sent)) add("amended-plan-sent", sent + around(56, 25));
  }
}
