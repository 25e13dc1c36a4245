import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { AssessmentFields } from "../../components/ask/AssessmentFields.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { saveRequestDraft } from "../../db/requests.server.ts";
import { day, isoText } from "../../domain/calendar/day.ts";
import type { FieldProblem } from "../../domain/forms/problems.ts";
import { ASSESSMENT_PAGES, ASSESSMENT_WAY, assessmentProblems, LONGEST_ANSWER, NUMBERED_PAGES, pageAfter, type AssessmentPage } from "../../domain/requests/assessment.ts";
import { typedDay } from "../../form-dates.server.ts";
import { notFound, pageContext, readForm } from "../../page-context.server.ts";
import { ageOn, answersOf, withPage } from "../../requests/assessment.server.ts";
import { ownRequest } from "../../requests/coming-back.server.ts";
import { today } from "../../today.ts";

function pageOf(params: Readonly<Record<string, string | undefined>>): AssessmentPage {
  return ASSESSMENT_PAGES.find((page) => page === params.page) ?? notFound();
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const page = pageOf(params);
  const asked = await ownRequest(site, request, params.id);
  if (asked.state !== "draft") throw redirect(`/ask/receipt/${asked.id}`, 303);
  return {
    id: asked.id,
    page,
    version: asked.version,
    answers: answersOf(asked),
    number: ASSESSMENT_WAY.indexOf(page) + 1,
    of: NUMBERED_PAGES,
    title: `${t(`ask:pages.${page}.title`)} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const context = await pageContext(request);
  const { site, t } = context;
  const page = pageOf(params);
  const asked = await ownRequest(site, request, params.id);
  if (asked.state !== "draft") throw redirect(`/ask/receipt/${asked.id}`, 303);
  const form = await readForm(request);
  const now = day(today());
  const answers = withPage(answersOf(asked), page, form);
  const problems: FieldProblem[] = [];
  let age: number | null = null;
  if (page === "child") {
    const born = typedDay(context, form, "born", t("ask:fields.born"), now);
    answers.born = born.typed;
    answers.bornOn = born.on === null ? null : isoText(born.on);
    if (born.on === null) problems.push({ field: born.field, text: born.problem ?? "" });
    else age = ageOn(born.on, now);
  }
  problems.push(...assessmentProblems(page, answers, age).map(({ field, problem }) => ({ field, text: t(`ask:problems.${problem}`, { count: LONGEST_ANSWER }) })));
  answers.done = problems.length === 0 ? [...new Set([...answers.done, page])] : answers.done.filter((one) => one !== page);
  const version = Number(form.get("version"));
  // What is wrong is kept too: whoever stops here finds it again.
  const saved = await saveRequestDraft(site.database.prisma, site.sealer, asked.id, version, answers);
  if (saved === null) return data({ problems: [{ field: "changed", text: t("ask:changed.text") }], answers, version: asked.version, hasChanged: true }, { status: 409 });
  if (problems.length > 0) return data({ problems, answers, version: saved, hasChanged: false }, { status: 400 });
  return redirect(`/ask/assessment/${asked.id}/${form.get("then") === "check" ? "check" : pageAfter(page)}`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function AskPage() {
  const { t } = useTranslation("ask");
  const { id, page, version, answers, number, of } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = answer?.problems;
  const hasChanged = answer?.hasChanged ?? false;
  return (
    <div className="prose">
      <ErrorSummary problems={problems} />
      <p className="meta">{t("pages.number", { number, of })}</p>
      <h1>{t(`pages.${page}.title`)}</h1>
      <p className="lede">{t(`pages.${page}.lede`)}</p>
      {hasChanged && (
        <p className="notice notice-wait" id="changed">
          {t("changed.how")}
        </p>
      )}
      <form method="post" noValidate>
        <input type="hidden" name="version" value={answer?.version ?? version} />
        <AssessmentFields page={page} answers={answer?.answers ?? answers} problems={problems} />
        <div className="actions">
          <button className="button" name="then" value="next">
            {t("pages.save")}
          </button>
          <button className="button button-quiet" name="then" value="check">
            {t("pages.saveCheck")}
          </button>
        </div>
      </form>
      <p>
        <a href={`/ask/assessment/${id}/later`}>{t("later.link")}</a>
      </p>
      <p>
        <a href={`/ask/assessment/${id}/check`}>{t("pages.toCheck")}</a>
      </p>
    </div>
  );
}
