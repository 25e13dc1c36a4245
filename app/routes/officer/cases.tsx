import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOffice } from "../../accounts/visit.server.ts";
import { FormField } from "../../components/forms/FormField.tsx";
import { Choices, ListPages, OfficeNav } from "../../components/office/OfficeTop.tsx";
import { typedText } from "../../domain/forms/problems.ts";
import { LISTS, readScope, SCOPES } from "../../domain/office/scope.ts";
import { formatDate } from "../../i18n/format.ts";
import { findCases, listCases } from "../../office/cases.server.ts";
import { readForm } from "../../page-context.server.ts";

const LONGEST_SEARCH = 200;

/** Cases: found by reference or by the child's name, or listed by where they stand. */
export async function loader({ request }: LoaderFunctionArgs) {
  const visit = await visitOffice(request, "see-any-case");
  const { language, t, viewer, site } = visit;
  const params = new URL(request.url).searchParams;
  const scope = readScope(params.get("for"), viewer.officerId !== null);
  const list = LISTS.find((one) => one === params.get("list")) ?? "late";
  // After a search the page shows what was found, and reads no list.
  const isSearch = params.has("found");
  return {
    language,
    isSearch,
    scope,
    list,
    isOfficer: viewer.officerId !== null,
    ...(isSearch ? { total: 0, rows: [], page: 1, pages: 1 } : await listCases(visit, scope, list, params.get("page"))),
    title: `${t("officer:cases.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

/** A search holds a child's name: it is posted, so that no address, no history and no log of a proxy has it. */
export async function action({ request }: ActionFunctionArgs) {
  const visit = await visitOffice(request, "see-any-case");
  const typed = typedText(await readForm(request), "q").slice(0, LONGEST_SEARCH);
  if (typed === "") return redirect("/officer/cases", 303);
  const { exact, rows, isCut } = await findCases(visit, typed);
  return exact ? redirect(`/officer/cases/${exact}`, 303) : data({ typed, rows, isCut });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Cases() {
  const { t } = useTranslation("officer");
  const { language, isSearch, scope, list, isOfficer, total, rows, page, pages } = useLoaderData<typeof loader>();
  const found = useActionData<typeof action>();
  const shown = found ? found.rows : rows;
  return (
    <>
      <OfficeNav at="cases" />
      <h1>{t("cases.title")}</h1>
      <form method="post" action="/officer/cases?found" role="search" className="prose">
        <FormField name="q" label={t("cases.find")} hint={t("cases.findHint")} value={found?.typed} autoComplete="off" />
        <p>
          <button className="button">{t("cases.search")}</button>
        </p>
      </form>
      {isSearch ? (
        <>
          {found && <h2>{t("cases.found", { count: found.rows.length })}</h2>}
          {found?.isCut && <p className="meta">{t("cases.cut")}</p>}
          <p>
            <a href="/officer/cases">{t("cases.back")}</a>
          </p>
        </>
      ) : (
        <>
          {isOfficer && <Choices label={t("queue.whose")} choices={SCOPES.map((one) => ({ href: `/officer/cases?for=${one}&list=${list}`, words: t(`queue.scope.${one}`), isChosen: scope === one }))} />}
          <Choices label={t("cases.which")} choices={LISTS.map((one) => ({ href: `/officer/cases?for=${scope}&list=${one}`, words: t(`cases.list.${one}`), isChosen: list === one }))} />
          <h2>{t("cases.count", { count: total })}</h2>
        </>
      )}
      <ol className="plain rows queue-rows">
        {shown.map((row) => (
          <li key={row.caseId} className="queue-row">
            <p>
              <a href={`/officer/cases/${row.caseId}`}>{[row.name, row.reference].filter(Boolean).join(", ")}</a> · {row.situation}
            </p>
            <p className="meta">
              {row.lateDays > 0 && <strong className="late-word">{t("queue.daysLate", { count: row.lateDays })} · </strong>}
              {row.due && `${t("cases.legal", { date: formatDate(row.due, language) })} · `}
              {row.silentDays !== null && t("cases.silent", { count: row.silentDays })}
              {row.officer && ` · ${row.officer}`}
            </p>
          </li>
        ))}
      </ol>
      {!isSearch && <ListPages path={`/officer/cases?for=${scope}&list=${list}&page=`} page={page} pages={pages} />}
    </>
  );
}
