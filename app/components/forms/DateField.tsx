import { useTranslation } from "react-i18next";
import type { TypedDate } from "../../domain/forms/written-date.ts";
import { describedBy, FieldNotes } from "./FormField.tsx";

/** A known date, in three boxes; the first takes the whole of it too. Its problem links to the id `NAME-day`. */
export function DateField({ name, label, hint, problem, value, isBirthday }: { name: string; label: string; hint?: string; problem?: string | undefined; value?: TypedDate | undefined; isBirthday?: boolean }) {
  const { t } = useTranslation("forms");
  const words = hint ?? t("date.hint");
  return (
    <fieldset className="field date-field" aria-describedby={describedBy(name, words, problem)}>
      <legend>{label}</legend>
      <FieldNotes id={name} hint={words} problem={problem} />
      <div className="date-boxes">
        {(["day", "month", "year"] as const).map((part) => (
          <div key={part}>
            <label htmlFor={`${name}-${part}`}>{t(`date.${part}`)}</label>
            <input id={`${name}-${part}`} name={`${name}-${part}`} type="text" inputMode={part === "month" ? "text" : "numeric"} autoComplete={isBirthday ? `bday-${part}` : "off"} defaultValue={value?.[part]} aria-invalid={problem ? true : undefined} dir="ltr" />
          </div>
        ))}
      </div>
    </fieldset>
  );
}
