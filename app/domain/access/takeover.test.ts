import { describe, expect, test } from "vitest";
import { addMonths, day, isoText } from "../calendar/day.ts";
import { ageDates } from "../cases/ages.ts";
import { rulesInForce } from "../cases/rules/index.ts";
import { may } from "./permissions.ts";
import { standingOf, type Following, type Part, type Rights, type Sharing } from "./roles.ts";
import { mayHaveCode, takeoverNotices, takeoverOf } from "./takeover.ts";

const PARENT: Following = { id: "parent", relation: "parent", since: day("2024-01-01"), parts: [], endsOn: null, isEnded: false, isBlocked: false };
const YOUNG: Following = { ...PARENT, id: "young", relation: "young-person" };
const REPRESENTATIVE: Following = { ...PARENT, id: "representative", relation: "alternative-person" };
const SUPPORTER: Following = { ...PARENT, id: "supporter", relation: "supporter", parts: ["dates"], endsOn: day("2028-12-31") };

function rightsOf(born: string, more: Partial<Rights> & { schoolYear?: string } = {}): Rights {
  const { schoolYear, ...rest } = more;
  const dates = ageDates({ dateOfBirth: day(born), ...(schoolYear ? { schoolYearStartsOn: day(schoolYear) } : {}) }, rulesInForce(day("2026-11-23")).ages);
  return { youngPersonFrom: dates["young-person-from"], lacksCapacity: false, hasRepresentative: false, shared: new Map<string, Sharing>(), ...rest };
}

const sharing = (parts: Part[], endsOn: string | null = null) => new Map<string, Sharing>([["parent", { parts, endsOn: endsOn === null ? null : day(endsOn) }]]);

describe("the day of the takeover", () => {
  test.each([
    ["2011-08-20", "a summer-born child, who is still 15", "2027-06-25"],
    ["2011-06-25", "who turns 16 on the leaving day", "2027-06-25"],
    ["2011-08-31", "born on the last day of the school year", "2027-06-25"],
    ["2011-09-01", "born on 1 September, and so a year later", "2028-06-30"],
    ["2012-02-29", "born on 29 February", "2028-06-30"],
  ])("%s: %s", (born, _who, leavingDay) => {
    const rights = rightsOf(born);
    expect(standingOf(PARENT, rights, day(leavingDay)).role).toBe("parent");
    expect(standingOf(YOUNG, rights, day(leavingDay)).role).toBe("none");
    expect(standingOf(PARENT, rights, day(leavingDay) + 1).role).toBe("passed-on");
    expect(standingOf(YOUNG, rights, day(leavingDay) + 1).role).toBe("young-person");
  });

  test("a school year that starts on another day moves it by a year", () => {
    expect(isoText(rightsOf("2011-09-02").youngPersonFrom as number)).toBe("2028-07-01");
    expect(isoText(rightsOf("2011-09-02", { schoolYear: "2027-09-03" }).youngPersonFrom as number)).toBe("2027-06-26");
  });

  test("where the date of birth is not known, the parents go on", () => {
    const rights = { ...rightsOf("2011-08-20"), youngPersonFrom: null };
    expect(standingOf(PARENT, rights, day("2040-01-01")).role).toBe("parent");
    expect([takeoverOf(rights, day("2040-01-01")), takeoverNotices(rights, day("2040-01-01")), mayHaveCode("young-person", rights, day("2040-01-01"))]).toEqual([null, [], false]);
  });
});

test("whoever is blocked or whose view has ended is nobody to the record, either alone", () => {
  const rights = rightsOf("2015-05-05");
  const role = (more: Partial<Following>) => standingOf({ ...PARENT, ...more }, rights, day("2026-11-23")).role;
  expect([role({}), role({ isBlocked: true }), role({ isEnded: true }), standingOf(null, rights, day("2026-11-23")).role]).toEqual(["parent", "none", "none", "none"]);
});

describe("who acts for a young person who lacks capacity", () => {
  const after = day("2027-07-01");

  test("recorded before the day: the parents, without a day between", () => {
    const rights = rightsOf("2011-08-20", { lacksCapacity: true });
    for (const on of [day("2027-06-25"), day("2027-06-26"), day("2029-01-01")]) expect(may(standingOf(PARENT, rights, on), "ask-council")).toBe(true);
    expect(standingOf(PARENT, rights, after).role).toBe("alternative-person");
  });

  test("recorded after the day: from then on; taken back: no more", () => {
    expect(standingOf(PARENT, rightsOf("2011-08-20"), after).role).toBe("passed-on");
    expect(standingOf(PARENT, rightsOf("2011-08-20", { lacksCapacity: true }), after).role).toBe("alternative-person");
  });

  test("their representative, where they have one, and then no parent", () => {
    const rights = rightsOf("2011-08-20", { lacksCapacity: true, hasRepresentative: true });
    expect(standingOf(REPRESENTATIVE, rights, after).role).toBe("alternative-person");
    expect(standingOf(PARENT, rights, after).role).toBe("passed-on");
    expect(standingOf(REPRESENTATIVE, rights, day("2027-06-25")).role).toBe("none");
    expect(standingOf(REPRESENTATIVE, { ...rights, lacksCapacity: false }, after).role).toBe("none");
  });
});

describe("what a young person shares", () => {
  test("a parent sees the parts that are shared, to the last day", () => {
    const rights = rightsOf("2011-08-20", { shared: sharing(["dates", "review"], "2027-12-01") });
    expect(standingOf(PARENT, rights, day("2027-12-01"))).toEqual({ role: "supporter", parts: ["dates", "review"] });
    expect(standingOf(PARENT, rights, day("2027-12-02")).role).toBe("passed-on");
  });

  test("with no last day it goes on; nothing shared is nothing seen", () => {
    expect(standingOf(PARENT, rightsOf("2011-08-20", { shared: sharing(["dates"]) }), day("2035-01-01")).role).toBe("supporter");
    expect(standingOf(PARENT, rightsOf("2011-08-20", { shared: sharing([]) }), day("2035-01-01")).role).toBe("passed-on");
  });

  test("before the day it takes nothing from a parent", () => {
    expect(standingOf(PARENT, rightsOf("2011-08-20", { shared: sharing(["dates"]) }), day("2027-06-25")).role).toBe("parent");
  });
});

describe("whom a parent let in", () => {
  test("goes with the parent's rights, and stays where the young person lets them in again", () => {
    const rights = rightsOf("2011-08-20");
    expect(standingOf(SUPPORTER, rights, day("2027-06-25")).role).toBe("supporter");
    expect(standingOf(SUPPORTER, rights, day("2027-06-26")).role).toBe("none");
    expect(standingOf({ ...SUPPORTER, since: day("2027-06-26") }, rights, day("2027-06-26")).role).toBe("supporter");
    expect(standingOf(SUPPORTER, rightsOf("2011-08-20", { lacksCapacity: true }), day("2027-06-26")).role).toBe("supporter");
  });

  test("sees nothing after the last day", () => {
    const rights = rightsOf("2016-08-20");
    expect(standingOf(SUPPORTER, rights, day("2028-12-31")).role).toBe("supporter");
    expect(standingOf(SUPPORTER, rights, day("2029-01-01")).role).toBe("none");
  });
});

describe("notice well before", () => {
  const from = day("2027-06-26");
  const told = (on: number, more: Partial<Rights> = {}) => takeoverNotices(rightsOf("2011-08-20", more), on).map(({ id }) => id);

  test("a year, half a year and a month before, and on the day: the newest only", () => {
    expect([addMonths(from, -12) - 1, addMonths(from, -12), addMonths(from, -6), addMonths(from, -1) - 1, addMonths(from, -1), from - 1, from, from + 59, from + 60].map((on) => told(on))).toEqual([[], ["soon-12"], ["soon-6"], ["soon-6"], ["soon-1"], ["soon-1"], ["passed"], ["passed"], []]);
  });

  test("not to parents who go on acting, but where a representative takes their place", () => {
    expect(told(from, { lacksCapacity: true })).toEqual([]);
    expect(told(from, { lacksCapacity: true, hasRepresentative: true })).toEqual(["passed"]);
  });

  test("the pages say so from a year before, and who acts", () => {
    const rights = rightsOf("2011-08-20");
    expect(takeoverOf(rights, addMonths(from, -12) - 1)).toBeNull();
    expect(takeoverOf(rights, addMonths(from, -12))).toEqual({ stage: "soon", from, who: "young-person" });
    expect(takeoverOf(rights, from)).toEqual({ stage: "passed", from, who: "young-person" });
    expect(takeoverOf({ ...rights, lacksCapacity: true }, from)?.who).toBe("parents");
    expect(takeoverOf({ ...rights, lacksCapacity: true, hasRepresentative: true }, from)?.who).toBe("representative");
  });
});

test("the young person's own code may be given from half a year before; a parent's as long as the parents act", () => {
  const rights = rightsOf("2011-08-20");
  const from = day("2027-06-26");
  expect([addMonths(from, -6) - 1, addMonths(from, -6), from].map((on) => mayHaveCode("young-person", rights, on))).toEqual([false, true, true]);
  expect([from - 1, from].map((on) => mayHaveCode("parent", rights, on))).toEqual([true, false]);
  expect(mayHaveCode("parent", { ...rights, lacksCapacity: true }, from)).toBe(true);
  expect([false, true].map((lacksCapacity) => mayHaveCode("alternative-person", { ...rights, lacksCapacity }, from))).toEqual([false, true]);
});
