import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { formatDate, formatTime } from "../../i18n/format.ts";
import { readOutbox, type ShownNotice } from "../../notices/outbox.server.ts";
import { isDemoPost } from "../../notices/ways.ts";
import { notFound, pageContext } from "../../page-context.server.ts";

/** What the demo would have sent. A site that sends messages, or that is no demo, has no such page. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { site, language, t } = await pageContext(request);
  if (!isDemoPost(site.config)) notFound();
  return { language, notices: await readOutbox(site), title: `${t("notices:outbox.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export function headers() {
  return { "Cache-Control": "no-store" };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }, { name: "robots", content: "noindex" }];

export default function Outbox() {
  const { t } = useTranslation("notices");
  const { notices } = useLoaderData<typeof loader>();
  const codes = notices.filter(({ code }) => code !== null);
  return (
    <div className="outbox">
      <h1>{t("outbox.title")}</h1>
      <p className="lede">{t("outbox.lede")}</p>
      <p>
        <a className="button" href="/demo/outbox">
          {t("outbox.refresh")}
        </a>{" "}
        <a href="/demo">{t("outbox.guide")}</a>
      </p>
      {codes.length > 0 && (
        <section className="notice" aria-labelledby="codes">
          <h2 id="codes">{t("outbox.codes")}</h2>
          <ul className="plain rows">
            {codes.slice(0, 3).map(({ id, code, to }) => (
              <li key={id}>
                <bdi className="secret">{code}</bdi> <bdi>{to}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
      {notices.length === 0 && <p>{t("outbox.none")}</p>}
      <ol className="plain outbox-list">
        {notices.map((notice) => (
          <li key={notice.id}>
            <Notice notice={notice} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Notice({ notice }: { notice: ShownNotice }) {
  const { t } = useTranslation("notices");
  const { language: pageLanguage } = useLoaderData<typeof loader>();
  const { id, channel, to, at, goesAt, subject, hello, paragraphs, link, small, from, text, language, dir, largePrint } = notice;
  return (
    <article className={`card outbox-${channel}`} aria-labelledby={`notice-${id}`}>
      <h2 id={`notice-${id}`} className="outbox-kind">
        {t(`outbox.${channel}`)}: {formatDate(at.day, pageLanguage)}, {formatTime(at.time, pageLanguage)}
      </h2>
      <dl className="outbox-to">
        <div>
          <dt>{t("outbox.to")}</dt>
          <dd>
            <bdi>{to}</bdi>
          </dd>
        </div>
        {channel === "email" && (
          <div>
            <dt>{t("outbox.subject")}</dt>
            <dd lang={language} dir={dir}>
              {subject}
            </dd>
          </div>
        )}
      </dl>
      {goesAt && <p className="meta">{t("outbox.waits", { time: formatTime(goesAt.time, pageLanguage), date: formatDate(goesAt.day, pageLanguage) })}</p>}
      <div className={largePrint ? "outbox-words outbox-large" : "outbox-words"} lang={language} dir={dir}>
        {channel === "text" ? (
          <p>{text}</p>
        ) : (
          <>
            <p>{hello}</p>
            {paragraphs.map((words) => (
              <p key={words}>{words}</p>
            ))}
            {link && (
              <p>
                <a href={link.path}>{link.words}</a>
                {channel === "letter" && (
                  <>
                    : <bdi>{link.href}</bdi>
                  </>
                )}
              </p>
            )}
            <p>{from}</p>
            {small.map((words) => (
              <p key={words} className="meta">
                {words}
              </p>
            ))}
          </>
        )}
      </div>
    </article>
  );
}
