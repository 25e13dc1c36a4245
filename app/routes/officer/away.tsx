import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOffice, type Visit } from "../../accounts/visit.server.ts";
import { ChoiceField } from "../../components/forms/ChoiceField.tsx";
import { DateField } from "../../components/forms/DateField.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { OfficeNav } from "../../components/office/OfficeTop.tsx";
import { recordActs } from "../../db/audit.server.ts";
import { listOfficers, setAway } from "../../db/office.server.ts";
import { isoText } from "../../domain/calendar/day.ts";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { typedDay } from "../../form-dates.server.ts";
import { formatDate } from "../../i18n/format.ts";
import { readForm } from "../../page-context.server.ts";

const DUTY = "duty";

/** Until when an officer is away and who has their cases: families see it. A caseworker sets their own, a manager anybody's. */
export async function loader({ request }: LoaderFunctionArgs) {
  const visit = await visitOffice(request, "see-queue");
  const { site, t, language, today, viewer, standing } = visit;
  const officers = await listOfficers(site.database.prisma, site.sealer);
  const names = new Map(officers.map(({ id, name }) => [id, name ?? ""]));
  return {
    language,
    done: new URL(request.url).searchParams.has("done"),
    own: viewer.officerId,
    officers: officers.map(({ id, name, team, awayUntil, coverId }) => ({ id, name: name ?? t("officer:away.unnamed"), team, until: awayUntil !== null && awayUntil >= today ? isoText(awayUntil) : null, cover: coverId === null ? null : (names.get(coverId) ?? null), mayChange: mayChange(visit, id) })),
    isManager: standing.role === "manager",
    title: `${t("officer:away.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

function mayChange({ viewer }: Pick<Visit, "viewer">, officerId: string): boolean {
  return viewer.staffRole === "manager" || viewer.officerId === officerId;
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request);
  const visit = await visitOffice(request, "see-queue");
  const { site, t, viewer, today } = visit;
  const officers = await listOfficers(site.database.prisma, site.sealer);
  const officer = officers.find(({ id }) => id === typedText(form, "officer"));
  const values = Object.fromEntries(["officer", "until-day", "until-month", "until-year", "cover"].map((name) => [name, typedText(form, name)]));
  if (!officer || !mayChange(visit, officer.id)) return data({ problems: [{ field: "officer", text: t("officer:away.chooseOfficer") }], values }, { status: 400 });
  const isBack = typedText(form, "do") === "back";
  const problems: FieldProblem[] = [];
  const { on, problem, field } = typedDay(visit, form, "until", t("officer:away.until"), today);
  const cover = officers.find(({ id }) => id === values.cover && id !== officer.id) ?? null;
  if (!isBack) {
    if (problem) problems.push({ field, text: problem });
    if (on !== null && on < today) problems.push({ field: "until-day", text: t("officer:away.past") });
    if (values.cover !== DUTY && !cover) problems.push({ field: "cover", text: t("officer:away.chooseCover") });
    // Whose cases they have meanwhile would be with nobody who is here.
    const covered = officers.filter(({ coverId, awayUntil }) => coverId === officer.id && awayUntil !== null && awayUntil >= today);
    if (covered.length > 0) problems.push({ field: "officer", text: t("officer:away.coversOthers", { name: officer.name ?? "", others: covered.map(({ name }) => name ?? t("officer:away.unnamed")).join(", ") }) });
    if (cover?.awayUntil != null && cover.awayUntil >= today) problems.push({ field: "cover", text: t("officer:away.coverAway", { name: cover.name ?? "" }) });
    if (problems.length > 0) return data({ problems, values }, { status: 400 });
  }
  await site.database.prisma.$transaction(async (tx) => {
    await setAway(tx, { officerId: officer.id, until: isBack ? null : on, coverId: cover?.id ?? null });
    await recordActs(tx, [{ actor: `user:${viewer.userId}`, action: isBack ? "officer-back" : "officer-away", caseId: null, detail: { officer: officer.id, until: isBack || on === null ? null : isoText(on), cover: cover?.id ?? null } }]);
  });
  return redirect("/officer/away?done=1", 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Away() {
  const { t } = useTranslation("officer");
  const { language, officers, own, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const values: Record<string, string> = answer?.values ?? {};
  const problem = (box: string) => problemOf(answer?.problems, box);
  const changeable = officers.filter(({ mayChange: may }) => may);
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <OfficeNav at="away" />
      <h1>{t("away.title")}</h1>
      {done && !answer && (
        <p className="notice notice-ok" role="status">
          {t("away.done")}
        </p>
      )}
      <p className="lede">{t("away.lede")}</p>
      <ul className="plain rows">
        {officers.map(({ id, name, team, until, cover, mayChange: may }) => (
          <li key={id}>
            <p>
              <strong>{name}</strong> {team && <span className="meta">{team}</span>}
              <br />
              {until === null ? t("away.here") : cover ? t("away.away", { date: formatDate(until, language), cover }) : t("away.awayDuty", { date: formatDate(until, language) })}
            </p>
            {may && until !== null && (
              <form method="post">
                <input type="hidden" name="officer" value={id} />
                <button className="button button-quiet" name="do" value="back">
                  {t("away.back", { name })}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {changeable.length > 0 && (
        <>
          <h2>{t("away.set")}</h2>
          <form method="post" noValidate>
            <ChoiceField name="officer" label={t("away.who")} problem={problem("officer")} value={values.officer ?? own ?? changeable[0]?.id} options={changeable.map(({ id, name }) => ({ value: id, label: name }))} />
            <DateField name="until" label={t("away.until")} value={{ day: values["until-day"] ?? "", month: values["until-month"] ?? "", year: values["until-year"] ?? "" }} problem={problem("until-day") ?? problem("until-month") ?? problem("until-year")} />
            <ChoiceField name="cover" label={t("away.cover")} problem={problem("cover")} value={values.cover ?? DUTY} options={[{ value: DUTY, label: t("away.duty") }, ...officers.map(({ id, name }) => ({ value: id, label: name }))]} />
            <button className="button" name="do" value="set">
              {t("away.save")}
            </button>
          </form>
        </>
      )}
    </div>
  );
}
