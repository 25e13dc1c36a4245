import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { beginSecondStep, begunSecondStep, giveSecondStep } from "../../accounts/second-step.server.ts";
import { shownKey } from "../../accounts/shown-key.server.ts";
import { requireFresh, signedIn } from "../../accounts/viewer.server.ts";
import { AuthenticatorKey } from "../../components/account/AuthenticatorKey.tsx";
import { CodeField } from "../../components/account/CodeField.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { safePath } from "../../safe-path.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const params = new URL(request.url).searchParams;
  const back = safePath(params.get("back"), "/my-children");
  const found = await signedIn(site, request);
  if (!found) throw redirect(`/sign-in?${new URLSearchParams({ back }).toString()}`, 303);
  const { viewer, wantsSecondFactor } = found;
  const isSetUp = viewer.hasSecondFactor;
  if (!isSetUp && wantsSecondFactor === null) requireFresh(request, viewer);
  return {
    back,
    isSetUp,
    isAgain: isSetUp && params.has("again"),
    isRequired: wantsSecondFactor === "set-up",
    demo: site.config.demo && viewer.kind === "staff",
    contact: { name: site.pack.contact.name, phone: site.pack.contact.phone.number },
    title: `${t(isSetUp ? "account:second.title" : "account:second.setUpTitle")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, t } = await pageContext(request);
  const form = await readForm(request);
  const back = safePath(form.get("back"), "/my-children");
  const found = await signedIn(site, request);
  if (!found) throw redirect(`/sign-in?${new URLSearchParams({ back, ended: "1" }).toString()}`, 303);
  const { viewer, wantsSecondFactor } = found;
  if (!viewer.hasSecondFactor && wantsSecondFactor === null) requireFresh(request, viewer);
  if (form.get("do") === "begin" && !viewer.hasSecondFactor) return data({ problems: [] as FieldProblem[], begun: await shownKey(await beginSecondStep(site, request)) });
  const given = await giveSecondStep(site, request, viewer, typedText(form, "code"));
  if (given.is === "right") return redirect(viewer.kind === "staff" && back === "/my-children" ? "/officer" : back, { status: 303, headers: given.headers });
  const text = t(given.is === "locked" ? "account:second.locked" : "account:second.wrong");
  // The same key as before: it may be in the app already.
  return data({ problems: [{ field: "code", text }], begun: await shownKey(await begunSecondStep(site, request, viewer)) }, { status: given.is === "locked" ? 429 : 400 });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function SecondStep() {
  const { t } = useTranslation("account");
  const { back, isSetUp, isAgain, isRequired, demo, contact } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const begun = answer?.begun;
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <h1>{t(isSetUp ? "second.title" : "second.setUpTitle")}</h1>
      <p className="lede">{t(isSetUp ? "second.lede" : "second.setUpLede")}</p>
      {isAgain && <p className="notice">{t("second.again")}</p>}
      {isRequired && !begun && <p className="notice notice-wait">{t("second.setUpRequired")}</p>}
      {demo && (
        <p className="notice">
          <a href="/demo">{t("signIn.demo")}</a>
        </p>
      )}
      {begun && <AuthenticatorKey {...begun} />}
      {isSetUp || begun ? (
        <form method="post" noValidate>
          <input type="hidden" name="back" value={back} />
          <CodeField label={t(isSetUp ? "second.code" : "second.first")} hint={isSetUp ? t("second.codeHint") : undefined} problem={problemOf(answer?.problems, "code")} takesLetters={isSetUp} />
          <button className="button">{t(isSetUp ? "second.go" : "second.done")}</button>
        </form>
      ) : (
        <form method="post">
          <input type="hidden" name="back" value={back} />
          <button className="button" name="do" value="begin">
            {t("second.start")}
          </button>
        </form>
      )}
      {isSetUp && <p className="meta">{t("second.lost", { name: contact.name, phone: contact.phone })}</p>}
    </div>
  );
}
