import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CODE_MINUTES } from "../../accounts/auth.server.ts";
import { forgetAddress, minutesToWait, rememberedAddress, signInWithCode, typedCode } from "../../accounts/sign-in.server.ts";
import { CodeField } from "../../components/account/CodeField.tsx";
import { clientAddress } from "../../client-address.server.ts";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { safePath } from "../../safe-path.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const back = safePath(new URL(request.url).searchParams.get("back"), "/my-children");
  const email = await rememberedAddress(site, request, "sign-in");
  if (email === null) throw redirect(`/sign-in?${new URLSearchParams({ back }).toString()}`, 303);
  const params = new URL(request.url).searchParams;
  return { back, email, minutes: CODE_MINUTES, isAgain: params.has("again"), byText: params.has("text"), demo: site.config.demo, title: `${t("account:code.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, t } = await pageContext(request);
  const form = await readForm(request);
  const back = safePath(form.get("back"), "/my-children");
  const email = await rememberedAddress(site, request, "sign-in");
  if (email === null) throw redirect(`/sign-in?${new URLSearchParams({ back, lost: "1" }).toString()}`, 303);
  const refuse = (text: string, status: number) => data({ problems: [{ field: "code", text }] }, { status });
  const code = typedCode(typedText(form, "code"));
  if (code === "") return refuse(t("account:code.empty"), 400);
  if (!/^\d{6}$/.test(code)) return refuse(t("account:code.notSix"), 400);
  const wait = await minutesToWait(site, { "code-try-per-network": clientAddress(request), "code-try-per-address": email });
  if (wait > 0) return refuse(t("account:signIn.tooMany", { count: wait }), 429);
  const headers = await signInWithCode(site, request, email, code);
  if (!headers) return refuse(t("account:code.wrong"), 400);
  headers.append("Set-Cookie", await forgetAddress());
  return redirect(back, { status: 303, headers });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function SignInCode() {
  const { t } = useTranslation("account");
  const { back, email, minutes, isAgain, byText, demo } = useLoaderData<typeof loader>();
  const problems = useActionData<typeof action>()?.problems;
  return (
    <div className="prose">
      <ErrorSummary problems={problems} />
      <h1>{t("code.title")}</h1>
      {isAgain && !problems && (
        <p className="notice notice-ok" role="status">
          {t(byText ? "code.sentByText" : "code.sentAgain")}
        </p>
      )}
      <p className="lede">{t("code.lede", { email, count: minutes })}</p>
      {demo && (
        <p className="notice">
          <a href="/demo/outbox">{t("code.demo")}</a>
        </p>
      )}
      <form method="post" noValidate>
        <input type="hidden" name="back" value={back} />
        <CodeField label={t("code.code")} hint={t("code.hint")} problem={problemOf(problems, "code")} />
        <button className="button">{t("code.go")}</button>
      </form>
      <h2>{t("code.notCome")}</h2>
      <p>{t("code.notComeText")}</p>
      <form method="post" action="/sign-in" className="actions">
        <input type="hidden" name="back" value={back} />
        <input type="hidden" name="email" value={email} />
        <button className="button button-quiet">{t("code.again")}</button>
        <button className="button button-quiet" name="by" value="text">
          {t("code.byText")}
        </button>
      </form>
      <p className="hint">{t("code.byTextHint")}</p>
      <p>
        <a href={`/sign-in?back=${encodeURIComponent(back)}`}>{t("code.other")}</a>
      </p>
    </div>
  );
}
