import { useTranslation } from "react-i18next";
import type { FamilyPage, ShownStep } from "../../domain/cases/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

/** The steps of a journey: done, now and next, each with its real dates. */
export function Steps({ page, language }: { page: FamilyPage; language: LanguageCode }) {
  const { t } = useTranslation("my-child");
  if (page.steps.length === 0) return null;
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">{t("steps.title")}</h2>
      <ol className="steps">
        {page.steps.map((step, i) => (
          <li key={step.id} className={`step step-${step.state}`} aria-current={step.state === "now" ? "step" : undefined}>
            <span className="step-mark" aria-hidden="true">
              {step.state === "done" ? "✓" : i + 1}
            </span>
            <div>
              <h3>
                {t(`steps.names.${step.id as "asked"}`)} <span className={step.state === "now" ? "tag" : "visually-hidden"}>{t(`steps.${step.state}`)}</span>{" "}
                <LateTag step={step} />
              </h3>
              <p className="meta">
                <When step={step} today={page.today} language={language} />
              </p>
              {step.id === "advice" && page.advice.length > 0 && (
                <p>
                  <a href="#advice">{t("advice.title")}</a>
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
      <p className="meta no-print">
        <a href={`/my-child/${page.caseId}/dates`}>{t("dates.whyAll")}</a>
      </p>
    </section>
  );
}

/** Late now, or late when it was done, each with a reason that the law allows or without one. */
function LateTag({ step: { isLate, state, excused } }: { step: ShownStep }) {
  const { t } = useTranslation("my-child");
  if (!isLate) return null;
  if (state === "done") return <span className="tag tag-wait">{t(excused ? "dates.state.was-excused" : "dates.state.was-late")}</span>;
  return <span className={`tag ${excused ? "tag-wait" : "tag-late"}`}>{t(excused ? "tags.excused" : "tags.late")}</span>;
}

function When({ step, today, language }: { step: ShownStep; today: string; language: LanguageCode }) {
  const { t } = useTranslation("my-child");
  const { state, on, due, after, limit, excused, isOfSeveral } = step;
  if (state === "done" && on !== null) {
    const date = formatDate(on, language);
    if (after === null || due === null) return <>{t("steps.on", { date })}</>;
    const because = excused && ` ${t("late.excused")} ${excused}`;
    if (isOfSeveral) return <>{t(after <= 0 ? "steps.severalInTime" : excused ? "steps.severalAllowed" : "steps.severalLate", { date })}{because}</>;
    if (after === 0) return <>{t("steps.lastDay", { date })}</>;
    if (after < 0) return <>{t("steps.inTime", { date, count: -after })}</>;
    return <>{t(excused ? "steps.doneAllowed" : "steps.doneLate", { date, count: after, due: formatDate(due, language) })}{because}</>;
  }
  if (on !== null) return <>{t("steps.planned", { date: formatDate(on, language) })}</>;
  if (due === null) return null;
  const date = formatDate(due, language);
  const isPast = due < today;
  if (limit === "no-plan") return <>{t(isPast ? "steps.noPlanWas" : "steps.noPlanBy", { date })}</>;
  if (limit === "safe") return <>{t(isPast ? "steps.safeWas" : "steps.safeBy", { date })}</>;
  return <>{t(isPast ? "steps.wasDue" : "steps.by", { date })}</>;
}
