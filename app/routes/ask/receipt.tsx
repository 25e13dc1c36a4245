import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ClearHere } from "../../components/ask/ClearHere.tsx";
import { RequestPapers } from "../../components/ask/RequestPapers.tsx";
import { PhoneLine } from "../../components/PhoneLine.tsx";
import { printedCode } from "../../domain/access/activation-code.ts";
import { isoText } from "../../domain/calendar/day.ts";
import { formatDate } from "../../i18n/format.ts";
import { notFound, pageContext } from "../../page-context.server.ts";
import { datesOfRequest } from "../../requests/assessment.server.ts";
import { ownRequest, rememberedCodeOf } from "../../requests/coming-back.server.ts";
import { papersOf } from "../../requests/papers.server.ts";

/** Proof that a request came in: day 0, who has it, and all the dates that follow from it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { site, language, t } = await pageContext(request);
  const asked = await ownRequest(site, request, params.id);
  if (asked.receivedOn === null || asked.sentAt === null) notFound();
  const dates = asked.kind === "assessment" ? datesOfRequest(asked.receivedOn) : [];
  const caseId = asked.caseId;
  const code = await rememberedCodeOf(site, request, asked.id);
  return {
    code: code && printedCode(code),
    kind: asked.kind,
    reference: asked.reference,
    receivedOn: isoText(asked.receivedOn),
    dueOn: asked.dueOn === null ? null : isoText(asked.dueOn),
    dates: dates.map(({ rule, due }) => ({ rule, due: isoText(due), name: t(`timeline:rules.${rule}.name`), reason: t(`timeline:rules.${rule}.reason`) })),
    answer: asked.answer,
    papers: await papersOf(site, asked),
    isLate: new URL(request.url).searchParams.has("late"),
    isFollowed: caseId !== null && asked.userId !== null,
    caseId,
    language,
    contact: site.pack.contact,
    advice: site.pack.adviceService,
    title: `${t("ask:receipt.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Receipt() {
  const { t } = useTranslation("ask");
  const { code, kind, reference, receivedOn, dueOn, dates, answer, papers, isLate, isFollowed, caseId, language, contact, advice } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <h1>{t("receipt.title")}</h1>
      <p className="notice notice-ok" role="status">
        {t(`receipt.got.${kind}`, { date: formatDate(receivedOn, language) })}
      </p>
      {isLate && <p className="notice notice-late">{t("papers.late")}</p>}
      <p>
        {t("receipt.reference")} <strong className="secret">{reference}</strong>
      </p>
      {code && (
        <p>
          {t("receipt.keep")} <bdi className="secret">{code}</bdi>
        </p>
      )}
      <p>{t("receipt.who", { name: contact.name })}</p>
      {dueOn && kind !== "assessment" && <p>{t("receipt.by", { date: formatDate(dueOn, language) })}</p>}
      {answer && (
        <section className="card" aria-labelledby="answer">
          <h2 id="answer">{t("receipt.answer")}</h2>
          <p className="pre-line" dir="auto">
            {answer}
          </p>
        </section>
      )}
      {papers.length > 0 && (
        <section aria-labelledby="papers">
          <h2 id="papers">{t("papers.with")}</h2>
          <RequestPapers papers={papers} language={language} />
        </section>
      )}
      {dates.length > 0 && (
        <>
          <h2>{t("receipt.dates")}</h2>
          <p>{t("receipt.dayZero", { date: formatDate(receivedOn, language) })}</p>
          <ul className="plain rows">
            {dates.map((date) => (
              <li key={date.rule}>
                <strong>{formatDate(date.due, language)}</strong>: {date.name}
                <br />
                <span className="meta">{date.reason}</span>
              </li>
            ))}
          </ul>
          <h2>{t("receipt.next")}</h2>
          <p>{isFollowed ? <a href={`/my-child/${caseId}`}>{t("receipt.follow")}</a> : t("receipt.letter")}</p>
          <p>{t("receipt.send")}</p>
        </>
      )}
      <p className="no-print">
        <button type="button" className="button" data-print hidden>
          {t("receipt.print")}
        </button>
      </p>
      {code && <ClearHere />}
      <h2>{t("receipt.help")}</h2>
      <PhoneLine name={contact.name} phone={contact.phone} />
      <PhoneLine name={advice.name} phone={advice.phone} />
    </div>
  );
}
