import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { saveName } from "../../accounts/own-account.server.ts";
import { visitAccount } from "../../accounts/visit.server.ts";
import { AccountTop } from "../../components/account/AccountTop.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { problemOf, typedText } from "../../domain/forms/problems.ts";
import { readForm } from "../../page-context.server.ts";
import { tooManyCharacters } from "../../domain/forms/length.ts";

const LONGEST_NAME = 100;

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, viewer, t } = await visitAccount(request);
  return { name: viewer.name, title: `${t("account:name.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, viewer, t } = await visitAccount(request);
  const name = typedText(await readForm(request), "name").replace(/\s+/g, " ");
  const text = name === "" ? t("account:name.problem") : tooManyCharacters(name, LONGEST_NAME) > 0 ? t("forms:limit", { count: LONGEST_NAME }) : null;
  if (text !== null) return data({ problems: [{ field: "name", text }], name }, { status: 400 });
  await saveName(site, viewer, name);
  return redirect("/account?saved=name", 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Name() {
  const { t } = useTranslation("account");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <AccountTop />
      <ErrorSummary problems={answer?.problems} />
      <h1>{t("name.title")}</h1>
      <p className="lede">{t("name.lede")}</p>
      <form method="post" noValidate>
        <FormField name="name" label={t("name.name")} autoComplete="name" problem={problemOf(answer?.problems, "name")} value={answer?.name ?? page.name} />
        <button className="button">{t("account.save")}</button>
      </form>
    </div>
  );
}
