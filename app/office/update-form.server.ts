import { data, redirect } from "@remix-run/node";
import { recordListed, type Visit } from "../accounts/visit.server.ts";
import { casesNobodyReads } from "../db/office.server.ts";
import type { Day } from "../domain/calendar/day.ts";
import type { FieldProblem } from "../domain/forms/problems.ts";
import { typedText } from "../domain/forms/problems.ts";
import { isUuid } from "../domain/forms/ids.ts";
import { tooManyCharacters } from "../domain/forms/length.ts";
import type { Cause } from "../domain/office/silence.ts";
import { hasLoneBrace, LONGEST_UPDATE, unknownSlots } from "../domain/office/update-words.ts";
import { tellOfUpdates } from "./tell-updates.server.ts";
import { approveUpdate, digestOf, filledUpdates, isApproved, namesTyped, updateValues } from "./updates.server.ts";

/** An update as some of those families will read it, and what an officer should know before it goes. */
export interface UpdatePreview {
  families: { reference: string; words: string; leftOut: number }[];
  /** Which of all of them those are, counted from 0; null for the few that are shown at first. */
  from: number | null;
  count: number;
  /** References of families of whom nobody can read it on the site. */
  unread: string[];
  /** How many families have a line less than what was typed. */
  shortened: number;
  digest: string;
}

export interface UpdateAnswer {
  problems: FieldProblem[];
  values: { words: string; names: string; digest: string };
  /** Names of children that stand in the words. */
  names: string[];
  preview: UpdatePreview | null;
}

/** How many families an officer sees in the preview at first: the one with the most left out, then some others. */
const SHOWN = 3;
/** How many more at a time, for who wants to see each. */
const SHOWN_MORE = 10;
/** How long a page waits for the telling; the background does the rest. */
const TELL_MS = 3000;

/**
 * The form for an update, to many families or to one: preview, then send.
 * @param caseIds recipients of now; the officer has confirmed those of `digest`, and what each of them reads
 * @param silentOn for families who are written to because they are silent: the day of it
 * @param check what else must be right before it goes; null when it is
 */
export async function answerUpdateForm(visit: Visit, form: FormData, { caseIds, cause, silentOn, done, check }: { caseIds: readonly string[]; cause: Cause; silentOn: Day | null; done: string; check: (form: FormData) => FieldProblem | null }) {
  const { site, t, viewer, today } = visit;
  const id = typedText(form, "id");
  if (!isUuid(id)) throw data(null, { status: 400 });
  const values = { words: typedText(form, "words"), names: typedText(form, "names"), digest: typedText(form, "digest") };
  const refuse = (problems: FieldProblem[], status = 400, more: Partial<UpdateAnswer> = {}) => data<UpdateAnswer>({ problems, values, names: [], preview: null, ...more }, { status });
  if (await isApproved(site, id, caseIds)) return redirect(done, 303);
  const step = typedText(form, "do");
  if (step === "edit") return data<UpdateAnswer>({ problems: [], values, names: [], preview: null });
  const wrong = wordsProblem(visit, values.words);
  if (wrong) return refuse([wrong]);
  if (caseIds.length === 0) return refuse([{ field: "words", text: t("officer:update.nobody") }], 409);
  // To its own family, a child may be named.
  const names = caseIds.length > 1 ? await namesTyped(site, values.words, caseIds) : [];
  if (names.length > 0 && values.names !== names.join(" ")) return refuse([{ field: "names", text: t("officer:update.names", { names: names.join(", ") }) }], 400, { names });
  const filled = filledUpdates(values.words, await updateValues(site, t, caseIds, cause, today));
  const empty = [...filled.values()].filter(({ words }) => words === "").length;
  if (empty > 0) return refuse([{ field: "words", text: t("officer:update.wouldBeEmpty", { count: empty }) }], 400, { names });
  const { recipients, words } = digestOf(filled);
  const digest = `${recipients}.${words}`;
  const from = Number(typedText(form, "from"));
  const preview = await previewOf(visit, filled, digest, step === "more" && Number.isInteger(from) && from >= 0 && from < filled.size ? from : null);
  if (step !== "send") return data<UpdateAnswer>({ problems: [], values: { ...values, digest }, names, preview });
  const isSameList = values.digest.startsWith(`${recipients}.`);
  if (values.digest !== digest) return refuse([{ field: "count", text: isSameList ? t("officer:update.wordsChanged") : t("officer:update.listChanged", { count: caseIds.length }) }], 409, { names, values: { ...values, digest }, preview });
  const unchecked = check(form);
  if (unchecked) return refuse([unchecked], 400, { names, preview });
  const approved = await approveUpdate(site, { id, cause, words: values.words, by: viewer.userId, filled, silentOn });
  if (approved === "overtaken") return refuse([{ field: "words", text: t("officer:update.overtaken") }], 409, { names });
  await tellOfUpdates(site, { forMs: TELL_MS });
  return redirect(done, 303);
}

function wordsProblem({ t }: Visit, words: string): FieldProblem | null {
  const of = (text: string): FieldProblem => ({ field: "words", text });
  if (words === "") return of(t("officer:update.empty"));
  const tooMany = tooManyCharacters(words, LONGEST_UPDATE);
  if (tooMany > 0) return of(t("officer:update.tooLong", { count: tooMany }));
  const unknown = unknownSlots(words);
  if (unknown.length > 0) return of(t("officer:update.unknownSlot", { slot: unknown[0] }));
  return hasLoneBrace(words) ? of(t("officer:update.loneBrace")) : null;
}

async function previewOf(visit: Visit, filled: ReturnType<typeof filledUpdates>, digest: string, from: number | null): Promise<UpdatePreview> {
  const all = [...filled].sort(([, a], [, b]) => b.leftOut - a.leftOut);
  const shortened = all.filter(([, { leftOut }]) => leftOut > 0).length;
  const some = from === null ? [...all.slice(0, 1), ...all.slice(1).slice(-(SHOWN - 1))] : all.slice(from, from + SHOWN_MORE);
  const unread = (await casesNobodyReads(visit.site.database.prisma, [...filled.keys()])).map(({ reference }) => reference);
  await recordListed(visit, some.map(([id]) => id));
  const references = new Map((await visit.site.database.prisma.caseFile.findMany({ where: { id: { in: some.map(([id]) => id) } }, select: { id: true, reference: true } })).map((row) => [row.id, row.reference]));
  return { families: some.map(([id, { words, leftOut }]) => ({ reference: references.get(id) ?? "", words, leftOut })), from, count: filled.size, shortened, unread, digest };
}

