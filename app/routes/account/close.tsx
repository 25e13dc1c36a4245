import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { closeAccount } from "../../accounts/own-account.server.ts";
import { cookiesOf } from "../../accounts/sign-in.server.ts";
import { authFor, requireFresh } from "../../accounts/viewer.server.ts";
import { visitAccount } from "../../accounts/visit.server.ts";
import { PhoneWords } from "../../components/PhoneWords.tsx";
import { AccountTop } from "../../components/account/AccountTop.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { describedBy, FieldNotes } from "../../components/forms/FormField.tsx";
import { problemOf } from "../../domain/forms/problems.ts";
import { readForm } from "../../page-context.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, viewer, t } = await visitAccount(request);
  requireFresh(request, viewer);
  const { name, phone } = site.pack.contact;
  return { contact: { name, phone: phone.number }, title: `${t("account:close.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, viewer, t } = await visitAccount(request);
  requireFresh(request, viewer);
  const form = await readForm(request);
  if (form.get("sure") !== "yes") return data({ problems: [{ field: "sure", text: t("account:close.problem") }] }, { status: 400 });
  await closeAccount(site, viewer);
  const answer = await authFor(site, request).api.signOut({ headers: request.headers, asResponse: true });
  return redirect("/sign-in?closed=1", { status: 303, headers: cookiesOf(answer) });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Close() {
  const { t } = useTranslation("account");
  const { contact } = useLoaderData<typeof loader>();
  const problems = useActionData<typeof action>()?.problems;
  const problem = problemOf(problems, "sure");
  return (
    <div className="prose">
      <AccountTop />
      <ErrorSummary problems={problems} />
      <h1>{t("close.title")}</h1>
      <p className="lede">{t("close.lede")}</p>
      <h2>{t("close.goesTitle")}</h2>
      <p>{t("close.goes")}</p>
      <h2>{t("close.staysTitle")}</h2>
      <p>{t("close.stays")}</p>
      <p><PhoneWords words={t("close.instead", { name: contact.name, phone: contact.phone })} phone={contact.phone} /></p>
      <form method="post" noValidate>
        <div className="field">
          <FieldNotes id="sure" problem={problem} />
          <label className="check">
            <input id="sure" type="checkbox" name="sure" value="yes" aria-describedby={describedBy("sure", undefined, problem)} aria-invalid={problem ? true : undefined} />
            <span>{t("close.sure")}</span>
          </label>
        </div>
        <button className="button">{t("close.go")}</button>
      </form>
    </div>
  );
}
