import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CODE_MINUTES } from "../../accounts/auth.server.ts";
import { takeTry } from "../../accounts/rate-limits.server.ts";
import { forgetAddress, rememberedAddress, signInWithCode } from "../../accounts/sign-in.server.ts";
import { clientAddress } from "../../client-address.server.ts";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { describedBy, FieldNotes } from "../../components/forms/FormField.tsx";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { safePath } from "../../safe-path.ts";

const MINUTE = 60;

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const back = safePath(new URL(request.url).searchParams.get("back"), "/my-children");
  const email = await rememberedAddress(site, request);
  if (email === null) throw redirect(`/sign-in?${new URLSearchParams({ back }).toString()}`, 303);
  return { back, email, minutes: CODE_MINUTES, demo: site.config.demo, title: `${t("account:code.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, t } = await pageContext(request);
  const form = await readForm(request);
  const back = safePath(form.get("back"), "/my-children");
  const email = await rememberedAddress(site, request);
  if (email === null) throw redirect(`/sign-in?${new URLSearchParams({ back }).toString()}`, 303);
  const refuse = (text: string, status: number) => data({ problems: [{ field: "code", text }] }, { status });
  const tries = [await takeTry(site, "code-try-per-network", clientAddress(request)), await takeTry(site, "code-try-per-address", email)];
  const wait = Math.max(...tries.map((one) => (one.ok ? 0 : one.retryAfterSeconds)));
  if (wait > 0) return refuse(t("account:signIn.tooMany", { count: Math.ceil(wait / MINUTE) }), 429);
  const headers = await signInWithCode(site, request, email, typedText(form, "code").normalize("NFKC").replace(/[\s-]/g, ""));
  if (!headers) return refuse(t("account:code.wrong"), 400);
  headers.append("Set-Cookie", await forgetAddress());
  return redirect(back, { status: 303, headers });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function SignInCode() {
  const { t } = useTranslation("account");
  const { back, email, minutes, demo } = useLoaderData<typeof loader>();
  const problems = useActionData<typeof action>()?.problems;
  const problem = problemOf(problems, "code");
  return (
    <div className="prose">
      <ErrorSummary problems={problems} />
      <h1>{t("code.title")}</h1>
      <p className="lede">{t("code.lede", { email, count: minutes })}</p>
      {demo && (
        <p className="notice">
          <a href="/demo/outbox">{t("code.demo")}</a>
        </p>
      )}
      <form method="post" noValidate>
        <input type="hidden" name="back" value={back} />
        <div className="field">
          <label htmlFor="code">{t("code.code")}</label>
          <FieldNotes id="code" problem={problem} />
          <input id="code" name="code" type="text" className="code-input" inputMode="numeric" autoComplete="one-time-code" dir="ltr" aria-describedby={describedBy("code", undefined, problem)} aria-invalid={problem ? true : undefined} />
        </div>
        <button className="button">{t("code.go")}</button>
      </form>
      <form method="post" action="/sign-in">
        <input type="hidden" name="back" value={back} />
        <input type="hidden" name="email" value={email} />
        <p>
          <button className="button-link">{t("code.again")}</button>
        </p>
      </form>
      <p>
        <a href={`/sign-in?back=${encodeURIComponent(back)}`}>{t("code.other")}</a>
      </p>
    </div>
  );
}
