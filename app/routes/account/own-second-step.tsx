import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { addPasskey, ownPasskeys, passkeyToMake, removePasskey } from "../../accounts/passkeys.server.ts";
import { newBackupCodes, removeSecondStep } from "../../accounts/second-step.server.ts";
import { isFresh, requireFresh, type Viewer } from "../../accounts/viewer.server.ts";
import { visitAccount, type Visit } from "../../accounts/visit.server.ts";
import { AccountTop } from "../../components/account/AccountTop.tsx";
import { BackupCodes } from "../../components/account/AuthenticatorKey.tsx";
import { DeviceName } from "../../components/account/DeviceName.tsx";
import { PasskeyForm } from "../../components/account/PasskeyForm.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { formatMoment } from "../../i18n/format.ts";
import { readForm } from "../../page-context.server.ts";

const DONE = ["added", "removed"] as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, viewer, language, t } = await visitAccount(request, "anybody");
  const done = new URL(request.url).searchParams.get("done");
  return {
    hasAuthenticator: viewer.hasAuthenticator,
    passkeys: (await ownPasskeys(site, viewer)).map(({ id, device, madeAt, usedAt }) => ({ id, device, madeOn: formatMoment(madeAt, language), usedOn: usedAt && formatMoment(usedAt, language) })),
    // Whoever has not shown just now that it is them does so first.
    isFresh: isFresh(viewer),
    passkey: isFresh(viewer) ? await passkeyToMake(site, request, viewer) : null,
    mayRemoveAuthenticator: viewer.hasPasskey || !isRequired(viewer, site),
    done: DONE.find((one) => one === done) ?? null,
    title: `${t("account:second.own")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, viewer, t } = await visitAccount(request, "anybody");
  const form = await readForm(request);
  const step = form.get("do");
  const refuse = (text: string) => data({ codes: null, problems: [{ field: "passkey", text }] }, { status: 400 });
  const done = (what: (typeof DONE)[number]) => redirect(`/account/second-step?done=${what}`, 303);
  if (step === "add-passkey") {
    requireFresh(request, viewer);
    return (await addPasskey(site, request, viewer, typedText(form, "passkey"))) === "added" ? done("added") : refuse(t("account:passkey.wrong"));
  }
  if (!viewer.hasSecondFactor) return redirect("/account/second-step", 303);
  requireFresh(request, viewer);
  if (step === "remove-passkey") return (await removePasskey(site, viewer, typedText(form, "id"), !isRequired(viewer, site))) === "removed" ? done("removed") : refuse(t("account:passkey.isLast"));
  if (step === "codes" && viewer.hasAuthenticator) return data({ codes: await newBackupCodes(site, request, viewer), problems: [] });
  if (step === "remove" && viewer.hasAuthenticator && (viewer.hasPasskey || !isRequired(viewer, site))) return redirect("/account?saved=second-step", { status: 303, headers: await removeSecondStep(site, request, viewer) });
  return redirect("/account/second-step", 303);
}

/** Staff of the demo always need it; the provider's give theirs there. */
function isRequired({ kind }: Viewer, { pack }: Visit["site"]): boolean {
  return kind === "staff" || pack.secondFactorRequired;
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function OwnSecondStep() {
  const { t } = useTranslation("account");
  const { hasAuthenticator, passkeys, isFresh, passkey, mayRemoveAuthenticator, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problem = problemOf(answer?.problems, "passkey");
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <AccountTop />
      <h1>{t("second.own")}</h1>
      {done && !answer && (
        <p className="notice notice-ok" role="status">
          {t(`passkey.${done}`)}
        </p>
      )}
      <p className="lede">{t("second.setUpLede")}</p>
      {answer?.codes && (
        <section aria-labelledby="new-codes">
          <h2 id="new-codes">{t("second.backupTitle")}</h2>
          <p className="notice notice-ok" role="status">
            {t("second.newCodes")}
          </p>
          <p>{t("second.backupLede")}</p>
          <BackupCodes codes={answer.codes} />
          <p>
            <a href="/account">{t("second.backupDone")}</a>
          </p>
        </section>
      )}
      <section aria-labelledby="with-app">
        <h2 id="with-app">{t("second.withApp")}</h2>
        {hasAuthenticator ? (
          <>
            <p>{t("account.secondOn")}</p>
            <form method="post" className="actions">
              <button className="button button-quiet" name="do" value="codes">
                {t("second.makeCodes")}
              </button>
              {mayRemoveAuthenticator && (
                <button className="button button-quiet" name="do" value="remove">
                  {t("second.removeApp")}
                </button>
              )}
            </form>
          </>
        ) : (
          <>
            <p>{t("second.appLede")}</p>
            <p>
              <a className="button" href="/sign-in/second-step?back=/account/second-step&authenticator=1">
                {t("second.start")}
              </a>
            </p>
          </>
        )}
      </section>
      <section aria-labelledby="with-passkey">
        <h2 id="with-passkey">{t("second.withPasskey")}</h2>
        <p>{t("passkey.lede")}</p>
        {passkeys.length > 0 && (
          <ul className="plain sessions">
            {passkeys.map(({ id, device, madeOn, usedOn }) => (
              <li key={id} className="card">
                <h3>
                  <DeviceName device={device} />
                </h3>
                <p>{usedOn === null ? t("passkey.made", { on: madeOn }) : t("passkey.used", { on: madeOn, used: usedOn })}</p>
                <form method="post">
                  <input type="hidden" name="id" value={id} />
                  <button className="button button-quiet" name="do" value="remove-passkey">
                    {t("passkey.remove")}
                    <span className="visually-hidden">
                      : <DeviceName device={device} />, {madeOn}
                    </span>
                  </button>
                </form>
              </li>
            ))}
          </ul>
        )}
        {passkeys.length === 1 && !hasAuthenticator && <p className="notice">{t("passkey.onlyOne")}</p>}
        <div id="passkey">
          {problem && <p className="field-problem">{problem}</p>}
          {passkey && <PasskeyForm options={passkey} step="add-passkey" />}
          {!isFresh && (
            <p>
              <a className="button button-quiet" href={`/sign-in${passkeys.length > 0 || hasAuthenticator ? "/second-step" : ""}?back=/account/second-step&again=1`}>
                {t("passkey.showAgain")}
              </a>
            </p>
          )}
        </div>
      </section>
    </div>
  );
}
