import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { Steps } from "../../components/my-child/Steps.tsx";
import { familyPage } from "../../family/family-page.server.ts";
import { formatDate } from "../../i18n/format.ts";
import { notFound } from "../../page-context.server.ts";

/** The annual review: the meeting, who was asked and who has written, and the law's clocks after it. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-review");
  const { site, language, t } = visit;
  const { review, ...page } = await familyPage(visit);
  return {
    page: { ...page, review },
    review: review ?? notFound(),
    language,
    mayWrite: visit.may("write-message"),
    title: `${t("my-child:review.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function ReviewPage() {
  const { t } = useTranslation("my-child");
  const { page, review, language, mayWrite } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <CaseTop caseId={page.caseId} name={page.name} />
      <h1>{t("review.title")}</h1>
      <p className="lede">{t(review.isHeld ? "review.was" : "review.on", { date: formatDate(review.meetingOn, language) })}</p>
      {!review.isHeld && mayWrite && (
        <p>
          <a className="button" href={`/my-child/${page.caseId}/messages?about=review`}>
            {t("review.yours")}
          </a>
        </p>
      )}
      <h2>{t("review.invited")}</h2>
      {review.invited.length === 0 && <p>{t("review.none")}</p>}
      <ul className="plain rows">
        {review.invited.map(({ who, contributedOn }) => (
          <li key={who}>
            <strong>{who}</strong> <span className={`tag ${contributedOn ? "tag-ok" : "tag-wait"}`}>{contributedOn ? t("review.contributed", { date: formatDate(contributedOn, language) }) : t("review.waiting")}</span>
          </li>
        ))}
      </ul>
      <h2>{t("review.clocks")}</h2>
      <ul>
        <li>{t("review.notice")}</li>
        <li>{t("review.report")}</li>
        <li>{t("review.decision")}</li>
        <li>{t("review.final")}</li>
      </ul>
      <Steps page={page} language={language} />
    </div>
  );
}
