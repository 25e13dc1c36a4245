import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOfficeCase } from "../../accounts/visit.server.ts";
import { ChoiceField } from "../../components/forms/ChoiceField.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { HowToReach } from "../../components/office/HowToReach.tsx";
import { OfficeCaseTop } from "../../components/office/OfficeTop.tsx";
import { ReleaseField } from "../../components/office/ReleaseField.tsx";
import { markOpened } from "../../db/messages.server.ts";
import { isUuid } from "../../domain/forms/ids.ts";
import { tooManyCharacters } from "../../domain/forms/length.ts";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { LONGEST_MESSAGE } from "../../domain/messages/message.ts";
import { answerFamily } from "../../family/council-answers.server.ts";
import { formatDate } from "../../i18n/format.ts";
import { contactsOf } from "../../office/contacts.server.ts";
import { officeMessages } from "../../office/messages.server.ts";
import { releaseCheck, releaseProblem } from "../../office/release.server.ts";
import { notFound, readForm } from "../../page-context.server.ts";

const ANEW = "new";

export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitOfficeCase(args, "answer-family");
  const { site, t, caseId, child, language } = visit;
  const messages = await officeMessages(visit);
  await markOpened(site.database.prisma, caseId, "council");
  return { caseId, language, reference: child.stored.reference, messages, id: crypto.randomUUID(), check: releaseCheck(visit), contacts: await contactsOf(visit), seen: messages.filter(({ isOurs }) => isOurs).length, isSent: new URL(args.request.url).searchParams.has("sent"), title: `${t("officer:messages.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action(args: ActionFunctionArgs) {
  const form = await readForm(args.request);
  const visit = await visitOfficeCase(args, "answer-family");
  const { site, t, caseId, viewer } = visit;
  const [id, body, to] = [typedText(form, "id"), typedText(form, "body"), typedText(form, "to")];
  if (!isUuid(id)) throw data(null, { status: 400 });
  const problems: FieldProblem[] = [];
  if (to !== ANEW && !isUuid(to)) problems.push({ field: "to", text: t("officer:messages.choose") });
  if (body === "") problems.push({ field: "body", text: t("officer:messages.empty") });
  const tooMany = tooManyCharacters(body, LONGEST_MESSAGE);
  if (tooMany > 0) problems.push({ field: "body", text: t("messages:write.tooLong", { count: tooMany }) });
  const wrong = releaseProblem(visit, form);
  if (wrong) problems.push(wrong);
  if (problems.length > 0) return data({ problems, values: { body, to, id } }, { status: 400 });
  const seen = Number(typedText(form, "seen"));
  if (!Number.isInteger(seen)) throw data(null, { status: 400 });
  const sent = await answerFamily(site, { id, caseId, userId: viewer.userId, body, answers: to === ANEW ? null : to, seen });
  if (!sent) notFound();
  if (sent === "written-meanwhile") return data({ problems: [{ field: "body", text: t("officer:messages.meanwhile") }], values: { body, to, id } }, { status: 409 });
  return redirect(`/officer/cases/${caseId}/messages?sent=1`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function OfficeMessages() {
  const { t } = useTranslation("officer");
  const { caseId, reference, messages, language, check, contacts, isSent, ...page } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  // What somebody chose to answer stays in the list, also when a colleague has answered it meanwhile.
  const waiting = messages.filter(({ id, isWaiting }) => isWaiting || id === answer?.values.to);
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <OfficeCaseTop caseId={caseId} reference={reference} />
      <h1>{t("messages.title")}</h1>
      {isSent && !answer && (
        <p className="notice notice-ok" role="status">
          {t("messages.sent")}
        </p>
      )}
      {messages.length === 0 && <p>{t("case.none")}</p>}
      <ol className="plain rows">
        {messages.map((message) => (
          <li key={message.id} id={message.id}>
            <h2>
              {message.from}, {formatDate(message.on, language)}
            </h2>
            {message.isPrivate && <p className="tag tag-wait">{t("messages.private")}</p>}
            <p className="pre-line message-body">{message.body}</p>
            {message.isWaiting && message.due && (
              <p className={message.daysLate > 0 ? "late-word" : "meta"}>
                {t("queue.due", { date: formatDate(message.due, language) })}
                {message.daysLate > 0 && ` · ${t("queue.daysLate", { count: message.daysLate })}`}
              </p>
            )}
          </li>
        ))}
      </ol>
      <section aria-labelledby="write">
        <h2 id="write">{t("messages.write")}</h2>
        <HowToReach contacts={contacts} isWriting />
        <form method="post" noValidate>
          <input type="hidden" name="id" value={answer?.values.id ?? page.id} />
          <input type="hidden" name="seen" value={page.seen} />
          <ChoiceField
            name="to"
            label={t("messages.to")}
            problem={problemOf(answer?.problems, "to")}
            value={answer?.values.to ?? waiting[0]?.id ?? ANEW}
            options={[...waiting.map((message) => ({ value: message.id, label: t("messages.answer", { from: message.from, date: formatDate(message.on, language) }), hint: message.isPrivate ? t("messages.privateHint") : undefined })), { value: ANEW, label: t("messages.anew") }]}
          />
          <FormField name="body" rows={8} label={t("messages.body")} problem={problemOf(answer?.problems, "body")} value={answer?.values.body} />
          <ReleaseField check={check} problems={answer?.problems} />
          <p>
            <button className="button">{t("messages.send")}</button>
          </p>
        </form>
      </section>
    </div>
  );
}
