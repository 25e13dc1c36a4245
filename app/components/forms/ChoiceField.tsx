import type { ReactNode } from "react";
import { describedBy, FieldNotes } from "./FormField.tsx";

interface Option {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
}

/** One choice of a few, or several. Its problem links to the id of the first option, which is the field's name. */
export function ChoiceField({ name, label, hint, problem, options, value, isMany }: {
  name: string;
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
  options: readonly Option[];
  value: readonly string[] | string | null | undefined;
  isMany?: boolean;
}) {
  const chosen = value == null ? [] : typeof value === "string" ? [value] : value;
  return (
    <fieldset className="field" aria-describedby={describedBy(name, hint, problem)}>
      <legend>{label}</legend>
      <FieldNotes id={name} hint={hint} problem={problem} />
      {options.map((option, i) => (
        <label key={option.value} className="check">
          <input id={i === 0 ? name : undefined} type={isMany ? "checkbox" : "radio"} name={name} value={option.value} defaultChecked={chosen.includes(option.value)} />
          <span>
            {option.label}
            {option.hint && <span className="hint"> {option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
