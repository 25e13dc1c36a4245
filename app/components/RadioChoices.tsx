import { Label, RadioButton, RadioField, RadioGroup } from "react-aria-components";

/** One choice of a few. Posts its value without a script; with one, `onChange` hears of each choice. */
export function RadioChoices<T extends string>({ name, label, options, value, onChange }: {
  name: string;
  label: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange?: (value: T) => void;
}) {
  return (
    <RadioGroup name={name} value={value} onChange={(chosen) => onChange?.(chosen as T)} className="radio-choices">
      <Label className="label">{label}</Label>
      {options.map((option) => (
        <RadioField key={option.value} value={option.value}>
          <RadioButton className="radio-choice">{option.label}</RadioButton>
        </RadioField>
      ))}
    </RadioGroup>
  );
}
