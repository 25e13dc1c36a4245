import { useTranslation } from "react-i18next";
import { problemOf, type FieldProblem } from "../../domain/forms/problems.ts";
import { ChoiceField } from "../forms/ChoiceField.tsx";
import { DateField } from "../forms/DateField.tsx";
import { describedBy, FieldNotes, FormField } from "../forms/FormField.tsx";

interface Field {
  name: string;
  kind: "date" | "words" | "flag" | "choice";
  isOptional: boolean;
  label: string;
  options: readonly { value: string; label: string }[];
}

/** The fields of an event, each as its kind asks for. */
export function EventFields({ fields, values, problems, bodies }: { fields: readonly Field[]; values: Readonly<Record<string, string>>; problems: readonly FieldProblem[] | undefined; bodies: readonly { value: string; label: string }[] }) {
  const { t } = useTranslation(["officer", "forms"]);
  return fields.map(({ name, kind, isOptional, label, options }) => {
    const shown = isOptional ? t("forms:optional", { label }) : label;
    switch (kind) {
      case "date": {
        const problem = (["day", "month", "year"] as const).map((part) => problemOf(problems, `${name}-${part}`)).find(Boolean);
        return <DateField key={name} name={name} label={shown} problem={problem} value={{ day: values[`${name}-day`] ?? "", month: values[`${name}-month`] ?? "", year: values[`${name}-year`] ?? "" }} />;
      }
      case "flag":
        return <ChoiceField key={name} name={name} label={shown} problem={problemOf(problems, name)} value={values[name]} options={[{ value: "yes", label: t("officer:event.yes") }, { value: "no", label: t("officer:event.no") }]} />;
      case "choice":
        return <ChoiceField key={name} name={name} label={shown} problem={problemOf(problems, name)} value={values[name]} options={options} />;
      case "words": {
        const known = name === "body" ? bodies : options;
        if (known.length === 0) return <FormField key={name} name={name} label={shown} problem={problemOf(problems, name)} value={values[name]} />;
        const hint = t(name === "body" ? "officer:event.bodyHint" : name === "kind" ? "officer:event.reasonHint" : "officer:event.ruleHint");
        const list = `${name}-known`;
        const problem = problemOf(problems, name);
        return (
          <div key={name} className="field">
            <label htmlFor={name}>{shown}</label>
            <FieldNotes id={name} hint={hint} problem={problem} />
            <input id={name} name={name} type="text" list={list} defaultValue={values[name]} aria-describedby={describedBy(name, hint, problem)} aria-invalid={problem ? true : undefined} autoComplete="off" />
            <datalist id={list}>
              {known.map((body) => (
                <option key={body.value} value={body.value}>
                  {body.label}
                </option>
              ))}
            </datalist>
          </div>
        );
      }
    }
  });
}
