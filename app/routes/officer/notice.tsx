import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOffice } from "../../accounts/visit.server.ts";
import { OfficeNav } from "../../components/office/OfficeTop.tsx";
import { PostedNotice } from "../../components/office/PostedNotice.tsx";
import { isUuid } from "../../domain/forms/ids.ts";
import { typedText } from "../../domain/forms/problems.ts";
import type { QueueAct } from "../../domain/office/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import { noticeToSeeTo } from "../../office/notices.server.ts";
import { dealWith } from "../../office/queue.server.ts";
import { notFound, readForm } from "../../page-context.server.ts";

/** A notice that a person must see to: whom it is for, what it says, and what became of it. */
export async function loader({ request, params: { noticeId = "" } }: LoaderFunctionArgs) {
  const visit = await visitOffice(request, "see-queue");
  const { site, t, language } = visit;
  const notice = (isUuid(noticeId) ? await noticeToSeeTo(visit, noticeId) : null) ?? notFound();
  const acts: QueueAct[] = notice.state === "to-print" ? ["printed"] : ["send-again", "told-otherwise"];
  const heading = t(notice.state === "to-print" ? "officer:notices.letter" : "officer:notices.one");
  return { language, notice, acts, heading, title: `${heading} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action({ request, params: { noticeId = "" } }: ActionFunctionArgs) {
  const form = await readForm(request);
  const visit = await visitOffice(request, "see-queue");
  if (!isUuid(noticeId)) notFound();
  await dealWith(visit, typedText(form, "do"), noticeId);
  return redirect("/officer?show=notices&done=1", 303);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function NoticeToSeeTo() {
  const { t } = useTranslation(["officer", "notices", "my-child"]);
  const { language, notice, acts, heading } = useLoaderData<typeof loader>();
  const { state, channel, to, name, caseId, reference, on, fault, written } = notice;
  const isLetter = state === "to-print";
  return (
    <div className="prose">
      <OfficeNav at="queue" />
      <h1 className="no-print">{heading}</h1>
      <dl className="inline-facts no-print">
        <div>
          <dt>{t("notices.to")}</dt>
          <dd>
            <bdi>{[name, ...to].filter(Boolean).join(", ")}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t("notices.way")}</dt>
          <dd>{t(`notices:outbox.${channel}`)}</dd>
        </div>
        <div>
          <dt>{t("notices.state")}</dt>
          <dd>
            {t(`queue.notice.${state}`)}, {formatDate(on, language)}
          </dd>
        </div>
        {fault && !isLetter && (
          <div>
            <dt>{t("notices.fault")}</dt>
            <dd>
              <bdi>{fault}</bdi>
            </dd>
          </div>
        )}
      </dl>
      {caseId && (
        <p className="no-print">
          <a href={`/officer/cases/${caseId}`}>{t("notices.case", { reference })}</a>
        </p>
      )}
      {isLetter ? (
        <>
          <p className="no-print">
            <button type="button" className="button" data-print hidden>
              {t("my-child:print.button")}
            </button>
          </p>
          <PostedNotice notice={notice} />
        </>
      ) : (
        <section aria-labelledby="words">
          <h2 id="words">{t("notices.words")}</h2>
          <div className="card" lang={written.language} dir={written.dir}>
            {written.paragraphs.map((words) => (
              <p key={words}>{words}</p>
            ))}
          </div>
        </section>
      )}
      <form method="post" className="actions no-print">
        {acts.map((act) => (
          <button key={act} className={act === acts[0] ? "button" : "button button-quiet"} name="do" value={act}>
            {t(`queue.act.${act}`)}
          </button>
        ))}
      </form>
    </div>
  );
}
