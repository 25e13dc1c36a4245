import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { takeTry } from "../../accounts/rate-limits.server.ts";
import { rememberAddress } from "../../accounts/sign-in.server.ts";
import { authFor, signedIn } from "../../accounts/viewer.server.ts";
import { clientAddress } from "../../client-address.server.ts";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { safePath } from "../../safe-path.ts";

const LONGEST_ADDRESS = 254;
const MINUTE = 60;

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const params = new URL(request.url).searchParams;
  const back = safePath(params.get("back"), "/my-children");
  const found = await signedIn(site, request);
  if (found && !found.wantsSecondFactor) throw redirect(found.viewer.kind === "staff" ? "/officer" : back, 303);
  return {
    back,
    hasEnded: params.has("ended"),
    demo: site.config.demo,
    contact: site.pack.contact,
    title: `${t("account:signIn.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, t } = await pageContext(request);
  const form = await readForm(request);
  const email = typedText(form, "email").toLowerCase();
  const back = safePath(form.get("back"), "/my-children");
  const refuse = (text: string, status: number) => data({ problems: [{ field: "email", text }], email }, { status });
  if (email.length > LONGEST_ADDRESS || !z.email().safeParse(email).success) return refuse(t("account:signIn.problem"), 400);
  const tries = [await takeTry(site, "sign-in-code-per-network", clientAddress(request)), await takeTry(site, "sign-in-code-per-address", email)];
  const wait = Math.max(...tries.map((one) => (one.ok ? 0 : one.retryAfterSeconds)));
  if (wait > 0) return refuse(t("account:signIn.tooMany", { count: Math.ceil(wait / MINUTE) }), 429);
  // The same whoever it is: an address that nobody has used gets a code as well, and an account with it.
  await authFor(site, request).api.sendVerificationOTP({ body: { email, type: "sign-in" }, headers: request.headers });
  return redirect(`/sign-in/code?${new URLSearchParams({ back }).toString()}`, { status: 303, headers: { "Set-Cookie": await rememberAddress(site, email) } });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function SignIn() {
  const { t } = useTranslation("account");
  const { back, hasEnded, demo, contact } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <h1>{t("signIn.title")}</h1>
      {hasEnded && <p className="notice notice-wait">{t("signIn.ended")}</p>}
      <p className="lede">{t("signIn.lede")}</p>
      <form method="post" noValidate>
        <input type="hidden" name="back" value={back} />
        <FormField name="email" type="email" inputMode="email" dir="ltr" label={t("signIn.email")} autoComplete="email" problem={problemOf(answer?.problems, "email")} value={answer?.email} />
        <button className="button">{t("signIn.send")}</button>
      </form>
      <p>{t("signIn.new")}</p>
      <p className="meta">{t("signIn.help", { name: contact.name, phone: contact.phone.number })}</p>
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
