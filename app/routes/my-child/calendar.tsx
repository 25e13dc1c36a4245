import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { visitCase } from "../../accounts/visit.server.ts";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { formatDate } from "../../i18n/format.ts";
import { readForm } from "../../page-context.server.ts";
import { calendarAddressOf, makeCalendarAddress, revokeCalendarAddress } from "../../people/calendar.server.ts";
import { localDay } from "../../today.ts";

/** The dates of a case in one's own calendar: as a file, or by a secret address that keeps them up to date. */
export async function loader(args: LoaderFunctionArgs) {
  const { site, language, t, viewer, child, caseId } = await visitCase(args, "see-dates");
  const address = await calendarAddressOf(site, { userId: viewer.userId, caseId });
  return {
    caseId,
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    id: crypto.randomUUID(),
    since: address && localDay(address.createdAt),
    language,
    title: `${t("people:calendar.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { site, viewer, caseId, language } = await visitCase(args, "see-dates");
  const form = await readForm(args.request);
  const { userId } = viewer;
  if (form.get("do") === "revoke") {
    await revokeCalendarAddress(site, { userId, caseId });
    return redirect(`/my-child/${caseId}/calendar`, 303);
  }
  const id = z.uuid().safeParse(form.get("id"));
  if (!id.success) throw data(null, { status: 400 });
  const token = await makeCalendarAddress(site, { id: id.data, userId, caseId, language, showsInitials: form.get("initials") === "on" });
  if (token === null) return redirect(`/my-child/${caseId}/calendar`, 303);
  const address = new URL(`/calendar/${token}.ics`, site.config.siteUrl ?? args.request.url);
  // The page that follows is the one place where it can be read.
  return data({ address: address.href, webcal: address.href.replace(/^https?:/, "webcal:") });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Calendar() {
  const { t } = useTranslation("people");
  const { caseId, name, id, since, language } = useLoaderData<typeof loader>();
  const made = useActionData<typeof action>();
  return (
    <div className="prose">
      <CaseTop caseId={caseId} name={name} />
      <h1>{t("calendar.title")}</h1>
      {made && (
        <div className="notice" role="status">
          <h2>{t("calendar.madeTitle")}</h2>
          <p>{t("calendar.made")}</p>
          <p>
            <a className="button" href={made.webcal}>
              {t("calendar.add")}
            </a>
          </p>
          <p>{t("calendar.copy")}</p>
          <p className="secret" dir="ltr">
            {made.address}
          </p>
        </div>
      )}
      <p className="lede">{t("calendar.lede")}</p>
      <h2>{t("calendar.subscribeTitle")}</h2>
      <p>{t("calendar.subscribe")}</p>
      {since && <p>{t("calendar.since", { date: formatDate(since, language) })}</p>}
      <form method="post">
        <input type="hidden" name="id" value={id} />
        <label className="check">
          <input type="checkbox" name="initials" value="on" />
          <span>{t("calendar.initials", { name })}</span>
        </label>
        <button className="button">{t(since ? "calendar.makeAnother" : "calendar.make")}</button>
      </form>
      {since && (
        <form method="post">
          <p>
            <button className="button-link" name="do" value="revoke">
              {t("calendar.revoke")}
            </button>
          </p>
        </form>
      )}
      <p className="meta">{t("calendar.secret")}</p>
      <h2>{t("calendar.fileTitle")}</h2>
      <p>{t("calendar.file")}</p>
      <form method="get" action={`/my-child/${caseId}/calendar/dates.ics`}>
        <label className="check">
          <input type="checkbox" name="initials" value="on" />
          <span>{t("calendar.initials", { name })}</span>
        </label>
        <button className="button button-quiet">{t("calendar.download")}</button>
      </form>
    </div>
  );
}
