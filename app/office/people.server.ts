import type { CaseVisit } from "../accounts/visit.server.ts";
import { resetSecondStep } from "../accounts/second-step.server.ts";
import { isUuid } from "../domain/forms/ids.ts";
import { tooManyCharacters } from "../domain/forms/length.ts";
import { typedChoice, typedText, type FieldProblem } from "../domain/forms/problems.ts";
import { wordedFor } from "../domain/office/letters.ts";
import { CODE_RELATIONS } from "../domain/office/code-relations.ts";
import { typedDay } from "../form-dates.server.ts";
import { formatDate } from "../i18n/format.ts";
import { giveActivationCode, NoCodeError } from "../people/activation.server.ts";
import { decisionsOf, recordCapacityDecision, setSchoolYearStart, undoDecision, type RecordedDecision } from "../people/decisions.server.ts";
import { blockFollower, unblockFollower } from "../people/followers.server.ts";
import { localDay } from "../today.ts";
import { letterToPrint, readLetters, slotsWith, type ShownLetter } from "./letters.server.ts";
import { releaseProblem } from "./release.server.ts";

/** Somebody who follows a record, for its officers. Days are ISO. */
export interface OfficeFollower {
  id: string;
  name: string;
  relation: "parent" | "young-person" | "alternative-person" | "supporter";
  since: string;
  isEnded: boolean;
  /** Whether signing in takes an authenticator or a passkey, which a manager can take away. */
  hasSecondStep: boolean;
  blockedOn: string | null;
  blockReason: string | null;
}

export interface PeopleAnswer {
  problems: FieldProblem[];
  values: Record<string, string>;
  /** The letter with a code, shown this once. */
  letter: ShownLetter | null;
  isLarge: boolean;
}

const LONGEST_REASON = 4000;
const reasonOf = (id: string) => `follower.blockReason.${id}`;

/** What the page of people shows. */
export async function peopleFor({ site, child, may }: CaseVisit): Promise<{
  followers: OfficeFollower[];
  codes: number;
  decisions: (Pick<RecordedDecision, "id" | "kind" | "on" | "reason"> & { decidedOn: string; isUndone: boolean; mayUndo: boolean })[];
  mayBlock: boolean;
  mayReset: boolean;
  mayDecide: boolean;
}> {
  const { prisma } = site.database;
  const personId = child.stored.person?.id ?? null;
  const mayBlock = may("block-follower");
  const mayDecide = may("decide-who-acts");
  if (personId === null) return { followers: [], codes: 0, decisions: [], mayBlock: false, mayReset: false, mayDecide: false };
  const rows = await prisma.follower.findMany({ where: { personId }, orderBy: { since: "asc" }, include: { user: { select: { name: true, email: true, twoFactorEnabled: true, hasPasskey: true } } } });
  return {
    followers: rows.map(({ id, user, relation, since, endedAt, blockedAt, blockReasonSealed }) => ({
      id,
      name: user.name || user.email,
      relation: relation as OfficeFollower["relation"],
      since: localDay(since),
      isEnded: endedAt !== null,
      hasSecondStep: user.twoFactorEnabled === true || user.hasPasskey,
      blockedOn: blockedAt && localDay(blockedAt),
      blockReason: mayBlock && blockReasonSealed !== null ? site.sealer.open(blockReasonSealed, reasonOf(id)) : null,
    })),
    codes: await prisma.activationCode.count({ where: { personId, usedAt: null, lockedAt: null, expiresAt: { gt: new Date() } } }),
    // The reasons are about health: only those who decide read them.
    decisions: mayDecide
      ? (await decisionsOf(site, personId)).map(({ id, kind, on, reason, decidedAt, undoneAt }) => ({ id, kind, on, reason, decidedOn: localDay(new Date(decidedAt)), isUndone: undoneAt !== null, mayUndo: undoneAt === null && kind !== "shares-with-parent" && kind !== "ends-sharing" }))
      : [],
    mayBlock,
    mayReset: may("reset-second-step"),
    mayDecide,
  };
}

/** Does what a form of the page of people asks; null where it asks for what is not there. */
export async function answerPeopleForm(visit: CaseVisit, form: FormData, step: string): Promise<PeopleAnswer | { done: string } | null> {
  const personId = visit.child.stored.person?.id;
  if (personId === undefined) return null;
  switch (step) {
    case "code":
      return giveCode(visit, form, personId);
    case "block":
    case "unblock":
      return setBlock(visit, form, personId, step);
    case "reset":
      return resetStep(visit, form, personId);
    case "decide":
      return decide(visit, form, personId);
    case "undo": {
      const decisionId = typedText(form, "decision");
      if (!isUuid(decisionId)) return null;
      await visit.site.database.prisma.$transaction((tx) => undoDecision(tx, visit.site, { personId, decisionId, by: visit.viewer.userId }));
      return { done: "undone" };
    }
    default:
      return null;
  }
}

async function giveCode(visit: CaseVisit, form: FormData, personId: string): Promise<PeopleAnswer> {
  const { site, t, viewer } = visit;
  const relation = typedChoice(form, "relation", CODE_RELATIONS);
  const isLarge = form.get("large") === "yes";
  const values = { relation: relation ?? "", large: isLarge ? "yes" : "" };
  const refuse = (problems: FieldProblem[]): PeopleAnswer => ({ problems, values, letter: null, isLarge });
  const wrong = releaseProblem(visit, form);
  if (relation === null || wrong) return refuse([...(relation === null ? [{ field: "relation", text: t("officer:people.code.choose") }] : []), ...(wrong ? [wrong] : [])]);
  const template = (await readLetters(site)).find(({ id }) => id === "activation-code");
  if (!template) throw new Error("There is no letter for an activation code in content/letters.");
  try {
    const { code, expiresAt } = await site.database.prisma.$transaction((tx) => giveActivationCode(tx, site, { personId, relation, by: `user:${viewer.userId}` }));
    const slots = await slotsWith(visit, null);
    const letter = letterToPrint(wordedFor(template, relation === "young-person" ? "young-person" : "family"), { ...slots, name: slots.name ?? t("officer:update.yourChild"), code, codeUntil: formatDate(localDay(expiresAt), "en-GB") });
    return { problems: [], values, letter, isLarge };
  } catch (error) {
    if (error instanceof NoCodeError) return refuse([{ field: "relation", text: t(`officer:people.code.why.${error.why}`) }]);
    throw error;
  }
}

async function setBlock({ site, t, viewer }: CaseVisit, form: FormData, personId: string, step: "block" | "unblock"): Promise<PeopleAnswer | { done: string } | null> {
  const followerId = typedText(form, "follower");
  const { prisma } = site.database;
  const isTheirs = isUuid(followerId) && (await prisma.follower.count({ where: { id: followerId, personId } })) === 1;
  if (!isTheirs) return null;
  const by = `user:${viewer.userId}`;
  if (step === "unblock") {
    await prisma.$transaction(async (tx) => {
      if (await unblockFollower(tx, { followerId, by })) await tx.follower.update({ where: { id: followerId }, data: { blockReasonSealed: null } });
    });
    return { done: "unblocked" };
  }
  const reason = typedText(form, "reason");
  if (reason === "" || tooManyCharacters(reason, LONGEST_REASON) > 0) return { problems: [{ field: `reason-${followerId}`, text: reason === "" ? t("officer:people.blockEmpty") : t("forms:limit", { count: LONGEST_REASON }) }], values: {}, letter: null, isLarge: false };
  await prisma.$transaction(async (tx) => {
    if (await blockFollower(tx, { followerId, by })) await tx.follower.update({ where: { id: followerId }, data: { blockReasonSealed: site.sealer.seal(reason, reasonOf(followerId)) } });
  });
  return { done: "blocked" };
}

async function resetStep({ site, viewer }: CaseVisit, form: FormData, personId: string): Promise<{ done: string } | null> {
  const followerId = typedText(form, "follower");
  const { prisma } = site.database;
  const follower = isUuid(followerId) ? await prisma.follower.findFirst({ where: { id: followerId, personId }, select: { userId: true } }) : null;
  if (!follower) return null;
  await prisma.$transaction((tx) => resetSecondStep(tx, site, { userId: follower.userId, by: viewer.userId }));
  return { done: "reset" };
}

async function decide(visit: CaseVisit, form: FormData, personId: string): Promise<PeopleAnswer | { done: string } | null> {
  const { site, t, viewer, today } = visit;
  const id = typedText(form, "id");
  if (!isUuid(id)) return null;
  const kind = typedChoice(form, "kind", ["lacks-capacity", "has-capacity", "school-year-starts"]);
  const why = typedText(form, "why");
  const { typed, on, problem, field } = typedDay(visit, form, "starts", t("officer:people.decide.on"), today);
  const problems: FieldProblem[] = [];
  if (kind === null) problems.push({ field: "kind", text: t("officer:people.decide.chooseKind") });
  if (why === "" && kind !== "school-year-starts") problems.push({ field: "why", text: t("officer:people.decide.reasonEmpty") });
  if (kind === "school-year-starts" && problem) problems.push({ field, text: problem });
  if (kind === null || problems.length > 0) return { problems, values: { kind: kind ?? "", why, "starts-day": typed.day, "starts-month": typed.month, "starts-year": typed.year }, letter: null, isLarge: false };
  await site.database.prisma.$transaction(async (tx) => {
    if (kind !== "school-year-starts") await recordCapacityDecision(tx, site, { id, personId, lacksCapacity: kind === "lacks-capacity", reason: why, by: viewer.userId });
    else if (on !== null) await setSchoolYearStart(tx, { id, personId, on, by: viewer.userId });
  });
  return { done: "decided" };
}
