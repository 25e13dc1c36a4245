import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { endSessions, ownSessions } from "../../accounts/own-account.server.ts";
import { visitAccount } from "../../accounts/visit.server.ts";
import { AccountTop } from "../../components/account/AccountTop.tsx";
import { DeviceName } from "../../components/account/DeviceName.tsx";
import { typedText } from "../../domain/forms/problems.ts";
import { formatMoment } from "../../i18n/format.ts";
import { readForm } from "../../page-context.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, viewer, language, t } = await visitAccount(request, "anybody");
  return {
    sessions: (await ownSessions(site, viewer)).map(({ id, device, since, usedAt, isThis }) => ({ id, device, since: formatMoment(since, language), usedAt: formatMoment(usedAt, language), isThis })),
    isEnded: new URL(request.url).searchParams.has("ended-some"),
    title: `${t("account:sessions.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, viewer } = await visitAccount(request, "anybody");
  const form = await readForm(request);
  const id = typedText(form, "session");
  // Asked twice, or for what was not theirs: it is not there afterwards either way.
  if (form.get("do") === "all-others") await endSessions(site, viewer, "all-others");
  else if (id !== "" && id !== viewer.sessionId) await endSessions(site, viewer, { id });
  return redirect("/account/sessions?ended-some=1", 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Sessions() {
  const { t } = useTranslation("account");
  const { sessions, isEnded } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <AccountTop />
      <h1>{t("sessions.title")}</h1>
      {isEnded && (
        <p className="notice notice-ok" role="status">
          {t("sessions.ended")}
        </p>
      )}
      <p className="lede">{t("sessions.lede")}</p>
      <ul className="plain sessions">
        {sessions.map(({ id, device, since, usedAt, isThis }) => (
          <li key={id} className="card">
            <h2>
              <DeviceName device={device} />
            </h2>
            {isThis && <p className="tag tag-ok">{t("sessions.this")}</p>}
            <p>{t("sessions.when", { since, used: usedAt })}</p>
            {!isThis && (
              <form method="post">
                <input type="hidden" name="session" value={id} />
                <button className="button button-quiet">
                  {t("sessions.end")}
                  <span className="visually-hidden">
                    : <DeviceName device={device} />, {since}
                  </span>
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <form method="post">
          <button className="button" name="do" value="all-others">
            {t("sessions.endOthers")}
          </button>
        </form>
      )}
      <p className="meta">{t("sessions.unknown")}</p>
    </div>
  );
}
