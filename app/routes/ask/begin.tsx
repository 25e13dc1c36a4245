import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { takeTry } from "../../accounts/rate-limits.server.ts";
import { viewerOf } from "../../accounts/viewer.server.ts";
import { clientAddress } from "../../client-address.server.ts";
import { ClearHere } from "../../components/ask/ClearHere.tsx";
import { PhoneLine } from "../../components/PhoneLine.tsx";
import { beginRequest, findByCode } from "../../db/requests.server.ts";
import { NO_ANSWERS } from "../../domain/requests/assessment.ts";
import { pageContext } from "../../page-context.server.ts";
import { rememberCode, rememberedCode } from "../../requests/coming-back.server.ts";
import { tooMany } from "../../requests/too-many.server.ts";

/** Asking for a needs assessment: who may, what the law asks, what helps, and where to begin. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const code = await rememberedCode(site, request);
  const begun = code === null ? null : await findByCode(site.database.prisma, site.sealer, code);
  return {
    begun: begun?.state === "draft" && begun.kind === "assessment" ? begun.id : null,
    contact: site.pack.contact,
    advice: site.pack.adviceService,
    title: `${t("ask:assessment.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site } = await pageContext(request);
  const allowed = await takeTry(site, "request-per-network", clientAddress(request));
  if (!allowed.ok) throw tooMany(allowed.retryAfterSeconds);
  const viewer = await viewerOf(site, request);
  const { id, code } = await beginRequest(site.database.prisma, site.sealer, "assessment", NO_ANSWERS, viewer?.kind === "family" ? viewer.userId : null);
  return redirect(`/ask/assessment/${id}/you`, { status: 303, headers: { "Set-Cookie": await rememberCode(site, code) } });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

const HELPS = ["words", "school", "reports", "home", "child"] as const;

export default function BeginAssessment() {
  const { t } = useTranslation("ask");
  const { begun, contact, advice } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <h1>{t("assessment.title")}</h1>
      <p className="lede">{t("assessment.lede")}</p>
      <section className="notice" aria-labelledby="right">
        <h2 id="right">{t("assessment.rightTitle")}</h2>
        <p>{t("assessment.right")}</p>
        <p>{t("assessment.test")}</p>
      </section>
      <h2>{t("assessment.helpsTitle")}</h2>
      <p>{t("assessment.helpsNone")}</p>
      <ul>
        {HELPS.map((one) => (
          <li key={one}>{t(`assessment.helps.${one}`)}</li>
        ))}
      </ul>
      <h2>{t("assessment.howTitle")}</h2>
      <p>{t("assessment.how")}</p>
      {begun && (
        <p>
          <a className="button" href={`/ask/assessment/${begun}/check`}>
            {t("assessment.goOn")}
          </a>
        </p>
      )}
      <form method="post" className="actions">
        <button className={begun ? "button button-quiet" : "button"}>{t(begun ? "assessment.beginNew" : "assessment.begin")}</button>
      </form>
      <p>
        <a href="/ask/come-back">{t("comeBack.link")}</a>
      </p>
      {begun && <ClearHere />}
      <h2>{t("assessment.otherTitle")}</h2>
      <p>{t("assessment.other")}</p>
      <PhoneLine name={contact.name} phone={contact.phone} />
      <PhoneLine name={advice.name} phone={advice.phone} />
    </div>
  );
}
