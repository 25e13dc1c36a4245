import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { requestsOfCase } from "../../db/requests.server.ts";
import { isoText } from "../../domain/calendar/day.ts";
import { formatDate } from "../../i18n/format.ts";
import { isOwn } from "../../family/record.server.ts";
import { wordsOfRequest } from "../../family/request-words.server.ts";
import { localDay } from "../../today.ts";

/** What a family has asked the council for: each with its state and the day by which it is answered. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "ask-council");
  const { site, language, t, child, caseId, viewer, today } = visit;
  const asked = await requestsOfCase(site.database.prisma, site.sealer, caseId);
  const name = child.stored.person?.firstName ?? t("my-child:unnamed");
  return {
    caseId,
    name,
    language,
    justSent: new URL(args.request.url).searchParams.get("sent"),
    requests: asked.map(({ id, kind, reference, content, sentAt, dueOn, answeredAt, answer, userId }) => ({
      id,
      kind,
      reference,
      sentOn: sentAt && localDay(sentAt),
      dueOn: dueOn === null ? null : isoText(dueOn),
      daysLate: answeredAt === null && dueOn !== null && today > dueOn ? today - dueOn : 0,
      answeredOn: answeredAt && localDay(answeredAt),
      words: isOwn(userId, viewer.userId) ? wordsOfRequest(visit, { kind, content }, { firstName: name, isOwn: visit.standing.role === "young-person" }) : [],
      answer: isOwn(userId, viewer.userId) ? answer : null,
      isOwn: isOwn(userId, viewer.userId),
    })),
    title: `${t("ask:requests.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Requests() {
  const { t } = useTranslation("ask");
  const { caseId, name, language, justSent, requests } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <CaseTop caseId={caseId} name={name} />
      <h1>{t("requests.title")}</h1>
      {justSent && (
        <p className="notice notice-ok" role="status">
          {t("requests.thanks")}
        </p>
      )}
      {requests.length === 0 && <p>{t("requests.none")}</p>}
      <ul className="plain rows">
        {requests.map((asked) => (
          <li key={asked.id} id={`r-${asked.id}`}>
            <h2>{t(`requests.kinds.${asked.kind}`)}</h2>
            <p className="meta">{t("requests.sent", { date: asked.sentOn ? formatDate(asked.sentOn, language) : "", reference: asked.reference })}</p>
            {asked.words.length > 0 && (
              <details open={asked.id === justSent}>
                <summary>{t("requests.wrote")}</summary>
                <dl className="said">
                  {asked.words.map((said, i) => (
                    <div key={i}>
                      <dt>{said.name}</dt>
                      <dd className="pre-line" dir="auto">
                        {said.words}
                      </dd>
                    </div>
                  ))}
                </dl>
              </details>
            )}
            {!asked.isOwn && <p className="meta">{t("requests.private")}</p>}
            {asked.answeredOn ? (
              <>
                <p>{t("requests.answered", { date: formatDate(asked.answeredOn, language) })}</p>
                {asked.answer && (
                  <p className="pre-line" lang="en-GB" dir="auto">
                    {asked.answer}
                  </p>
                )}
              </>
            ) : (
              asked.dueOn && <p>{asked.daysLate > 0 ? t("requests.late", { count: asked.daysLate }) : t("requests.due", { date: formatDate(asked.dueOn, language) })}</p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
