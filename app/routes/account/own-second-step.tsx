import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { newBackupCodes, removeSecondStep } from "../../accounts/second-step.server.ts";
import { requireFresh } from "../../accounts/viewer.server.ts";
import { visitAccount } from "../../accounts/visit.server.ts";
import { AccountTop } from "../../components/account/AccountTop.tsx";
import { BackupCodes } from "../../components/account/AuthenticatorKey.tsx";
import { readForm } from "../../page-context.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, viewer, t } = await visitAccount(request, "anybody");
  return {
    isOn: viewer.hasSecondFactor,
    isRequired: isRequired(viewer.kind, site.pack.secondFactorRequired),
    title: `${t("account:second.own")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, viewer } = await visitAccount(request, "anybody");
  const form = await readForm(request);
  if (!viewer.hasSecondFactor) return redirect("/account/second-step", 303);
  requireFresh(request, viewer);
  if (form.get("do") === "codes") return data({ codes: await newBackupCodes(site, request, viewer) });
  if (form.get("do") === "remove" && !isRequired(viewer.kind, site.pack.secondFactorRequired)) return redirect("/account?saved=second-step", { status: 303, headers: await removeSecondStep(site, request, viewer) });
  return redirect("/account/second-step", 303);
}

/** Staff of the demo always need it; the provider's give theirs there. */
function isRequired(kind: "family" | "staff", byPack: boolean): boolean {
  return kind === "staff" || byPack;
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function OwnSecondStep() {
  const { t } = useTranslation("account");
  const { isOn, isRequired } = useLoaderData<typeof loader>();
  const codes = useActionData<typeof action>()?.codes;
  return (
    <div className="prose">
      <AccountTop />
      <h1>{t("second.own")}</h1>
      <p className="lede">{t("second.setUpLede")}</p>
      {codes && (
        <section aria-labelledby="new-codes">
          <h2 id="new-codes">{t("second.backupTitle")}</h2>
          <p className="notice notice-ok" role="status">
            {t("second.newCodes")}
          </p>
          <p>{t("second.backupLede")}</p>
          <BackupCodes codes={codes} />
          <p>
            <a href="/account">{t("second.backupDone")}</a>
          </p>
        </section>
      )}
      {isOn ? (
        <>
          <p>{t("account.secondOn")}</p>
          <form method="post" className="actions">
            <button className="button button-quiet" name="do" value="codes">
              {t("second.makeCodes")}
            </button>
            {!isRequired && (
              <button className="button button-quiet" name="do" value="remove">
                {t("second.remove")}
              </button>
            )}
          </form>
        </>
      ) : (
        <p>
          <a className="button" href="/sign-in/second-step?back=/account/second-step">
            {t("second.start")}
          </a>
        </p>
      )}
    </div>
  );
}
