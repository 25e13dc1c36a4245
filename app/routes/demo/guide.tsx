import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { demoGuide } from "../../demo/guide.server.ts";
import { formatDate } from "../../i18n/format.ts";
import { notFound, pageContext } from "../../page-context.server.ts";

/** How to try the site: the invented people to sign in as, and the codes to join with. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { site, language, t } = await pageContext(request);
  if (!site.config.demo || site.config.staffProvider) notFound();
  return { language, guide: await demoGuide(site), title: `${t("account:demo.title")} · ${t("common:siteName", { area: site.pack.name })}` };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Guide() {
  const { t } = useTranslation("account");
  const { language, guide } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <h1>{t("demo.title")}</h1>
      <p className="lede">{t("demo.lede")}</p>
      <p>
        <a className="button" href="/demo/outbox">
          {t("demo.outbox")}
        </a>
      </p>
      <h2>{t("demo.families")}</h2>
      <p>{t("demo.familiesHow")}</p>
      <ul className="plain rows">
        {guide.families.map(({ email, name, about }) => (
          <li key={email} lang="en-GB">
            <strong>{email}</strong> {name}
            <br />
            {about}
          </li>
        ))}
      </ul>
      <h2>{t("demo.staff")}</h2>
      <p>
        {t("demo.staffHow")} <strong className="secret">{guide.authenticator}</strong>
      </p>
      <ul className="plain rows">
        {guide.staff.map(({ email, name, role }) => (
          <li key={email} lang="en-GB">
            <strong>{email}</strong> {name}, {role}
          </li>
        ))}
      </ul>
      <h2>{t("demo.codes")}</h2>
      <p>{t("demo.codesHow")}</p>
      <ul className="plain rows">
        {guide.codes.map(({ code, firstName, dateOfBirth, as }) => (
          <li key={code}>
            <bdi className="secret">{code}</bdi> {t(`demo.as.${as}`, { name: firstName, date: formatDate(dateOfBirth, language) })}
          </li>
        ))}
      </ul>
    </div>
  );
}
