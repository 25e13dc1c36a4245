import { useTranslation } from "react-i18next";
import { VAGUE_KINDS, type VagueKind } from "../../domain/comments/vague-words.ts";
import { FormField } from "../forms/FormField.tsx";

/**
 * A box for a piece of Section F, and what it leaves open. Plans are written in English, so their words are marked as
 * English; the questions are in the page's language.
 */
export function WordingHelper({ value, pieces, problem }: { value: string | undefined; pieces: readonly { text: string; kind: VagueKind | null }[] | null; problem: string | undefined }) {
  const { t } = useTranslation("messages");
  return (
    <details className="card" open={pieces !== null || problem !== undefined} id="wording-helper">
      <summary>{t("comments.wording.title")}</summary>
      <p>{t("comments.wording.text")}</p>
      <FormField name="wording" rows={6} label={t("comments.wording.label")} value={value} problem={problem} />
      <p>
        <button className="button button-quiet" name="do" value="check">
          {t("comments.wording.check")}
        </button>
      </p>
      {pieces && <Found pieces={pieces} />}
    </details>
  );
}

function Found({ pieces }: { pieces: readonly { text: string; kind: VagueKind | null }[] }) {
  const { t } = useTranslation("messages");
  const count = pieces.filter(({ kind }) => kind !== null).length;
  const kinds = VAGUE_KINDS.filter((kind) => pieces.some((piece) => piece.kind === kind));
  return (
    <section aria-labelledby="found" tabIndex={-1} autoFocus>
      <h3 id="found">{count === 0 ? t("comments.wording.foundNone") : t("comments.wording.found", { count })}</h3>
      {count > 0 && (
        <>
          <p className="pre-line sample-text" lang="en-GB" dir="ltr">
            {pieces.map(({ text, kind }, i) => (kind === null ? <span key={i}>{text}</span> : <mark key={i}>{text}</mark>))}
          </p>
          <h4>{t("comments.wording.ask")}</h4>
          <ul>
            {kinds.map((kind) => (
              <li key={kind}>
                <strong lang="en-GB">{[...new Set(pieces.filter((piece) => piece.kind === kind).map(({ text }) => text.toLowerCase()))].join(", ")}</strong>: {t(`comments.wording.questions.${kind}`)}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="meta">{t("comments.wording.notLaw")}</p>
    </section>
  );
}
