import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { takeTry } from "../../accounts/rate-limits.server.ts";
import { visitCase } from "../../accounts/visit.server.ts";
import { Breadcrumb } from "../../components/Breadcrumb.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { AccessFields } from "../../components/people/AccessFields.tsx";
import { addMonths } from "../../domain/calendar/day.ts";
import { tooManyCharacters } from "../../domain/forms/length.ts";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { notFound, readForm } from "../../page-context.server.ts";
import { INVITATION_DAYS, inviteSupporter } from "../../people/invitations.server.ts";
import { typedAccess, writtenDay } from "../../people/supporter-form.server.ts";

const LONGEST_NAME = 100;
const LONGEST_ADDRESS = 254;
const USUAL_MONTHS = 3;
const HOUR = 60 * 60;

/** Asking somebody in to help: an advice worker, a friend, an interpreter. */
export async function loader(args: LoaderFunctionArgs) {
  const { site, t, caseId, today } = await visitCase(args, "manage-people");
  return {
    caseId,
    id: crypto.randomUUID(),
    until: writtenDay(addMonths(today, USUAL_MONTHS)),
    days: INVITATION_DAYS,
    title: `${t("people:invite.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const visit = await visitCase(args, "manage-people");
  const { site, t, viewer, child, caseId, today, language } = visit;
  const form = await readForm(args.request);
  const personId = child.stored.person?.id ?? notFound();
  const id = z.uuid().safeParse(form.get("id"));
  if (!id.success) throw data(null, { status: 400 });
  const [name, email] = [typedText(form, "name"), typedText(form, "email")];
  const { parts, endsOn, typed, problems: wrong } = typedAccess(visit, form, today);
  const problems: FieldProblem[] = [];
  if (name === "") problems.push({ field: "name", text: t("people:invite.nameEmpty") });
  else if (tooManyCharacters(name, LONGEST_NAME) > 0) problems.push({ field: "name", text: t("people:invite.nameLong", { count: LONGEST_NAME }) });
  if (email.length > LONGEST_ADDRESS || !z.email().safeParse(email).success) problems.push({ field: "email", text: t("people:invite.emailProblem") });
  else if (email.toLowerCase() === viewer.email.toLowerCase()) problems.push({ field: "email", text: t("people:invite.emailOwn") });
  problems.push(...wrong);
  const values = { name, email, ...typed };
  if (problems.length > 0 || endsOn === null) return data({ problems, values, id: id.data }, { status: 400 });
  const { prisma } = site.database;
  if ((await prisma.supporterInvitation.count({ where: { id: id.data } })) === 0) {
    const one = await takeTry(site, "invitation-per-account", viewer.userId);
    if (!one.ok) return data({ problems: [{ field: "email", text: t("people:invite.tooMany", { count: Math.ceil(one.retryAfterSeconds / HOUR) }) }], values, id: id.data }, { status: 429 });
    await prisma.$transaction((tx) => inviteSupporter(tx, site, { id: id.data, personId, caseId, name, email, parts, endsOn, by: viewer.userId, language }));
  }
  return redirect(`/my-child/${caseId}/people`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Invite() {
  const { t } = useTranslation(["people", "my-child"]);
  const { caseId, id, until, days } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = answer?.problems;
  return (
    <div className="prose">
      <Breadcrumb trail={[{ href: "/my-children", label: t("my-child:breadcrumb") }, { href: `/my-child/${caseId}/people`, label: t("people:people.title") }]} />
      <ErrorSummary problems={problems} />
      <h1>{t("people:invite.title")}</h1>
      <p className="lede">{t("people:invite.lede", { count: days })}</p>
      <p>{t("people:invite.note")}</p>
      <form method="post" noValidate>
        <input type="hidden" name="id" value={answer?.id ?? id} />
        <FormField name="name" label={t("people:invite.name")} problem={problemOf(problems, "name")} value={answer?.values.name} autoComplete="off" />
        <FormField name="email" type="email" inputMode="email" dir="ltr" label={t("people:invite.email")} hint={t("people:invite.emailHint")} problem={problemOf(problems, "email")} value={answer?.values.email} autoComplete="off" />
        <AccessFields values={answer?.values ?? { parts: [], until }} problems={problems} />
        <button className="button">{t("people:invite.go")}</button>
      </form>
    </div>
  );
}
