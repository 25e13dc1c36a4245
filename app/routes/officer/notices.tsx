import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOffice } from "../../accounts/visit.server.ts";
import { OfficeNav } from "../../components/office/OfficeTop.tsx";
import { PostedNotice } from "../../components/office/PostedNotice.tsx";
import { isUuid } from "../../domain/forms/ids.ts";
import { lettersForPrinter } from "../../office/notices.server.ts";
import { dealWith } from "../../office/queue.server.ts";
import { readForm } from "../../page-context.server.ts";

/** The letters that families chose to get by post, ready for the printer. */
export async function loader({ request }: LoaderFunctionArgs) {
  const visit = await visitOffice(request, "see-queue");
  return { ...(await lettersForPrinter(visit)), done: new URL(request.url).searchParams.has("done"), title: `${visit.t("officer:notices.title")} · ${visit.t("common:siteName", { area: visit.site.pack.name })}` };
}

/** Those that were on the page are posted; one that came meanwhile is not among them. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request);
  const visit = await visitOffice(request, "see-queue");
  for (const id of form.getAll("id").map(String).filter(isUuid)) await dealWith(visit, "printed", id);
  return redirect("/officer/notices?done=1", 303);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function LettersToPost() {
  const { t } = useTranslation(["officer", "my-child"]);
  const { letters, total, done } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <OfficeNav at="queue" />
      <h1 className="no-print">{t("notices.title")}</h1>
      {done && (
        <p className="notice notice-ok no-print" role="status">
          {t("notices.done")}
        </p>
      )}
      <p className="lede no-print">{letters.length === 0 ? t("notices.none") : t("notices.lede")}</p>
      {letters.length > 0 && (
        <>
          <p className="no-print">
            <button type="button" className="button" data-print hidden>
              {t("my-child:print.button")}
            </button>
          </p>
          {letters.map((notice) => (
            <PostedNotice key={notice.id} notice={notice} />
          ))}
          <form method="post" className="no-print">
            {total > letters.length && <p>{t("notices.more", { count: total - letters.length })}</p>}
            {letters.map(({ id }) => (
              <input key={id} type="hidden" name="id" value={id} />
            ))}
            <button className="button">{t("notices.posted", { count: letters.length })}</button>
          </form>
        </>
      )}
    </div>
  );
}
