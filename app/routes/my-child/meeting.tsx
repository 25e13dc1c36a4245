import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Trans, useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FieldNotes } from "../../components/forms/FormField.tsx";
import { Countdown } from "../../components/my-child/CaseParts.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { PhoneLine } from "../../components/PhoneLine.tsx";
import { freeSlots, meetingOf } from "../../db/meetings.server.ts";
import { isUuid } from "../../domain/forms/ids.ts";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import type { ShownSlot } from "../../domain/meetings/shown.ts";
import { familyPage } from "../../family/family-page.server.ts";
import { bookForFamily, declineForFamily } from "../../family/sending.server.ts";
import { refusalMeeting, shownSlot } from "../../family/meeting-page.server.ts";
import { formatDate, formatTime, formatWeekday } from "../../i18n/format.ts";
import { readForm } from "../../page-context.server.ts";
import { localDay } from "../../today.ts";

const DONE = { booked: "meeting.done", cancelled: "meeting.doneCancelled", declined: "meeting.doneDeclined" } as const;

export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "answer-meeting");
  const { site, language, t, caseId } = visit;
  const meeting = refusalMeeting(visit);
  const page = await familyPage(visit);
  const { prisma } = site.database;
  const state = await meetingOf(prisma, caseId);
  const isOffered = page.refusal?.type === "assessment-refused" || page.refusal?.type === "no-plan-decided";
  const free = isOffered ? await freeSlots(prisma, new Date()) : [];
  const { slot } = state ?? { slot: null };
  const isCancelled = slot?.cancelledAt != null;
  return {
    caseId,
    name: page.name,
    language,
    meeting,
    isOffered,
    clocks: [page.refusal?.mediation, page.refusal?.appeal].filter((clock) => clock != null && clock.doneOn === null && clock.daysLeft >= 0),
    state: state && { answer: state.answer, on: localDay(state.answeredAt), slot: slot && shownSlot(slot), isCancelled, isOver: slot !== null && slot.startsAt.getTime() <= Date.now() },
    slots: free.filter(({ id }) => id !== slot?.id).map((one) => shownSlot(one, one.seatsLeft)),
    done: doneWords(args.request),
    advice: site.pack.adviceService,
    title: `${meeting} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

function doneWords(request: Request): (typeof DONE)[keyof typeof DONE] | null {
  const done = new URL(request.url).searchParams.get("done");
  return done === "booked" || done === "cancelled" || done === "declined" ? DONE[done] : null;
}

export async function action(args: ActionFunctionArgs) {
  const form = await readForm(args.request);
  const visit = await visitCase(args, "answer-meeting");
  refusalMeeting(visit);
  const { site, t, caseId } = visit;
  const path = `/my-child/${caseId}/meeting`;
  const { prisma } = site.database;
  if (form.get("do") === "decline") {
    const before = await meetingOf(prisma, caseId);
    await declineForFamily(visit);
    return redirect(`${path}?done=${before?.answer === "booked" ? "cancelled" : "declined"}`, 303);
  }
  const slotId = typedText(form, "slot");
  const refuse = (because: "pick" | "taken" | "gone", status: number) => data({ problems: [{ field: "slot", text: t(`messages:meeting.${because}`) }] }, { status });
  if (slotId === "") return refuse("pick", 400);
  if (!isUuid(slotId)) return refuse("gone", 409);
  const page = await familyPage(visit);
  if (page.refusal?.type !== "assessment-refused" && page.refusal?.type !== "no-plan-decided") return refuse("gone", 409);
  const { is } = await bookForFamily(visit, slotId);
  if (is === "taken" || is === "gone") return refuse(is, 409);
  return redirect(`${path}?done=booked`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Meeting() {
  const { t } = useTranslation(["messages", "my-child"]);
  const { caseId, name, language, meeting, isOffered, clocks, state, done, advice } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <CaseTop caseId={caseId} name={name} />
      <h1>{meeting}</h1>
      {done && !answer && (
        <p className="notice notice-ok" role="status">
          {t(done)}
        </p>
      )}
      <p className="lede">{t("meeting.lede")}</p>
      <State />
      <section className="notice notice-wait" aria-labelledby="nothing">
        <h2 id="nothing">{t("meeting.notice.title")}</h2>
        <p>{t("meeting.notice.text")}</p>
        <h3>{t("meeting.clocksTitle")}</h3>
        {clocks.length > 0 ? clocks.map((clock) => clock && <Countdown key={clock.rule} date={clock} language={language} />) : <p>{t("meeting.over")}</p>}
        <p>
          <a href={`/my-child/${caseId}/rights`}>{t("meeting.rights")}</a>
        </p>
      </section>
      {isOffered ? (
        <Choose />
      ) : (
        state?.answer !== "booked" && (
          <p>
            {t("meeting.notNow")} <a href={`/my-child/${caseId}/messages`}>{t("my-child:actions.message")}</a>
          </p>
        )
      )}
      <p>{t("meeting.bring")}</p>
      <PhoneLine name={advice.name} phone={advice.phone} />
    </div>
  );
}

function State() {
  const { t } = useTranslation("messages");
  const { state, caseId, language } = useLoaderData<typeof loader>();
  if (!state) return null;
  const date = formatDate(state.on, language);
  if (state.answer === "declined") return <p className="notice">{t("meeting.declined", { date })}</p>;
  if (state.answer === "cancelled") return <p className="notice">{t("meeting.gaveBack", { date })}</p>;
  const { slot } = state;
  if (!slot) return null;
  if (state.isCancelled) return <p className="notice notice-late">{t("meeting.cancelled", { date: formatDate(slot.on, language) })}</p>;
  return (
    <section className="card" aria-labelledby="booked">
      <h2 id="booked">{t("meeting.booked")}</h2>
      <p>
        <strong>{t("meeting.bookedText", { weekday: formatWeekday(slot.weekday, language), date: formatDate(slot.on, language), time: formatTime(slot.at, language), count: slot.minutes })}</strong>
      </p>
      <p>
        {t("meeting.place")}: <bdi lang="en-GB">{slot.place}</bdi>
      </p>
      <p>
        <a className="button button-quiet" href={`/my-child/${caseId}/meeting.ics`}>
          {t("meeting.calendar")}
        </a>
      </p>
    </section>
  );
}

function Choose() {
  const { t } = useTranslation(["messages", "my-child"]);
  const { slots, state, caseId } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isBooked = state?.answer === "booked" && !state.isCancelled && !state.isOver;
  const problem = problemOf(answer?.problems, "slot");
  return (
    <section aria-labelledby="choose">
      <h2 id="choose">{isBooked ? t("meeting.change") : t("meeting.choose")}</h2>
      {slots.length === 0 ? (
        <p id="slot">
          {t("meeting.none")} <a href={`/my-child/${caseId}/messages`}>{t("my-child:actions.message")}</a>
        </p>
      ) : (
        <form method="post" noValidate>
          <fieldset className="field" aria-describedby={problem ? "slot-problem" : undefined}>
            <legend className="visually-hidden">{isBooked ? t("meeting.change") : t("meeting.choose")}</legend>
            <FieldNotes id="slot" problem={problem} />
            {slots.map((slot, i) => (
              <SlotChoice key={slot.id} slot={slot} id={i === 0 ? "slot" : undefined} />
            ))}
          </fieldset>
          <button className="button" name="do" value="book">
            {isBooked ? t("meeting.changeTo") : t("meeting.book")}
          </button>
        </form>
      )}
      {(isBooked || !state) && (
        <form method="post" className="actions">
          <button className="button button-quiet" name="do" value="decline">
            {isBooked ? t("meeting.giveBack") : t("meeting.decline")}
          </button>
        </form>
      )}
    </section>
  );
}

function SlotChoice({ slot, id }: { slot: ShownSlot; id: string | undefined }) {
  const { t } = useTranslation("messages");
  const { language } = useLoaderData<typeof loader>();
  return (
    <label className="check">
      <input id={id} type="radio" name="slot" value={slot.id} />
      <span>
        <Trans
          t={t}
          i18nKey="meeting.slot"
          values={{ weekday: formatWeekday(slot.weekday, language), date: formatDate(slot.on, language), time: formatTime(slot.at, language), place: slot.place }}
          components={{ bdi: <bdi lang="en-GB" /> }}
        />{" "}
        <span className="hint">{t("meeting.seats", { count: slot.seatsLeft })}</span>
      </span>
    </label>
  );
}
