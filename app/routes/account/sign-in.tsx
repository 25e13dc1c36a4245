import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { minutesToWait, rememberAddress, rememberedAddress, sendSignInCode } from "../../accounts/sign-in.server.ts";
import { signedIn } from "../../accounts/viewer.server.ts";
import { clientAddress } from "../../client-address.server.ts";
import { PhoneWords } from "../../components/PhoneWords.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { logError } from "../../log.server.ts";
import { NotSentError } from "../../notices/tell.server.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { safePath } from "../../safe-path.ts";

const LONGEST_ADDRESS = 254;

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const params = new URL(request.url).searchParams;
  const back = safePath(params.get("back"), "/my-children");
  const found = await signedIn(site, request);
  const isAgain = params.has("again") && found?.viewer.kind === "family";
  if (found && !found.wantsSecondFactor && !isAgain) throw redirect(found.viewer.kind === "staff" ? "/officer" : back, 303);
  return {
    back,
    hasEnded: params.has("ended"),
    isLost: params.has("lost"),
    email: isAgain ? found.viewer.email : "",
    isAgain,
    isClosed: params.has("closed"),
    demo: site.config.demo,
    contact: site.pack.contact,
    title: `${t("account:signIn.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const page = await pageContext(request);
  const { site, t } = page;
  const form = await readForm(request);
  const email = typedText(form, "email").toLowerCase();
  const back = safePath(form.get("back"), "/my-children");
  const refuse = (text: string, status: number) => data({ problems: [{ field: "email", text }], email }, { status });
  if (email.length > LONGEST_ADDRESS || !z.email().safeParse(email).success) return refuse(t("account:signIn.problem"), 400);
  const wait = await minutesToWait(site, { "sign-in-code-per-network": clientAddress(request), "sign-in-code-per-address": email });
  if (wait > 0) return refuse(t("account:signIn.tooMany", { count: wait }), 429);
  const by = form.get("by") === "text" ? "text" : "email";
  try {
    await sendSignInCode(page, request, email, by);
  } catch (error) {
    if (!(error instanceof NotSentError)) throw error;
    logError("sign-in", request, error);
    return refuse(t("account:signIn.notSent", { name: site.pack.contact.name, phone: site.pack.contact.phone.number }), 503);
  }
  // Asked from the page of the code: it says that another is on its way.
  const isAgain = (await rememberedAddress(site, request, "sign-in")) === email;
  const params = new URLSearchParams({ back, ...(isAgain ? { again: "1" } : {}), ...(by === "text" ? { text: "1" } : {}) });
  return redirect(`/sign-in/code?${params.toString()}`, { status: 303, headers: { "Set-Cookie": await rememberAddress(site, request, "sign-in", email) } });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function SignIn() {
  const { t } = useTranslation("account");
  const { back, hasEnded, isLost, isAgain, email, isClosed, demo, contact } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <h1>{t("signIn.title")}</h1>
      {isAgain && <p className="notice notice-wait">{t("signIn.again")}</p>}
      {hasEnded && !isAgain && <p className="notice notice-wait">{t("signIn.ended")}</p>}
      {isClosed && <p className="notice notice-ok">{t("signIn.closed")}</p>}
      {isLost && <p className="notice notice-wait">{t("code.lost")}</p>}
      <p className="lede">{t("signIn.lede")}</p>
      <form method="post" noValidate>
        <input type="hidden" name="back" value={back} />
        <FormField name="email" type="email" inputMode="email" dir="ltr" label={t("signIn.email")} autoComplete="email" problem={problemOf(answer?.problems, "email")} value={answer?.email ?? email} />
        <button className="button">{t("signIn.send")}</button>
      </form>
      <p>{t("signIn.new")}</p>
      <p className="meta"><PhoneWords words={t("signIn.help", { name: contact.name, phone: contact.phone.number })} phone={contact.phone.number} /></p>
      {demo && (
        <p className="notice">
          <a href="/demo">{t("signIn.demo")}</a>
        </p>
      )}
      <p className="meta">
        <a href="/officer/sign-in">{t("signIn.staff")}</a>
      </p>
    </div>
  );
}
