import type { HTMLInputTypeAttribute } from "react";
import { useTranslation } from "react-i18next";

/** What stands between a label and its field: the hint, then what is wrong. */
export function FieldNotes({ id, hint, problem }: { id: string; hint?: string | undefined; problem?: string | undefined }) {
  const { t } = useTranslation("forms");
  return (
    <>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="field-problem" id={`${id}-problem`}>
          <span className="visually-hidden">{t("errors.before")} </span>
          {problem}
        </p>
      )}
    </>
  );
}

/** The ids of a field's notes, for `aria-describedby`. */
export function describedBy(id: string, hint: string | undefined, problem: string | undefined): string | undefined {
  const ids = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

/** One line or several of text. The field's id is its name, unless the page has several of that name. */
export function FormField({ name, id = name, label, hint, problem, value, type = "text", rows, autoComplete, inputMode, maxLength, dir, isOptional, draftOf }: {
  name: string;
  id?: string;
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
  value?: string | undefined;
  type?: HTMLInputTypeAttribute;
  /** More than one line. */
  rows?: number;
  autoComplete?: string;
  inputMode?: "numeric" | "text" | "tel" | "email";
  maxLength?: number;
  dir?: "ltr" | "auto";
  isOptional?: boolean;
  /** Where what is typed is kept as it is typed: see app/enhance/drafts.ts. */
  draftOf?: string;
}) {
  const { t } = useTranslation("forms");
  const shared = {
    id,
    name,
    defaultValue: value,
    "aria-describedby": describedBy(id, hint, problem),
    "aria-invalid": problem ? (true as const) : undefined,
    autoComplete,
    inputMode,
    maxLength,
    dir: dir ?? ("auto" as const),
    "data-draft": draftOf,
  };
  return (
    <div className="field">
      <label htmlFor={id}>{isOptional ? t("optional", { label }) : label}</label>
      <FieldNotes id={id} hint={hint} problem={problem} />
      {rows ? <textarea rows={rows} {...shared} /> : <input type={type} {...shared} />}
    </div>
  );
}
