import { useTranslation } from "react-i18next";
import { problemOf, type FieldProblem } from "../../domain/forms/problems.ts";
import type { ReleaseCheck } from "../../domain/office/release.ts";
import { UPDATE_SLOTS } from "../../domain/office/update-words.ts";
import { ErrorSummary } from "../forms/ErrorSummary.tsx";
import { FormField } from "../forms/FormField.tsx";
import { ReleaseField } from "./ReleaseField.tsx";

interface Answer {
  problems: readonly FieldProblem[];
  values: { words: string; names: string; digest: string };
  names: readonly string[];
  preview: { families: readonly { reference: string; words: string; leftOut: number }[]; from: number | null; count: number; unread: readonly string[]; shortened: number; digest: string } | null;
}

/** As many references of those who cannot read it as an officer takes in at a glance. */
const MOST_NAMED = 20;

/** After the last of them it begins again. */
function nextFrom({ from, families, count }: NonNullable<Answer["preview"]>): number {
  const next = (from ?? 0) + families.length;
  return next >= count ? 0 : next;
}

export function UpdateProblems({ answer }: { answer: Answer | undefined }) {
  return <ErrorSummary problems={answer?.problems} />;
}

/** Writes an update: words with places, then how some of the families will read it, then the last look. `check` is for one family alone. */
export function UpdateForm({ id, answer, suggestion, check }: { id: string; answer: Answer | undefined; suggestion: string; check: ReleaseCheck | null }) {
  const { t } = useTranslation("officer");
  const preview = answer?.preview ?? null;
  return (
    <form method="post" noValidate>
      <input type="hidden" name="id" value={id} />
      {preview ? (
        <>
          <input type="hidden" name="words" value={answer?.values.words} />
          <input type="hidden" name="names" value={answer?.values.names} />
          <input type="hidden" name="digest" value={answer?.values.digest} />
          <h2>{t("update.asRead")}</h2>
          {preview.from !== null && <p className="meta">{t("update.these", { from: preview.from + 1, to: preview.from + preview.families.length, count: preview.count })}</p>}
          {preview.families.map(({ reference, words, leftOut }) => (
            <article key={reference} className="card update-preview" aria-label={reference}>
              <p className="meta">
                <bdi>{reference}</bdi>
                {leftOut > 0 && ` · ${t("update.leftOut", { count: leftOut })}`}
              </p>
              <p className="pre-line">{words}</p>
            </article>
          ))}
          {preview.count > preview.families.length && (
            <p>
              <input type="hidden" name="from" value={preview.from === null ? 0 : nextFrom(preview)} />
              <button className="button button-quiet" name="do" value="more">
                {t(preview.from === null ? "update.each" : "update.next", { count: preview.count })}
              </button>
            </p>
          )}
          {preview.unread.length > 0 && (
            <p className="notice notice-wait">
              {t("update.unread", { count: preview.unread.length })} <bdi>{preview.unread.slice(0, MOST_NAMED).join(", ")}</bdi>
              {preview.unread.length > MOST_NAMED && " …"}
            </p>
          )}
          {preview.shortened > 0 && <p>{t("update.shortened", { count: preview.shortened })}</p>}
          {check ? <ReleaseField check={check} problems={answer?.problems} /> : <FormField name="count" label={t("update.count", { count: preview.count })} hint={t("update.countHint")} inputMode="numeric" problem={problemOf(answer?.problems, "count")} autoComplete="off" dir="ltr" />}
          <p className="actions">
            <button className="button" name="do" value="send">
              {t("update.send", { count: preview.count })}
            </button>
            <button className="button button-quiet" name="do" value="edit">
              {t("event.edit")}
            </button>
          </p>
        </>
      ) : (
        <>
          <FormField name="words" rows={12} label={t("update.words")} hint={t("update.wordsHint", { slots: UPDATE_SLOTS.map((slot) => `{${slot}}`).join(", ") })} problem={problemOf(answer?.problems, "words")} value={answer?.values.words ?? suggestion} />
          {(answer?.names.length ?? 0) > 0 && (
            <div className="field">
              <p className="field-problem">{problemOf(answer?.problems, "names")}</p>
              <label className="check">
                <input id="names" type="checkbox" name="names" value={answer?.names.join(" ")} />
                <span>{t("update.notANameOfAChild")}</span>
              </label>
            </div>
          )}
          <p>
            <button className="button" name="do" value="preview">
              {t("update.preview")}
            </button>
          </p>
        </>
      )}
    </form>
  );
}
