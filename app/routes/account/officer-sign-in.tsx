import { redirect, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { minutesToWait } from "../../accounts/sign-in.server.ts";
import { beginStaffSignIn, staffProblem } from "../../accounts/staff-sign-in.server.ts";
import { hasDemoStaff, signedIn } from "../../accounts/viewer.server.ts";
import { clientAddress } from "../../client-address.server.ts";
import { pageContext } from "../../page-context.server.ts";
import { safePath } from "../../safe-path.ts";

/**
 * Staff begin here. The way to the provider is a link and no form: `form-action` would keep a form's redirect on this site.
 */
export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const params = new URL(request.url).searchParams;
  const back = safePath(params.get("back"), "/officer");
  const found = await signedIn(site, request);
  if (found?.viewer.kind === "staff" && !found.wantsSecondFactor) throw redirect(back, 303);
  const hasProvider = site.config.staffProvider !== undefined;
  let problem = staffProblem(params.get("error"));
  if (hasProvider && params.has("go")) {
    const isTooOften = (await minutesToWait(site, { "code-try-per-network": clientAddress(request) })) > 0;
    const begun = isTooOften ? null : await beginStaffSignIn(site, request, back);
    if (begun) throw redirect(begun.url, { status: 303, headers: begun.headers });
    problem = "away";
  }
  return {
    back,
    problem,
    hasEnded: params.has("ended"),
    isSignedOut: params.has("signed-out"),
    way: hasProvider ? ("provider" as const) : hasDemoStaff(site) ? ("demo" as const) : null,
    title: `${t("account:officer.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function OfficerSignIn() {
  const { t } = useTranslation("account");
  const { back, problem, hasEnded, isSignedOut, way } = useLoaderData<typeof loader>();
  const params = new URLSearchParams({ back });
  return (
    <div className="prose">
      <h1>{t("officer.title")}</h1>
      {problem && (
        <p className="notice notice-late" role="alert">
          {t(`officer.problem.${problem}`)}
        </p>
      )}
      {hasEnded && <p className="notice notice-wait">{t("signIn.ended")}</p>}
      {isSignedOut && (
        <p className="notice notice-ok" role="status">
          {t("officer.signedOut")}
        </p>
      )}
      <p className="lede">{t(way === "provider" ? "officer.lede" : way === "demo" ? "officer.demoLede" : "officer.none")}</p>
      {way === "provider" && (
        <p>
          <a className="button" href={`/officer/sign-in?go=1&${params.toString()}`}>
            {t("officer.go")}
          </a>
        </p>
      )}
      {way === "demo" && (
        <p>
          <a className="button" href={`/sign-in?${params.toString()}`}>
            {t("officer.demo")}
          </a>
        </p>
      )}
      <p className="meta">
        <a href="/sign-in">{t("officer.families")}</a>
      </p>
    </div>
  );
}
