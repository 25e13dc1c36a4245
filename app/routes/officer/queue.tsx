import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOffice } from "../../accounts/visit.server.ts";
import { Choices, ListPages, OfficeNav } from "../../components/office/OfficeTop.tsx";
import { isUuid } from "../../domain/forms/ids.ts";
import { typedText } from "../../domain/forms/problems.ts";
import { QUEUE_KINDS, readScope, SCOPES } from "../../domain/office/scope.ts";
import type { QueueRow } from "../../domain/office/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import { dealWith, queueFor } from "../../office/queue.server.ts";
import { readForm } from "../../page-context.server.ts";

/** Everything that waits for the council, the most pressing first. */
export async function loader({ request }: LoaderFunctionArgs) {
  const visit = await visitOffice(request, "see-queue");
  const { language, t, viewer, site } = visit;
  const params = new URL(request.url).searchParams;
  const scope = readScope(params.get("for"), viewer.officerId !== null);
  const shown = QUEUE_KINDS.find((kind) => kind === params.get("show")) ?? null;
  return {
    language,
    scope,
    shown,
    isOfficer: viewer.officerId !== null,
    done: params.get("done") === "1",
    ...(await queueFor(visit, scope, shown, params.get("page"))),
    title: `${t("officer:queue.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

/** What can be dealt with on the list itself: a locked code seen, a notice sent again or printed. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request);
  const visit = await visitOffice(request, "see-queue");
  const id = typedText(form, "id");
  if (isUuid(id)) await dealWith(visit, typedText(form, "do"), id);
  const { search } = new URL(request.url);
  const back = new URLSearchParams(search);
  back.set("done", "1");
  return redirect(`/officer?${back.toString()}`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Queue() {
  const { t } = useTranslation("officer");
  const { language, scope, shown, isOfficer, done, sections } = useLoaderData<typeof loader>();
  return (
    <>
      <OfficeNav at="queue" />
      <h1>{t("queue.title")}</h1>
      {done && (
        <p className="notice notice-ok" role="status">
          {t("queue.done")}
        </p>
      )}
      {isOfficer && <Choices label={t("queue.whose")} choices={SCOPES.map((one) => ({ href: `/officer?for=${one}${shown ? `&show=${shown}` : ""}`, words: t(`queue.scope.${one}`), isChosen: scope === one }))} />}
      <ul className="plain queue-counts">
        {sections.map(({ kind, total, late }) => (
          <li key={kind}>
            <a href={shown ? `/officer?for=${scope}&show=${kind}` : `#${kind}`} aria-current={shown === kind ? "true" : undefined}>
              <strong>{total}</strong> {t(`queue.kind.${kind}`, { count: total })}
              {late > 0 && <span className="late-word"> {t("queue.late", { count: late })}</span>}
            </a>
          </li>
        ))}
      </ul>
      {sections
        .filter(({ kind, total }) => (shown ? kind === shown : total > 0))
        .map(({ kind, total, rows, page, pages }) => (
          <section key={kind} aria-labelledby={kind}>
            <h2 id={kind}>{t(`queue.heading.${kind}`)}</h2>
            <p className="meta">{t(`queue.about.${kind}`)}</p>
            {total === 0 && <p>{t("queue.none")}</p>}
            {kind === "notices" && total > 0 && (
              <p>
                <a className="button button-quiet" href="/officer/notices">
                  {t("notices.toPrinter")}
                </a>
              </p>
            )}
            <ol className="plain rows queue-rows">
              {rows.map((row) => (
                <QueueItem key={row.id} row={row} kind={kind === "silence" || kind === "meetings" ? kind : "promised"} language={language} />
              ))}
            </ol>
            {shown ? (
              <ListPages path={`/officer?for=${scope}&show=${kind}&page=`} page={page} pages={pages} />
            ) : (
              rows.length < total && (
                <p>
                  <a href={`/officer?for=${scope}&show=${kind}`}>{t("queue.all", { count: total })}</a>
                </p>
              )
            )}
          </section>
        ))}
      {sections.every(({ total }) => total === 0) && <p className="notice notice-ok">{t("queue.empty")}</p>}
      {shown && (
        <p>
          <a href={`/officer?for=${scope}`}>{t("queue.back")}</a>
        </p>
      )}
    </>
  );
}

function QueueItem({ row, kind, language }: { row: QueueRow; kind: "silence" | "meetings" | "promised"; language: Parameters<typeof formatDate>[1] }) {
  const { t } = useTranslation("officer");
  const { href, reference, firstName, what, due, daysLate, since, acts } = row;
  const who = [firstName, reference].filter(Boolean).join(", ");
  return (
    <li className="queue-row">
      <p>
        {href ? (
          <a href={href}>
            {who === "" ? what : who}
          </a>
        ) : (
          <bdi>{who}</bdi>
        )}
        {who !== "" && ` · ${what}`}
      </p>
      <p className="meta">
        {daysLate > 0 && <strong className="late-word">{t("queue.daysLate", { count: daysLate })} </strong>}
        {[due && t(`queue.by.${kind}`, { date: formatDate(due, language) }), since && t("queue.since", { date: formatDate(since, language) })].filter(Boolean).join(" · ")}
      </p>
      {acts.length > 0 && (
        <form method="post" className="inline-form">
          <input type="hidden" name="id" value={row.id} />
          {acts.map((act) => (
            <button key={act} className="button button-quiet" name="do" value={act}>
              {t(`queue.act.${act}`)} <span className="visually-hidden">{who}</span>
            </button>
          ))}
        </form>
      )}
    </li>
  );
}
