import { recordListed, type Visit } from "../accounts/visit.server.ts";
import { recordActs } from "../db/audit.server.ts";
import { childrenOf, findCasesByChild, listOfficers, type NamedChild } from "../db/office.server.ts";
import { isoText, readDay, yearOf, type Day } from "../domain/calendar/day.ts";
import type { Stage } from "../domain/cases/stage.ts";
import { readTypedDate } from "../domain/forms/written-date.ts";
import { LIST_SIZE, readPageNumber, type CaseList, type Scope } from "../domain/office/scope.ts";
import { ofOfficers, overviewOf, silentRows, type OverviewRow } from "./overview.server.ts";
import { scopeOf } from "./queue.server.ts";

/** A case in a list, in words. Days are ISO. */
export interface ListedCase {
  caseId: string;
  reference: string;
  name: string;
  situation: string;
  lateDays: number;
  due: string | null;
  silentDays: number | null;
  officer: string | null;
}

const STAGES: Partial<Record<CaseList, readonly Stage[]>> = {
  request: ["requested", "reassessment-requested"],
  assessment: ["assessing", "reassessing"],
  draft: ["draft"],
  review: ["review", "amending", "ceasing"],
  dispute: ["refused", "no-plan", "mediation", "appeal", "order"],
  move: ["moved"],
  plan: ["plan"],
  ended: ["ceased", "withdrawn", "closed", "none"],
};

/** Most cases that a search by name shows: whoever finds more should ask more exactly. */
const MOST_FOUND = 50;

/** A page of one list of cases: what is late the latest first, what is silent the longest first, the rest by its date. */
export async function listCases(visit: Visit, scope: Scope, list: CaseList, pageText: string | null): Promise<{ total: number; rows: ListedCase[]; page: number; pages: number }> {
  const all = ofOfficers(await overviewOf(visit.site, visit.today), await scopeOf(visit, scope));
  const chosen = chosenOf(all, list);
  const page = readPageNumber(pageText, chosen.length);
  return { total: chosen.length, rows: await listed(visit, chosen.slice((page - 1) * LIST_SIZE, page * LIST_SIZE)), page, pages: Math.ceil(chosen.length / LIST_SIZE) };
}

function chosenOf(all: readonly OverviewRow[], list: CaseList): readonly OverviewRow[] {
  if (list === "silent") return silentRows(all);
  if (list === "late") return all.filter(({ lateDays }) => lateDays > 0).sort((a, b) => b.lateDays - a.lateDays || byReference(a, b));
  const stages = STAGES[list];
  return all.filter(({ stage }) => stages === undefined || stages.includes(stage)).sort((a, b) => (a.dueOn ?? Infinity) - (b.dueOn ?? Infinity) || byReference(a, b));
}

function byReference(a: OverviewRow, b: OverviewRow): number {
  return a.reference < b.reference ? -1 : 1;
}

async function listed(visit: Visit, rows: readonly OverviewRow[]): Promise<ListedCase[]> {
  const { site, t } = visit;
  const { prisma } = site.database;
  await recordListed(visit, rows.map(({ caseId }) => caseId));
  const names = await childrenOf(prisma, site.sealer, rows.map(({ caseId }) => caseId));
  const officers = new Map((await listOfficers(prisma, site.sealer)).map(({ id, name }) => [id, name]));
  return rows.map(({ caseId, reference, situation, lateDays, dueOn, silence, officerId }) => ({
    caseId,
    reference,
    name: fullName(names.get(caseId)),
    situation: t(`my-child:situation.${situation}.title`),
    lateDays,
    due: dueOn === null ? null : isoText(dueOn),
    silentDays: silence && silence.state !== "heard" ? silence.days : null,
    officer: officerId === null ? null : (officers.get(officerId) ?? null),
  }));
}

export function fullName(child: Pick<NamedChild, "firstName" | "lastName"> | undefined): string {
  return [child?.firstName, child?.lastName].filter(Boolean).join(" ");
}

/**
 * Cases by what was typed: the reference as a whole, or parts of the child's name, with the date of birth after it where
 * there are many of that name. That somebody looked is written down, what they typed is not.
 */
export async function findCases(visit: Visit, typed: string): Promise<{ exact: string | null; rows: ListedCase[]; isCut: boolean }> {
  const { site, viewer, today } = visit;
  const { prisma } = site.database;
  const byReference = await prisma.caseFile.findFirst({ where: { reference: { equals: typed, mode: "insensitive" } }, select: { id: true } });
  if (byReference) return { exact: byReference.id, rows: [], isCut: false };
  const ids = await findCasesByChild(prisma, site.sealer, fitsTyped(typed, today), MOST_FOUND + 1);
  await recordActs(prisma, [{ actor: `user:${viewer.userId}`, action: "searched-by-name", caseId: null, detail: { found: ids.length } }]);
  const all = new Map((await overviewOf(site, today)).map((row) => [row.caseId, row]));
  const rows = ids.slice(0, MOST_FOUND).flatMap((id) => all.get(id) ?? []);
  return { exact: null, rows: await listed(visit, rows), isCut: ids.length > MOST_FOUND };
}

/** "okonkwo", "Amira Okon", "amira 12/05/2016": each word begins one of the names, and the date is the date of birth. */
function fitsTyped(typed: string, today: Day): (child: NamedChild) => boolean {
  const at = typed.search(/\d/);
  const [words, date] = at === -1 ? [typed, ""] : [typed.slice(0, at), typed.slice(at)];
  const read = date === "" ? null : readTypedDate({ day: date, month: "", year: "" }, yearOf(today));
  const born = read?.ok ? read.on : null;
  const asked = foldedWords(words);
  return (child) => {
    if (date !== "" && (born === null || child.dateOfBirth === null || readDay(child.dateOfBirth) !== born)) return false;
    const names = foldedWords(fullName(child));
    return (asked.length > 0 || born !== null) && asked.every((word) => names.some((name) => name.startsWith(word)));
  };
}

/** Without accents and capitals, so that "Zaneta" finds Żaneta. */
function foldedWords(text: string): string[] {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ł/g, "l").split(/[^\p{L}]+/u).filter(Boolean);
}
