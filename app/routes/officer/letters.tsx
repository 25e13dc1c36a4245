import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOfficeCase, type CaseVisit } from "../../accounts/visit.server.ts";
import { ChoiceField } from "../../components/forms/ChoiceField.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { HowToReach } from "../../components/office/HowToReach.tsx";
import { LetterView } from "../../components/office/LetterView.tsx";
import { OfficeCaseTop } from "../../components/office/OfficeTop.tsx";
import { ReleaseField } from "../../components/office/ReleaseField.tsx";
import { isUuid } from "../../domain/forms/ids.ts";
import { tooManyCharacters } from "../../domain/forms/length.ts";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { ASKED_SLOTS, fillLetter, missingSlots, slotsOf, type LetterSlot, type LetterTemplate, type SlotValues } from "../../domain/office/letters.ts";
import { contactsOf } from "../../office/contacts.server.ts";
import { isOnRecord, letterEvent, readLetters, sendLetter, shownLetter, slotsWith, wordedForReader, type ShownLetter } from "../../office/letters.server.ts";
import { releaseCheck, releaseProblem } from "../../office/release.server.ts";
import { notFound, readForm } from "../../page-context.server.ts";

const LONGEST = 4000;

export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitOfficeCase(args, "send-letter");
  const { site, t, caseId, child } = visit;
  const letters = (await readLetters(site)).filter(({ fits }) => fits.length > 0);
  const template = wordedForReader(visit, letters.find(({ id }) => id === new URL(args.request.url).searchParams.get("template")) ?? null);
  const isRecorded = template !== null && isOnRecord(visit, template);
  const eventId = crypto.randomUUID();
  const preview = template?.event && !isRecorded ? letterEvent(visit, template, eventId) : null;
  const fromCase = template ? await slotsWith(visit, preview) : {};
  const title = template?.title ?? t("officer:letter.title");
  return {
    caseId,
    reference: child.stored.reference,
    letters: letters.map(({ id, title: words, fits }) => ({ id, title: words, isUsual: fits.includes(child.timeline.stage) })),
    template: template && {
      id: template.id,
      title: template.title,
      source: template.source,
      hasEvent: template.event !== null,
      record: preview?.ok ? "yes" : "no",
      asked: slotsOf(template).filter((slot) => fromCase[slot] === undefined),
    },
    id: crypto.randomUUID(),
    eventId,
    seenAt: child.stored.changedAt.toISOString(),
    check: releaseCheck(visit),
    contacts: await contactsOf(visit),
    title: `${title} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

interface Answer {
  problems: FieldProblem[];
  values: Record<string, string>;
  asked: LetterSlot[];
  preview: ShownLetter | null;
}

export async function action(args: ActionFunctionArgs) {
  const form = await readForm(args.request);
  const visit = await visitOfficeCase(args, "send-letter");
  const { site, t, caseId, viewer } = visit;
  const template: LetterTemplate = wordedForReader(visit, (await readLetters(site)).find(({ id, fits }) => fits.length > 0 && id === typedText(form, "template")) ?? notFound());
  const [id, eventId] = [typedText(form, "id"), typedText(form, "eventId")];
  const seenAt = new Date(typedText(form, "seenAt"));
  if (!isUuid(id) || !isUuid(eventId) || Number.isNaN(seenAt.getTime())) throw data(null, { status: 400 });
  const boxes = slotsOf(template).map((slot): [LetterSlot, string] => [slot, typedText(form, `slot-${slot}`)]).filter(([, words]) => words !== "");
  const typed: SlotValues = Object.fromEntries(boxes);
  const values = { ...Object.fromEntries(boxes.map(([slot, words]): [string, string] => [`slot-${slot}`, words])), record: typedText(form, "record") };
  const done = `/officer/cases/${caseId}?done=sent`;
  if ((await site.database.prisma.caseLetter.count({ where: { id, caseId } })) > 0) return redirect(done, 303);
  const event = values.record === "yes" ? letterEvent(visit, template, eventId) : null;
  const { asked, all } = await slotsOfForm(visit, template, event, typed);
  const refuse = (problems: FieldProblem[], status = 400, preview: ShownLetter | null = null) => data<Answer>({ problems, values, asked, preview }, { status });
  if (event?.ok === false) return refuse([{ field: "record", text: t("officer:letter.eventRefused", { expected: event.expected }) }]);
  const missing = missingSlots(template, all);
  if (missing.length > 0) return refuse(missing.map((slot) => ({ field: `slot-${slot}`, text: t("officer:letter.missing", { what: t(`officer:letter.slot.${slot}`) }) })));
  const tooLong = Object.entries(typed).find(([, words]) => tooManyCharacters(words, LONGEST) > 0);
  if (tooLong) return refuse([{ field: `slot-${tooLong[0]}`, text: t("forms:limit", { count: LONGEST }) }]);
  const filled = fillLetter(template, all);
  const step = typedText(form, "do");
  if (step === "edit") return data<Answer>({ problems: [], values, asked, preview: null });
  if (step !== "send") return data<Answer>({ problems: [], values, asked, preview: shownLetter(filled) });
  const wrong = releaseProblem(visit, form);
  if (wrong) return refuse([wrong], 400, shownLetter(filled));
  const sent = await site.database.prisma.$transaction((tx) => sendLetter(tx, site, { id, caseId, by: viewer.userId, template: template.id, filled, event, seenAt }));
  if (sent === "changed-meanwhile" || sent === "contradicts") return refuse([{ field: "again", text: t("officer:letter.changed") }], 409);
  return redirect(done, 303);
}

/** What fills the letter: the case's own words, and what was typed where the case has none. */
async function slotsOfForm(visit: CaseVisit, template: LetterTemplate, event: ReturnType<typeof letterEvent>, typed: SlotValues): Promise<{ asked: LetterSlot[]; all: SlotValues }> {
  const fromCase = await slotsWith(visit, event);
  return { asked: slotsOf(template).filter((slot) => fromCase[slot] === undefined), all: { ...typed, ...fromCase } };
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Letters() {
  const { t } = useTranslation("officer");
  const { caseId, reference, letters, template, contacts } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <OfficeCaseTop caseId={caseId} reference={reference} />
      <h1>{template ? t("letter.write", { title: template.title }) : t("letter.title")}</h1>
      <HowToReach contacts={contacts} isWriting />
      {template ? (
        <Write />
      ) : (
        [true, false].map((isUsual) => (
          <section key={String(isUsual)} aria-labelledby={isUsual ? "usual" : "others"}>
            <h2 id={isUsual ? "usual" : "others"}>{isUsual ? t("letter.usual") : t("letter.others")}</h2>
            <ul className="plain links">
              {letters
                .filter((letter) => letter.isUsual === isUsual)
                .map((letter) => (
                  <li key={letter.id}>
                    <a href={`/officer/cases/${caseId}/letters?template=${letter.id}`}>{letter.title}</a>
                  </li>
                ))}
            </ul>
          </section>
        ))
      )}
    </div>
  );
}

function Write() {
  const { t } = useTranslation("officer");
  const { template, check, ...page } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!template) return null;
  const values: Record<string, string> = answer?.values ?? {};
  const asked = answer?.asked ?? template.asked;
  const hidden = { template: template.id, id: page.id, eventId: page.eventId, seenAt: page.seenAt };
  const preview = answer?.preview ?? null;
  return (
    <form method="post" noValidate>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {preview ? (
        <>
          {Object.entries(values).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <p className="meta">{t("letter.asRead")}</p>
          <LetterView letter={preview} />
          <p>{values.record === "yes" ? t("letter.willRecord") : t("letter.wontRecord")}</p>
          <ReleaseField check={check} problems={answer?.problems} />
          <p className="actions">
            <button className="button" name="do" value="send">
              {t("letter.send")}
            </button>
            <button className="button button-quiet" name="do" value="edit">
              {t("event.edit")}
            </button>
          </p>
        </>
      ) : (
        <>
          <p className="meta">{t("letter.source", { source: template.source })}</p>
          {asked.length === 0 && <p>{t("letter.allFilled")}</p>}
          {asked.map((slot) => (
            <FormField key={slot} name={`slot-${slot}`} {...(isLong(slot) ? { rows: 5 } : {})} label={t(`letter.slot.${slot}`)} problem={problemOf(answer?.problems, `slot-${slot}`)} value={values[`slot-${slot}`]} />
          ))}
          {template.hasEvent ? (
            <ChoiceField
              name="record"
              label={t("letter.record")}
              problem={problemOf(answer?.problems, "record")}
              value={values.record ?? template.record}
              options={[
                { value: "yes", label: t("letter.recordYes") },
                { value: "no", label: t("letter.recordNo") },
              ]}
            />
          ) : (
            <input type="hidden" name="record" value="no" />
          )}
          <p>
            <button className="button" name="do" value="preview">
              {t("letter.preview")}
            </button>
          </p>
        </>
      )}
    </form>
  );
}

/** What somebody has to explain, rather than name. */
function isLong(slot: LetterSlot): boolean {
  return ASKED_SLOTS.some((one) => one === slot) && !["place", "time", "who"].includes(slot);
}
