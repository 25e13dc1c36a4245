import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOfficeCase } from "../../accounts/visit.server.ts";
import { EventFields } from "../../components/office/EventFields.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { OfficeCaseTop } from "../../components/office/OfficeTop.tsx";
import { ReleaseField } from "../../components/office/ReleaseField.tsx";
import { isUuid } from "../../domain/forms/ids.ts";
import { typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { EVENT_GROUPS, type EventGroup } from "../../domain/office/event-form.ts";
import { formatDate } from "../../i18n/format.ts";
import { bodyOptions, boxesOf, eventTask, fieldsOf, shownPreview, typedEvent, valuesBefore, type ShownPreview } from "../../office/event-form.server.ts";
import { releaseCheck, releaseProblem } from "../../office/release.server.ts";
import { eventsSince, previewEvent, recordWithin } from "../../office/record-event.server.ts";
import { notFound, readForm } from "../../page-context.server.ts";

export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitOfficeCase(args, "record-event");
  const { site, t, caseId, child, language } = visit;
  const task = await eventTask(visit, new URL(args.request.url).searchParams);
  const fields = task ? fieldsOf(visit, task) : [];
  const heading = task ? t(`officer:event.heading.${task.do}`, { what: t(`officer:event.type.${task.type}`) }) : t("officer:event.title");
  return {
    caseId,
    language,
    reference: child.stored.reference,
    task: task && { do: task.do, type: task.type },
    fields,
    values: task ? valuesBefore(visit, task, fields) : {},
    bodies: await bodyOptions(visit),
    id: crypto.randomUUID(),
    seenAt: child.stored.changedAt.toISOString(),
    check: releaseCheck(visit),
    heading,
    title: `${heading} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

interface Answer {
  problems: FieldProblem[];
  values: Record<string, string>;
  preview: ShownPreview | null;
  /** What somebody else recorded while this form was open. */
  meanwhile: { type: string; on: string | null }[];
}

export async function action(args: ActionFunctionArgs) {
  const form = await readForm(args.request);
  const visit = await visitOfficeCase(args, "record-event");
  const { site, t, caseId, viewer } = visit;
  const task = await eventTask(visit, new URL(args.request.url).searchParams);
  if (!task) notFound();
  const fields = fieldsOf(visit, task);
  const values = Object.fromEntries([...boxesOf(fields), "id", "seenAt"].map((name) => [name, typedText(form, name)]));
  const refuse = (problems: FieldProblem[], status = 400, meanwhile: Answer["meanwhile"] = []) => data<Answer>({ problems, values, preview: null, meanwhile }, { status });
  if (!isUuid(values.id ?? "")) throw data(null, { status: 400 });
  const step = typedText(form, "do");
  if (step === "edit") return data<Answer>({ problems: [], values, preview: null, meanwhile: [] });
  const { typed, problems } = typedEvent(visit, task, fields, form);
  if (!typed) return refuse(problems);
  const done = `/officer/cases/${caseId}?done=recorded`;
  if (step === "record" && (await site.database.prisma.caseEvent.count({ where: { sender: "portal", eventId: typed.id, caseId } })) > 0) return redirect(done, 303);
  const preview = previewEvent(visit, typed);
  if (!preview.ok) {
    const field = fields.find(({ name }) => name === preview.field);
    return refuse([{ field: field ? (field.kind === "date" ? `${field.name}-day` : field.name) : "note", text: t("officer:event.refused", { what: field?.label ?? "", expected: preview.expected.replace(/\d{4}-\d{2}-\d{2}/g, (date) => formatDate(date, visit.language)) }) }]);
  }
  if (step !== "record") return data<Answer>({ problems: [], values, preview: await shownPreview(visit, preview), meanwhile: [] });
  const wrong = releaseProblem(visit, form);
  if (wrong) return data<Answer>({ problems: [wrong], values, preview: await shownPreview(visit, preview), meanwhile: [] }, { status: 400 });
  const seenAt = new Date(values.seenAt ?? "");
  if (Number.isNaN(seenAt.getTime())) throw data(null, { status: 400 });
  const recorded = await site.database.prisma.$transaction((tx) => recordWithin(tx, site, { caseId, by: viewer.userId, sent: preview.sent, seenAt, news: preview.news }));
  if (recorded === "contradicts") return refuse([{ field: "note", text: t("officer:event.contradicts") }], 409);
  if (recorded === "changed-meanwhile") {
    const meanwhile = (await eventsSince(site, caseId, seenAt)).map(({ type, on }) => ({ type: t(`officer:event.type.${type as "correction"}`), on }));
    values.seenAt = visit.child.stored.changedAt.toISOString();
    return data<Answer>({ problems: [{ field: "meanwhile", text: t("officer:event.meanwhile") }], values, preview: await shownPreview(visit, preview), meanwhile }, { status: 409 });
  }
  return redirect(done, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function RecordEvent() {
  const { t } = useTranslation(["officer", "forms"]);
  const { caseId, reference, task, fields, heading, language, bodies, check, ...page } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const values: Record<string, string> = answer?.values ?? page.values;
  const hidden = { id: values.id ?? page.id, seenAt: values.seenAt ?? page.seenAt };
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <OfficeCaseTop caseId={caseId} reference={reference} />
      <h1>{heading}</h1>
      {!task && <ChooseType caseId={caseId} />}
      {answer && answer.meanwhile.length > 0 && (
        <section className="notice notice-late" aria-labelledby="meanwhile">
          <h2 id="meanwhile">{t("event.meanwhileTitle")}</h2>
          <ul>
            {answer.meanwhile.map((one, i) => (
              <li key={i}>{[one.type, one.on && formatDate(one.on, language)].filter(Boolean).join(", ")}</li>
            ))}
          </ul>
          <p>{t("event.meanwhileText")}</p>
        </section>
      )}
      {task && answer?.preview && (
        <form method="post" noValidate>
          <Preview preview={answer.preview} />
          {Object.entries({ ...values, ...hidden }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <ReleaseField check={check} problems={answer.problems} />
          <p className="actions">
            <button className="button" name="do" value="record">
              {t("event.confirm")}
            </button>
            <button className="button button-quiet" name="do" value="edit">
              {t("event.edit")}
            </button>
          </p>
        </form>
      )}
      {task && !answer?.preview && (
        <form method="post" noValidate>
          <input type="hidden" name="id" value={hidden.id} />
          <input type="hidden" name="seenAt" value={hidden.seenAt} />
          {task.do === "withdraw" && <p>{t("event.withdrawText")}</p>}
          {task.do === "correct" && <p>{t("event.correctText")}</p>}
          <EventFields fields={fields} values={values} problems={answer?.problems} bodies={bodies} />
          <FormField name="note" rows={3} label={t("event.note")} hint={t("event.noteHint")} value={values.note} isOptional problem={answer?.problems.find(({ field }) => field === "note")?.text} />
          <p>
            <button className="button" name="do" value="preview">
              {t("event.preview")}
            </button>
          </p>
        </form>
      )}
    </div>
  );
}

function ChooseType({ caseId }: { caseId: string }) {
  const { t } = useTranslation("officer");
  return (
    <>
      <p className="lede">{t("event.lede")}</p>
      {(Object.keys(EVENT_GROUPS) as EventGroup[]).map((group) => (
        <section key={group} aria-labelledby={group}>
          <h2 id={group}>{t(`event.group.${group}`)}</h2>
          <ul className="plain links">
            {EVENT_GROUPS[group].map((type) => (
              <li key={type}>
                <a href={`/officer/cases/${caseId}/record-event?type=${type}`}>{t(`event.type.${type}`)}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p>{t("event.wrong")}</p>
    </>
  );
}

function Preview({ preview }: { preview: ShownPreview }) {
  const { t } = useTranslation("officer");
  const { before, after, afterText, changes, told } = preview;
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{t("event.previewTitle")}</h2>
      <h3>{t("event.status")}</h3>
      {before === after ? (
        <p>{t("event.same", { status: after })}</p>
      ) : (
        <p>
          <del>{before}</del> <ins>{after}</ins>
        </p>
      )}
      <p>{afterText}</p>
      <h3>{t("event.dates")}</h3>
      {changes.length === 0 && <p>{t("event.noDates")}</p>}
      <ul>
        {changes.map(({ change, name, who, due, was }, i) => (
          <li key={i}>
            <strong>{change}</strong>: {name}, {due}
            {was && ` (${t("event.was", { date: was })})`}. <span className="meta">{who}</span>
          </li>
        ))}
      </ul>
      <h3>{t("event.told")}</h3>
      {told.length === 0 ? <p>{t("event.notTold")}</p> : <blockquote>{told.map((words) => <p key={words}>{words}</p>)}</blockquote>}
    </section>
  );
}
