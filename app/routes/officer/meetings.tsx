import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOffice } from "../../accounts/visit.server.ts";
import { DateField } from "../../components/forms/DateField.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { OfficeNav } from "../../components/office/OfficeTop.tsx";
import { offerSlots } from "../../db/meetings.server.ts";
import { isoText } from "../../domain/calendar/day.ts";
import { momentInEngland } from "../../domain/calendar/england.ts";
import { isUuid } from "../../domain/forms/ids.ts";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { readTypedTime } from "../../domain/office/typed-time.ts";
import { typedDay } from "../../form-dates.server.ts";
import { withdrawMeetingTime } from "../../family/council-answers.server.ts";
import { formatDate, formatTime } from "../../i18n/format.ts";
import { offeredMeetings } from "../../office/meetings.server.ts";
import { readForm } from "../../page-context.server.ts";

const DONE = ["offered", "cancelled"] as const;
const BOXES = ["on-day", "on-month", "on-year", "at", "minutes", "place", "seats"] as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const visit = await visitOffice(request, "offer-meetings");
  const { site, t, language } = visit;
  const done = new URL(request.url).searchParams.get("done");
  return { language, name: site.pack.localWords.refusalMeeting ?? t("officer:letter.meeting"), slots: await offeredMeetings(visit), id: crypto.randomUUID(), done: DONE.find((one) => one === done) ?? null, title: `${t("officer:meetings.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request);
  const visit = await visitOffice(request, "offer-meetings");
  const { site, t, viewer, today } = visit;
  const id = typedText(form, "id");
  if (!isUuid(id)) throw data(null, { status: 400 });
  if (typedText(form, "do") === "cancel") {
    await withdrawMeetingTime(site, { by: viewer.userId, slotId: id });
    return redirect("/officer/meetings?done=cancelled", 303);
  }
  const values = Object.fromEntries(BOXES.map((box) => [box, typedText(form, box)])) as Record<(typeof BOXES)[number], string>;
  const problems: FieldProblem[] = [];
  const { on, problem, field } = typedDay(visit, form, "on", t("officer:meetings.on"), today);
  if (problem) problems.push({ field, text: problem });
  if (on !== null && on < today) problems.push({ field: "on-day", text: t("officer:meetings.past") });
  const at = readTypedTime(values.at);
  if (at === null) problems.push({ field: "at", text: t("officer:meetings.badTime", { typed: values.at }) });
  const number = (box: "minutes" | "seats", most: number) => {
    const value = /^\d{1,3}$/.test(values[box]) ? Number(values[box]) : 0;
    if (value < 1 || value > most) problems.push({ field: box, text: t(`officer:meetings.bad.${box}`, { count: most }) });
    return value;
  };
  const minutes = number("minutes", 240);
  const seats = number("seats", 50);
  if (values.place === "" || values.place.length > 200) problems.push({ field: "place", text: t("officer:meetings.noPlace") });
  if (problems.length > 0 || on === null || at === null) return data({ problems, values }, { status: 400 });
  await site.database.prisma.$transaction((tx) => offerSlots(tx, { by: viewer.userId, slots: [{ id, startsAt: momentInEngland(isoText(on), at), minutes, place: values.place, seats }] }));
  return redirect("/officer/meetings?done=offered", 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Meetings() {
  const { t } = useTranslation("officer");
  const { language, name, slots, id, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const values = answer?.values;
  const problem = (box: string) => problemOf(answer?.problems, box);
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <OfficeNav at="meetings" />
      <h1>{t("meetings.title")}</h1>
      {done && !answer && (
        <p className="notice notice-ok" role="status">
          {t(`meetings.done.${done}`)}
        </p>
      )}
      <p className="lede">{t("meetings.lede", { name })}</p>
      {slots.length === 0 && <p>{t("meetings.none")}</p>}
      <ul className="plain rows">
        {slots.map((slot) => (
          <li key={slot.id}>
            <h2>
              {formatDate(slot.on, language)}, {formatTime(slot.at, language)}
            </h2>
            <p>
              {slot.place}, {t("meetings.taken", { taken: slot.bookings.length, count: slot.seats })}
            </p>
            <ul>
              {slot.bookings.map(({ caseId, reference, name: child }) => (
                <li key={caseId}>
                  <a href={`/officer/cases/${caseId}`}>{[child, reference].filter(Boolean).join(", ")}</a>
                </li>
              ))}
            </ul>
            <form method="post">
              <input type="hidden" name="id" value={slot.id} />
              <button className="button button-quiet" name="do" value="cancel">
                {t("meetings.cancel")}
                <span className="visually-hidden">
                  {" "}
                  {formatDate(slot.on, language)}, {formatTime(slot.at, language)}
                </span>
              </button>
              {slot.bookings.length > 0 && <p className="hint">{t("meetings.cancelHint")}</p>}
            </form>
          </li>
        ))}
      </ul>
      <h2>{t("meetings.offer")}</h2>
      <form method="post" noValidate>
        <input type="hidden" name="id" value={id} />
        <DateField name="on" label={t("meetings.on")} value={values && { day: values["on-day"], month: values["on-month"], year: values["on-year"] }} problem={problem("on-day") ?? problem("on-month") ?? problem("on-year")} />
        <FormField name="at" label={t("meetings.at")} hint={t("meetings.atHint")} value={values?.at} problem={problem("at")} dir="ltr" />
        <FormField name="minutes" label={t("meetings.minutes")} inputMode="numeric" value={values?.minutes ?? "45"} problem={problem("minutes")} dir="ltr" />
        <FormField name="place" label={t("meetings.place")} value={values?.place} problem={problem("place")} />
        <FormField name="seats" label={t("meetings.seats")} inputMode="numeric" value={values?.seats ?? "1"} problem={problem("seats")} dir="ltr" />
        <button className="button" name="do" value="offer">
          {t("meetings.save")}
        </button>
      </form>
    </div>
  );
}
