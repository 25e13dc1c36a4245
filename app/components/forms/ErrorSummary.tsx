import { useTranslation } from "react-i18next";
import type { FieldProblem } from "../../domain/forms/problems.ts";

/** All that has to be put right, at the top of the page, each with a link to its field. It takes the focus. */
export function ErrorSummary({ problems }: { problems: readonly FieldProblem[] | undefined }) {
  const { t } = useTranslation("forms");
  if (!problems || problems.length === 0) return null;
  return (
    // It takes the focus: the page came back because of it.
    <div className="notice notice-late" role="alert" tabIndex={-1} autoFocus aria-labelledby="problems">
      <h2 id="problems">{t("errors.title", { count: problems.length })}</h2>
      <ul>
        {problems.map(({ field, text }) => (
          <li key={field + text}>
            <a href={`#${field}`}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
