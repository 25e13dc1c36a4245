import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { takeTry } from "../../accounts/rate-limits.server.ts";
import { clientAddress } from "../../client-address.server.ts";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { findByCode } from "../../db/requests.server.ts";
import { readCode } from "../../domain/access/activation-code.ts";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { DRAFT_DAYS, forgetCode, rememberCode } from "../../requests/coming-back.server.ts";

const MINUTE = 60;

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const { searchParams } = new URL(request.url);
  return { code: searchParams.get("code")?.slice(0, 40) ?? "", isCleared: searchParams.has("cleared"), days: DRAFT_DAYS, title: `${t("ask:comeBack.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, t } = await pageContext(request);
  const form = await readForm(request);
  if (form.get("do") === "clear") return redirect("/ask/come-back?cleared=1", { status: 303, headers: { "Set-Cookie": await forgetCode() } });
  const typed = typedText(form, "code");
  const refuse = (text: string, status: number) => data({ problems: [{ field: "code", text }], typed }, { status });
  const allowed = await takeTry(site, "return-code-per-network", clientAddress(request));
  if (!allowed.ok) return refuse(t("account:signIn.tooMany", { count: Math.ceil(allowed.retryAfterSeconds / MINUTE) }), 429);
  const found = await findByCode(site.database.prisma, site.sealer, typed);
  const code = readCode(typed);
  if (!found || code === null) return refuse(t("ask:comeBack.wrong"), 400);
  const to = found.state === "draft" ? `/ask/assessment/${found.id}/check` : `/ask/receipt/${found.id}`;
  return redirect(to, { status: 303, headers: { "Set-Cookie": await rememberCode(site, code, found.state !== "draft") } });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function ComeBack() {
  const { t } = useTranslation("ask");
  const { code, isCleared, days } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <h1>{t("comeBack.title")}</h1>
      {isCleared && (
        <p className="notice notice-ok" role="status">
          {t("comeBack.cleared")}
        </p>
      )}
      <p className="lede">{t("comeBack.lede", { count: days })}</p>
      <form method="post" noValidate>
        <FormField name="code" label={t("comeBack.code")} problem={problemOf(answer?.problems, "code")} value={answer?.typed ?? code} dir="ltr" autoComplete="off" />
        <button className="button">{t("comeBack.go")}</button>
      </form>
    </div>
  );
}
