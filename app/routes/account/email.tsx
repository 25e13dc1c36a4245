import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { CODE_MINUTES } from "../../accounts/auth.server.ts";
import { askNewAddress, takeNewAddress } from "../../accounts/new-address.server.ts";
import { forgetAddress, minutesToWait, rememberAddress, rememberedAddress, typedCode } from "../../accounts/sign-in.server.ts";
import { requireFresh } from "../../accounts/viewer.server.ts";
import { visitAccount } from "../../accounts/visit.server.ts";
import { clientAddress } from "../../client-address.server.ts";
import { AccountTop } from "../../components/account/AccountTop.tsx";
import { CodeField } from "../../components/account/CodeField.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { logError } from "../../log.server.ts";
import { NotSentError } from "../../notices/tell.server.ts";
import { readForm } from "../../page-context.server.ts";

const LONGEST_ADDRESS = 254;

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, viewer, t } = await visitAccount(request);
  requireFresh(request, viewer);
  return {
    email: viewer.email,
    asked: new URL(request.url).searchParams.has("code") ? await rememberedAddress(site, request, "new-address") : null,
    minutes: CODE_MINUTES,
    demo: site.config.demo,
    title: `${t("account:email.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

/** Two steps of one page: the new address, and then the code that was sent to it. */
export async function action({ request }: ActionFunctionArgs) {
  const visit = await visitAccount(request);
  const { site, viewer, t } = visit;
  requireFresh(request, viewer);
  const form = await readForm(request);
  const email = typedText(form, "email").toLowerCase();
  const refuse = (field: string, text: string, status: number) => data({ problems: [{ field, text }], email }, { status });
  if (form.get("do") === "code") {
    const asked = await rememberedAddress(site, request, "new-address");
    if (asked === null) return redirect("/account/email", 303);
    const code = typedCode(typedText(form, "code"));
    if (!/^\d{6}$/.test(code)) return refuse("code", t(code === "" ? "account:code.empty" : "account:code.notSix"), 400);
    const wait = await minutesToWait(site, { "code-try-per-network": clientAddress(request), "code-try-per-address": asked });
    if (wait > 0) return refuse("code", t("account:signIn.tooMany", { count: wait }), 429);
    const headers = await takeNewAddress(visit, request, viewer, asked, code);
    if (!headers) return refuse("code", t("account:code.wrong"), 400);
    headers.append("Set-Cookie", await forgetAddress());
    return redirect("/account?saved=email", { status: 303, headers });
  }
  if (email.length > LONGEST_ADDRESS || !z.email().safeParse(email).success) return refuse("email", t("account:signIn.problem"), 400);
  if (email === viewer.email) return refuse("email", t("account:email.same"), 400);
  const wait = await minutesToWait(site, { "sign-in-code-per-network": clientAddress(request), "sign-in-code-per-address": email });
  if (wait > 0) return refuse("email", t("account:signIn.tooMany", { count: wait }), 429);
  try {
    await askNewAddress(visit, request, email);
  } catch (error) {
    if (!(error instanceof NotSentError)) throw error;
    logError("new-address", request, error);
    return refuse("email", t("account:signIn.notSent", { name: site.pack.contact.name, phone: site.pack.contact.phone.number }), 503);
  }
  return redirect("/account/email?code=1", { status: 303, headers: { "Set-Cookie": await rememberAddress(site, request, "new-address", email) } });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Email() {
  const { t } = useTranslation("account");
  const { email, asked, minutes, demo } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <AccountTop />
      <ErrorSummary problems={answer?.problems} />
      <h1>{t("email.title")}</h1>
      {asked === null ? (
        <>
          <p className="lede">{t("email.lede", { email })}</p>
          <form method="post" noValidate>
            <FormField name="email" type="email" inputMode="email" dir="ltr" label={t("email.new")} autoComplete="email" problem={problemOf(answer?.problems, "email")} value={answer?.email} />
            <button className="button">{t("signIn.send")}</button>
          </form>
        </>
      ) : (
        <>
          <p className="lede">{t("code.lede", { email: asked, count: minutes })}</p>
          {demo && (
            <p className="notice">
              <a href="/demo/outbox">{t("code.demo")}</a>
            </p>
          )}
          <form method="post" noValidate>
            <CodeField label={t("code.code")} hint={t("code.hint")} problem={problemOf(answer?.problems, "code")} />
            <button className="button" name="do" value="code">
              {t("email.go")}
            </button>
          </form>
          <p>
            <a href="/account/email">{t("code.other")}</a>
          </p>
        </>
      )}
    </div>
  );
}
