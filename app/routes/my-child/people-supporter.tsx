import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase, type CaseVisit } from "../../accounts/visit.server.ts";
import { Breadcrumb } from "../../components/Breadcrumb.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { AccessFields } from "../../components/people/AccessFields.tsx";
import { addMonths, day } from "../../domain/calendar/day.ts";
import { notFound, readForm } from "../../page-context.server.ts";
import { changeSupporter } from "../../people/followers.server.ts";
import { peopleOf } from "../../people/people-page.server.ts";
import { typedAccess, writtenDay } from "../../people/supporter-form.server.ts";

const USUAL_MONTHS = 3;

async function supporterOf(visit: CaseVisit, followerId: string | undefined) {
  return (await peopleOf(visit)).find(({ id, relation }) => id === followerId && relation === "supporter") ?? notFound();
}

/** What a supporter may see, and until when, to be changed. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "manage-people");
  const { site, t, caseId, today } = visit;
  const { name, parts, endsOn, role } = await supporterOf(visit, args.params.followerId);
  const until = role === "none" || endsOn === null ? addMonths(today, USUAL_MONTHS) : day(endsOn);
  return { caseId, name: name || t("people:relation.supporter"), values: { parts, until: writtenDay(until) }, title: `${t("people:supporter.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action(args: ActionFunctionArgs) {
  const visit = await visitCase(args, "manage-people");
  const { site, viewer, child, caseId, today } = visit;
  const supporter = await supporterOf(visit, args.params.followerId);
  const personId = child.stored.person?.id ?? notFound();
  const { parts, endsOn, typed, problems } = typedAccess(visit, await readForm(args.request), today);
  if (problems.length > 0 || endsOn === null) return data({ problems, values: typed }, { status: 400 });
  await site.database.prisma.$transaction((tx) => changeSupporter(tx, { personId, followerId: supporter.id, parts, endsOn, by: viewer.userId }));
  return redirect(`/my-child/${caseId}/people`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Supporter() {
  const { t } = useTranslation(["people", "my-child"]);
  const { caseId, name, values } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <Breadcrumb trail={[{ href: "/my-children", label: t("my-child:breadcrumb") }, { href: `/my-child/${caseId}/people`, label: t("people:people.title") }]} />
      <ErrorSummary problems={answer?.problems} />
      <h1>{t("people:supporter.heading", { name })}</h1>
      <form method="post" noValidate>
        <AccessFields values={answer?.values ?? values} problems={answer?.problems} />
        <button className="button">{t("people:supporter.go")}</button>
      </form>
    </div>
  );
}
