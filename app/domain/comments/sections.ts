/** The sections of a plan (SEND Regulations 2014, reg 12(1)). */
export const PLAN_SECTIONS = ["A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"] as const;
export type PlanSection = (typeof PLAN_SECTIONS)[number];

/** In characters, for each section. */
export const LONGEST_COMMENT = 4000;

/** What a family says about a draft plan or about the changes that are proposed to a plan. */
export interface PlanComments {
  /** Only sections about which something was said. */
  sections: Partial<Record<PlanSection, string>>;
  /** A school or college that is asked for by name. */
  school: string | null;
  wantsMeeting: boolean;
  anythingElse: string | null;
}

export function isEmpty({ sections, school, wantsMeeting, anythingElse }: PlanComments): boolean {
  return Object.keys(sections).length === 0 && school === null && !wantsMeeting && anythingElse === null;
}
