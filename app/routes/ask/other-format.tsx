import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { AskerFields, FormatFields } from "../../components/ask/AtOnceFields.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { day, isoText } from "../../domain/calendar/day.ts";
import { askFromOutside } from "../../family/at-once-form.server.ts";
import { formatDate } from "../../i18n/format.ts";
import { pageContext } from "../../page-context.server.ts";
import { dueOf, newFormId } from "../../requests/sending.server.ts";
import { today } from "../../today.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, language, t } = await pageContext(request);
  return { id: newFormId(), dueOn: isoText(dueOf(site, "other-format", day(today()))), language, title: `${t("ask:format.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export async function action({ request }: ActionFunctionArgs) {
  return askFromOutside(await pageContext(request), request, "other-format");
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function OtherFormatFromOutside() {
  const { t } = useTranslation("ask");
  const { id, dueOn, language } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <h1>{t("format.title")}</h1>
      <p className="lede">{t("format.lede")}</p>
      <p>{t("format.by", { date: formatDate(dueOn, language) })}</p>
      <p>{t("asker.signedIn")} <a href="/my-children">{t("asker.toSignIn")}</a></p>
      <form method="post" noValidate>
        <input type="hidden" name="id" value={id} />
        <AskerFields values={answer?.asker} problems={answer?.problems} />
        <FormatFields values={answer?.words} problems={answer?.problems} />
        <button className="button">{t("format.send")}</button>
      </form>
    </div>
  );
}
