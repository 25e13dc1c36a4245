import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { minutesToWait } from "../../accounts/sign-in.server.ts";
import { clientAddress } from "../../client-address.server.ts";
import { ClearHere } from "../../components/ask/ClearHere.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { printedCode } from "../../domain/access/activation-code.ts";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { isEmail } from "../../domain/requests/assessment.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { DRAFT_DAYS, mailReturnCode, ownRequest, rememberedCodeOf } from "../../requests/coming-back.server.ts";

/** Stopping in the middle of a request: what is kept, for how long, and the way back to it, also by email. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const asked = await ownRequest(site, request, params.id);
  if (asked.state !== "draft") throw redirect(`/ask/receipt/${asked.id}`, 303);
  const code = await rememberedCodeOf(site, request, asked.id);
  return {
    id: asked.id,
    code: code && printedCode(code),
    isSent: new URL(request.url).searchParams.has("sent"),
    days: DRAFT_DAYS,
    title: `${t("ask:later.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { site, language, t } = await pageContext(request);
  const asked = await ownRequest(site, request, params.id);
  const code = await rememberedCodeOf(site, request, asked.id);
  if (asked.state !== "draft" || code === null) throw redirect(`/ask/receipt/${asked.id}`, 303);
  const typed = typedText(await readForm(request), "email");
  const refuse = (text: string, status: number) => data({ problems: [{ field: "email", text }], typed }, { status });
  if (!isEmail(typed)) return refuse(t("ask:problems.emailShape"), 400);
  const wait = await minutesToWait(site, { "return-mail-per-network": clientAddress(request), "return-mail-per-address": typed });
  if (wait > 0) return refuse(t("account:signIn.tooMany", { count: wait }), 429);
  await mailReturnCode(site, { request: asked, code, to: typed, language });
  return redirect(`/ask/assessment/${asked.id}/later?sent=1`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function GoOnLater() {
  const { t } = useTranslation("ask");
  const { id, code, isSent, days } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <h1>{t("later.title")}</h1>
      {isSent && (
        <p className="notice notice-ok" role="status">
          {t("later.sent")}
        </p>
      )}
      <p className="lede">{t("later.lede", { count: days })}</p>
      {code && (
        <>
          <p>
            {t("comeBack.keep")} <bdi className="secret">{code}</bdi>
          </p>
          <form method="post" noValidate>
            <FormField name="email" type="email" label={t("later.email")} hint={t("later.hint")} problem={problemOf(answer?.problems, "email")} value={answer?.typed} dir="ltr" autoComplete="email" />
            <button className="button">{t("later.send")}</button>
          </form>
        </>
      )}
      <p>
        <a href={`/ask/assessment/${id}/check`}>{t("later.goOn")}</a>
      </p>
      {code && <ClearHere />}
    </div>
  );
}
