import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { viewerOf } from "../../accounts/viewer.server.ts";
import { RequestPapers } from "../../components/ask/RequestPapers.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { day, isoText } from "../../domain/calendar/day.ts";
import { typedText } from "../../domain/forms/problems.ts";
import { ASSESSMENT_PAGES, pagesToDo } from "../../domain/requests/assessment.ts";
import { wordsOfAssessment } from "../../family/request-words.server.ts";
import { formatDate } from "../../i18n/format.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { answersOf, decisionDue, isInArea, sendAssessment } from "../../requests/assessment.server.ts";
import { ownRequest, rememberCode, rememberedCodeOf } from "../../requests/coming-back.server.ts";
import { namedPapers, papersOf } from "../../requests/papers.server.ts";
import { today } from "../../today.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { site, language, t } = await pageContext(request);
  const asked = await ownRequest(site, request, params.id);
  if (asked.state !== "draft") throw redirect(`/ask/receipt/${asked.id}`, 303);
  const answers = answersOf(asked);
  const papers = await papersOf(site, asked);
  return {
    id: asked.id,
    version: asked.version,
    papers,
    named: namedPapers(papers),
    rows: wordsOfAssessment({ t, language }, { ...answers }),
    toDo: pagesToDo(answers),
    due: isoText(decisionDue(day(today()))),
    language,
    isOutside: answers.postcode !== "" && isInArea(site, answers.postcode) === false,
    area: site.pack.name,
    title: `${t("ask:check.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { site, language, t } = await pageContext(request);
  const asked = await ownRequest(site, request, params.id);
  const receipt = () => redirect(`/ask/receipt/${asked.id}`, 303);
  // Pressed twice, or sent from another window: the receipt is the same.
  if (asked.state !== "draft") return receipt();
  const form = await readForm(request);
  const toDo = pagesToDo(answersOf(asked));
  if (toDo.length > 0) return data({ problems: toDo.map((page) => ({ field: `to-${page}`, text: t("ask:check.missing", { page: t(`ask:pages.${page}.title`) }) })) }, { status: 400 });
  const isAsSeen = Number(form.get("version")) === asked.version && typedText(form, "papers") === namedPapers(await papersOf(site, asked));
  if (!isAsSeen) return data({ problems: [{ field: "answers", text: t("ask:changed.check") }] }, { status: 409 });
  const viewer = await viewerOf(site, request);
  await sendAssessment(site, asked, { viewer: viewer?.kind === "family" ? viewer : null, language }, day(today()));
  const code = await rememberedCodeOf(site, request, asked.id);
  return code === null ? receipt() : redirect(`/ask/receipt/${asked.id}`, { status: 303, headers: { "Set-Cookie": await rememberCode(site, code, true) } });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function CheckAssessment() {
  const { t } = useTranslation("ask");
  const { id, version, papers, named, rows, toDo, due, language, isOutside, area } = useLoaderData<typeof loader>();
  const problems = useActionData<typeof action>()?.problems;
  return (
    <div className="prose">
      <ErrorSummary problems={problems} />
      <h1>{t("check.title")}</h1>
      <p className="lede">{t("check.lede", { date: formatDate(due, language) })}</p>
      {isOutside && <p className="notice notice-wait">{t("check.outside", { area })}</p>}
      <div id="answers">
        {ASSESSMENT_PAGES.map((page) => (
          <section key={page} aria-labelledby={`title-${page}`}>
            <h2 id={`title-${page}`}>{t(`pages.${page}.title`)}</h2>
            {toDo.includes(page) && <p className="notice notice-wait">{t("check.toDo")}</p>}
            <dl className="answers">
              {rows[page].map(({ name, words }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd className="pre-line" dir="auto">
                    {words || t("check.nothing")}
                  </dd>
                </div>
              ))}
            </dl>
            <p>
              <a id={`to-${page}`} href={`/ask/assessment/${id}/${page}`}>
                {t("check.change")} <span className="visually-hidden">{t(`pages.${page}.title`)}</span>
              </a>
            </p>
          </section>
        ))}
        <section aria-labelledby="title-papers">
          <h2 id="title-papers">{t("papers.title")}</h2>
          {papers.length > 0 ? <RequestPapers papers={papers} language={language} /> : <p>{t("papers.noneYet")}</p>}
          <p>
            <a href={`/ask/assessment/${id}/papers`}>{t(papers.length > 0 ? "papers.change" : "papers.addSome")}</a>
          </p>
        </section>
      </div>
      <h2>{t("check.sendTitle")}</h2>
      <p>{t("check.send")}</p>
      <form method="post">
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="papers" value={named} />
        <button className="button">{t("check.button")}</button>
      </form>
      <p>
        <a href={`/ask/assessment/${id}/later`}>{t("later.link")}</a>
      </p>
    </div>
  );
}
