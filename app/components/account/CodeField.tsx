import { describedBy, FieldNotes } from "../forms/FormField.tsx";

/** One box for a code: phones offer what just came by text or what an authenticator shows. */
export function CodeField({ label, hint, problem, takesLetters }: { label: string; hint?: string | undefined; problem: string | undefined; takesLetters?: boolean }) {
  return (
    <div className="field">
      <label htmlFor="code">{label}</label>
      <FieldNotes id="code" hint={hint} problem={problem} />
      <input
        id="code"
        name="code"
        type="text"
        className="code-input"
        inputMode={takesLetters ? undefined : "numeric"}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        aria-describedby={describedBy("code", hint, problem)}
        aria-invalid={problem ? true : undefined}
      />
    </div>
  );
}
