import { useTranslation } from "react-i18next";
import { PROVISION_ANSWERS } from "../../domain/provision/provision.ts";
import type { ShownAnswer, ShownLine } from "../../domain/provision/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";
import { FormField } from "../forms/FormField.tsx";

/** A note that was too long, to be made shorter. */
interface Refused {
  note: string;
  problems: readonly { text: string }[];
}

/** One line of a plan: what must be given, whether it is, and what the council does about it. */
export function ProvisionLine({ line, draft, mayReport, language, refused }: { line: ShownLine; draft: { key: string; fields: Readonly<Record<string, string>> }; mayReport: boolean; language: LanguageCode; refused: Refused | null }) {
  const { t } = useTranslation("messages");
  const [latest, ...earlier] = line.answers;
  // Another "no" joins an action that was open before it: that is the one to show.
  const acting = line.answers.find(({ action }) => action !== null);
  const isUnsettled = latest !== undefined && latest.answer !== "yes";
  return (
    <>
      <p className="pre-line" lang="en-GB" dir="ltr">
        {line.words}
      </p>
      <p className="meta">
        {t("provision.provider")} <bdi>{line.provider}</bdi>
      </p>
      <p>{latest ? t(`provision.${latest.isOwn ? "now" : "nowOther"}.${latest.answer}`, { date: formatDate(latest.on, language) }) : t("provision.never")}</p>
      {acting && isUnsettled && <Action answer={acting} language={language} />}
      {mayReport && (
        <form method="post" className="actions" aria-label={t("provision.askLine", { words: line.words })}>
          <input type="hidden" name="line" value={line.id} />
          <span className="question" aria-hidden="true">{t("provision.ask")}</span>
          {PROVISION_ANSWERS.map((answer) => (
            <button key={answer} className="button button-quiet" name="answer" value={answer}>
              {t(`provision.${answer}`)}
            </button>
          ))}
        </form>
      )}
      {mayReport && latest?.isOwn && isUnsettled && (
        <form method="post" noValidate>
          <input type="hidden" name="line" value={line.id} />
          <input type="hidden" name="answer-id" value={latest.id} />
          <input type="hidden" name="draft-key" value={draft.key} />
          <NoteField lineId={line.id} value={refused?.note ?? (draft.fields.line === line.id ? draft.fields.note : latest.note) ?? ""} problem={refused?.problems[0]?.text} />
          <button className="button button-quiet" name="do" value="note">
            {t("provision.missingSend")}
          </button>
        </form>
      )}
      {earlier.length > 0 && (
        <details>
          <summary>{t("provision.history", { count: earlier.length })}</summary>
          <ul className="plain rows">
            {earlier.map((answer) => (
              <li key={answer.id}>
                <p>{t(`provision.historyLine.${answer.answer}`, { date: formatDate(answer.on, language) })}</p>
                {answer.note && (
                  <p className="pre-line" dir="auto">
                    {t("provision.missingWas")} {answer.note}
                  </p>
                )}
                {answer !== acting && answer.action && <Action answer={answer} language={language} />}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function NoteField({ lineId, value, problem }: { lineId: string; value: string; problem: string | undefined }) {
  const { t } = useTranslation("messages");
  return <FormField name="note" id={`note-${lineId}`} rows={2} isOptional label={t("provision.missing")} hint={t("provision.missingHint")} value={value} problem={problem} />;
}

/** What the council has to do about it, in words. */
function Action({ answer: { action }, language }: { answer: ShownAnswer; language: LanguageCode }) {
  const { t } = useTranslation("messages");
  if (!action) return null;
  const due = action.due === null ? "" : formatDate(action.due, language);
  switch (action.is) {
    case "waiting":
      return <p className="notice">{t("provision.action.waiting", { date: due })}</p>;
    case "late":
      return <p className="notice notice-late">{t("provision.action.late", { date: due, count: action.days })}</p>;
    case "settled":
      return <p className="meta">{t("provision.action.settled")}</p>;
    case "answered":
      return (
        <div className="notice notice-ok">
          <p>
            <strong>{t("provision.action.answered", { date: action.on === null ? "" : formatDate(action.on, language) })}</strong> {action.days > 0 && t("provision.action.wasLate", { count: action.days })}
          </p>
          <p className="pre-line" lang="en-GB" dir="auto">
            {action.words}
          </p>
        </div>
      );
  }
}
