import type { Day } from "../../calendar/day.ts";
import { isoText } from "../../calendar/day.ts";
import type { Happening } from "../events.ts";
import type { PlanType, RuleSet } from "../rule-set.ts";
import { ENGLAND_2014 } from "./england-2014.ts";

/** Every rule set there has been. A new law is one more file and one more line here; none is ever removed. */
export const RULE_SETS: readonly RuleSet[] = [ENGLAND_2014];

/** A date on which no known rules were in force. */
export class OutsideRulesError extends RangeError {
  override name = "OutsideRulesError";
  /** The id of the event whose date it is, where it is the date of one. */
  readonly event: string | null;

  constructor(message: string, event: string | null = null) {
    super(message);
    this.event = event;
  }
}

/**
 * The rules in force on a day.
 * @throws OutsideRulesError when there were none: the nearest are not taken instead
 */
export function rulesInForce(on: Day, plan: PlanType = "ehc-plan", sets: readonly RuleSet[] = RULE_SETS): RuleSet {
  const found = sets.find((set) => set.plan === plan && set.inForceFrom <= on && (set.inForceTo === null || on <= set.inForceTo));
  if (!found) throw new OutsideRulesError(`no rules are known for ${isoText(on)}: the first were in force from ${isoText(Math.min(...sets.map(({ inForceFrom }) => inForceFrom)))}`);
  return found;
}

/**
 * The rules in force when something happened.
 * @throws OutsideRulesError with the id of the event
 */
export function rulesAt(event: Happening, sets: readonly RuleSet[] = RULE_SETS): RuleSet {
  try {
    return rulesInForce(event.on, "ehc-plan", sets);
  } catch (error) {
    if (error instanceof OutsideRulesError) throw new OutsideRulesError(error.message, event.id);
    throw error;
  }
}
