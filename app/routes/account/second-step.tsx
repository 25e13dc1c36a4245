import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { addPasskey, givePasskey, passkeyToGive, passkeyToMake } from "../../accounts/passkeys.server.ts";
import { beginSecondStep, begunSecondStep, giveSecondStep } from "../../accounts/second-step.server.ts";
import { shownKey } from "../../accounts/shown-key.server.ts";
import { requireFresh, signedIn, type Viewer } from "../../accounts/viewer.server.ts";
import { PhoneWords } from "../../components/PhoneWords.tsx";
import { AuthenticatorKey } from "../../components/account/AuthenticatorKey.tsx";
import { CodeField } from "../../components/account/CodeField.tsx";
import { PasskeyForm } from "../../components/account/PasskeyForm.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { safePath } from "../../safe-path.ts";

/**
 * Whether the page is for setting something up: nothing is set up yet, or whoever has shown a passkey wants an
 * authenticator besides. Who has still to give what they have can set up nothing in its place.
 */
function isSettingUp({ hasSecondFactor, hasAuthenticator }: Viewer, wants: "give" | "set-up" | null, params: URLSearchParams): boolean {
  return !hasSecondFactor || (wants === null && !hasAuthenticator && params.has("authenticator"));
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const params = new URL(request.url).searchParams;
  const back = safePath(params.get("back"), "/my-children");
  const found = await signedIn(site, request);
  if (!found) throw redirect(`/sign-in?${new URLSearchParams({ back }).toString()}`, 303);
  const { viewer, wantsSecondFactor } = found;
  const setsUp = isSettingUp(viewer, wantsSecondFactor, params);
  if (setsUp && wantsSecondFactor === null) requireFresh(request, viewer);
  return {
    back,
    isSetUp: !setsUp,
    takesCode: viewer.hasAuthenticator,
    passkey: setsUp ? (viewer.hasPasskey ? null : await passkeyToMake(site, request, viewer)) : await passkeyToGive(site, request, viewer),
    hasPasskey: viewer.hasPasskey,
    isAgain: !setsUp && params.has("again"),
    isRequired: wantsSecondFactor === "set-up",
    demo: site.config.demo && viewer.kind === "staff",
    contact: { name: site.pack.contact.name, phone: site.pack.contact.phone.number },
    title: `${t(setsUp ? "account:second.setUpTitle" : "account:second.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, t } = await pageContext(request);
  const form = await readForm(request);
  const back = safePath(form.get("back"), "/my-children");
  const found = await signedIn(site, request);
  if (!found) throw redirect(`/sign-in?${new URLSearchParams({ back, ended: "1" }).toString()}`, 303);
  const { viewer, wantsSecondFactor } = found;
  const setsUp = isSettingUp(viewer, wantsSecondFactor, new URL(request.url).searchParams);
  if (setsUp && wantsSecondFactor === null) requireFresh(request, viewer);
  const goOn = (headers?: Headers) => redirect(viewer.kind === "staff" && back === "/my-children" ? "/officer" : back, { status: 303, ...(headers ? { headers } : {}) });
  const refuse = async (field: "code" | "passkey", text: string, status: 400 | 429, begun: Awaited<ReturnType<typeof shownKey>> = null) => data({ problems: [{ field, text }] as FieldProblem[], begun }, { status });
  const step = form.get("do");
  if (step === "begin" && setsUp) return data({ problems: [] as FieldProblem[], begun: await shownKey(await beginSecondStep(site, request)) });
  if (step === "add-passkey" && setsUp) return (await addPasskey(site, request, viewer, typedText(form, "passkey"))) === "added" ? goOn() : refuse("passkey", t("account:passkey.wrong"), 400);
  if (step === "give-passkey") {
    const given = await givePasskey(site, request, viewer, typedText(form, "passkey"));
    return given === "right" ? goOn() : refuse("passkey", t(given === "locked" ? "account:second.locked" : "account:passkey.wrong"), given === "locked" ? 429 : 400);
  }
  // A code of an authenticator that somebody has begun to set up is no second step of theirs yet.
  if (!viewer.hasAuthenticator && !setsUp) return refuse("code", t("account:second.wrong"), 400);
  const given = await giveSecondStep(site, request, viewer, typedText(form, "code"));
  if (given.is === "right") return goOn(given.headers);
  const isLocked = given.is === "locked";
  // The same key as before: it may be in the app already.
  return refuse("code", t(isLocked ? "account:second.locked" : "account:second.wrong"), isLocked ? 429 : 400, setsUp ? await shownKey(await begunSecondStep(site, request, viewer)) : null);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function SecondStep() {
  const { t } = useTranslation("account");
  const { back, isSetUp, takesCode, passkey, hasPasskey, isAgain, isRequired, demo, contact } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const begun = answer?.begun;
  const passkeyProblem = problemOf(answer?.problems, "passkey");
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <h1>{t(isSetUp ? "second.title" : "second.setUpTitle")}</h1>
      <p className="lede">{t(!isSetUp ? "second.setUpLede" : hasPasskey ? (takesCode ? "passkey.orCodeLede" : "passkey.giveLede") : "second.lede")}</p>
      {isAgain && <p className="notice">{t("second.again")}</p>}
      {isRequired && !begun && <p className="notice notice-wait">{t("second.setUpRequired")}</p>}
      {demo && (
        <p className="notice">
          <a href="/demo">{t("signIn.demo")}</a>
        </p>
      )}
      {isSetUp && hasPasskey && (
        <div id="passkey" className="field">
          {passkeyProblem && <p className="field-problem">{passkeyProblem}</p>}
          {passkey ? <PasskeyForm options={passkey} step="give-passkey" back={back} /> : <p>{t("passkey.notHere")}</p>}
        </div>
      )}
      {begun && <AuthenticatorKey {...begun} />}
      {(isSetUp ? takesCode : begun) && (
        <form method="post" noValidate>
          <input type="hidden" name="back" value={back} />
          <CodeField label={t(isSetUp ? "second.code" : "second.first")} hint={isSetUp ? t("second.codeHint") : undefined} problem={problemOf(answer?.problems, "code")} takesLetters={isSetUp} />
          <button className="button">{t(isSetUp ? "second.go" : "second.done")}</button>
        </form>
      )}
      {!isSetUp && !begun && (
        <>
          <section aria-labelledby="with-app">
            <h2 id="with-app">{t("second.withApp")}</h2>
            <p>{t("second.appLede")}</p>
            <form method="post">
              <input type="hidden" name="back" value={back} />
              <button className="button" name="do" value="begin">
                {t("second.start")}
              </button>
            </form>
          </section>
          {passkey && (
            <section aria-labelledby="with-passkey">
              <h2 id="with-passkey">{t("second.withPasskey")}</h2>
              <p>{t("passkey.lede")}</p>
              <div id="passkey">
                {passkeyProblem && <p className="field-problem">{passkeyProblem}</p>}
                <PasskeyForm options={passkey} step="add-passkey" back={back} />
              </div>
            </section>
          )}
        </>
      )}
      {isSetUp && <p className="meta"><PhoneWords words={t(takesCode ? "second.lost" : "passkey.lost", { name: contact.name, phone: contact.phone })} phone={contact.phone} /></p>}
    </div>
  );
}
