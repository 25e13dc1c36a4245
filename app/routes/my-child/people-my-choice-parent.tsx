import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { visitCase, type CaseVisit } from "../../accounts/visit.server.ts";
import { Breadcrumb } from "../../components/Breadcrumb.tsx";
import { ChoiceField } from "../../components/forms/ChoiceField.tsx";
import { DateField } from "../../components/forms/DateField.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { PARTS } from "../../domain/access/roles.ts";
import { day } from "../../domain/calendar/day.ts";
import { problemOf, typedChoice, typedChoices, type FieldProblem } from "../../domain/forms/problems.ts";
import { typedDay } from "../../form-dates.server.ts";
import { notFound, readForm } from "../../page-context.server.ts";
import { chooseSharing } from "../../people/decisions.server.ts";
import { peopleOf } from "../../people/people-page.server.ts";
import { writtenDay } from "../../people/supporter-form.server.ts";

const SHARES = ["all", "some", "nothing"] as const;
const NO_DAY = { day: "", month: "", year: "" };

async function parentOf(visit: CaseVisit, followerId: string | undefined) {
  return (await peopleOf(visit)).find(({ id, relation }) => id === followerId && relation === "parent") ?? notFound();
}

/** What a young person lets one parent see. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "share-as-young-person");
  const { site, t, caseId } = visit;
  const { name, parts, endsOn } = await parentOf(visit, args.params.followerId);
  return {
    caseId,
    id: crypto.randomUUID(),
    name: name || t("people:relation.parent"),
    values: { what: parts.length === 0 ? "nothing" : parts.length === PARTS.length ? "all" : "some", parts, until: endsOn === null ? NO_DAY : writtenDay(day(endsOn)) },
    title: `${t("people:choice.oneTitle")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const visit = await visitCase(args, "share-as-young-person");
  const { site, t, viewer, child, caseId, today } = visit;
  const parent = await parentOf(visit, args.params.followerId);
  const personId = child.stored.person?.id ?? notFound();
  const form = await readForm(args.request);
  const id = z.uuid().safeParse(form.get("id"));
  if (!id.success) throw data(null, { status: 400 });
  const what = typedChoice(form, "what", SHARES);
  const chosen = typedChoices(form, "parts", PARTS);
  const until = typedDay(visit, form, "until", t("people:access.untilShort"), today);
  const hasDay = Object.values(until.typed).some(Boolean);
  const problems: FieldProblem[] = [];
  if (what === null) problems.push({ field: "what", text: t("people:choice.whatEmpty") });
  if (what === "some" && chosen.length === 0) problems.push({ field: "parts", text: t("people:access.partsEmpty") });
  if (what !== "nothing" && hasDay && until.on === null) problems.push({ field: until.field, text: until.problem ?? "" });
  if (what !== "nothing" && until.on !== null && until.on < today) problems.push({ field: "until-day", text: t("people:access.untilPast") });
  if (problems.length > 0 || what === null) return data({ problems, id: id.data, values: { what, parts: chosen, until: until.typed } }, { status: 400 });
  const parts = what === "all" ? PARTS : what === "some" ? chosen : [];
  await site.database.prisma.$transaction((tx) => chooseSharing(tx, site, { id: id.data, personId, followerId: parent.id, parts, endsOn: parts.length > 0 ? until.on : null, by: viewer.userId, caseId }));
  return redirect(`/my-child/${caseId}/my-choice`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function MyChoiceForParent() {
  const { t } = useTranslation(["people", "my-child"]);
  const { caseId, id, name, values } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = answer?.problems;
  const shown = answer?.values ?? values;
  return (
    <div className="prose">
      <Breadcrumb trail={[{ href: "/my-children", label: t("my-child:breadcrumb") }, { href: `/my-child/${caseId}/my-choice`, label: t("people:choice.title") }]} />
      <ErrorSummary problems={problems} />
      <h1>{t("people:choice.oneHeading", { name })}</h1>
      <form method="post" noValidate>
        <input type="hidden" name="id" value={answer?.id ?? id} />
        <ChoiceField name="what" label={t("people:choice.what")} problem={problemOf(problems, "what")} value={shown.what} options={SHARES.map((share) => ({ value: share, label: t(`people:choice.share.${share}`) }))} />
        <ChoiceField name="parts" isMany label={t("people:choice.parts")} hint={t("people:choice.partsHint")} problem={problemOf(problems, "parts")} value={shown.what === "some" ? shown.parts : []} options={PARTS.map((part) => ({ value: part, label: t(`people:access.part.${part}`) }))} />
        <DateField name="until" label={t("people:choice.untilLabel")} hint={t("people:choice.untilHint")} problem={problems?.find(({ field }) => field.startsWith("until-"))?.text} value={shown.until} />
        <button className="button">{t("people:choice.go")}</button>
      </form>
      <p>{t("people:choice.again")}</p>
    </div>
  );
}
