import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PhoneLine } from "../components/PhoneLine.tsx";
import { pageContext } from "../page-context.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const { adviceService, contact, parentCarerForum, name } = site.pack;
  return { area: name, adviceService, contact, forum: parentCarerForum, title: `${t("pages:talk.title")} · ${t("common:siteName", { area: name })}` };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Talk() {
  const { t } = useTranslation("pages");
  const { area, adviceService, contact, forum } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <h1>{t("talk.title")}</h1>
      <p className="lede">{t("talk.lede")}</p>
      <section aria-labelledby="advice">
        <h2 id="advice">{t("talk.advice")}</h2>
        <p>{t("talk.adviceText")}</p>
        <PhoneLine name={adviceService.name} phone={adviceService.phone} />
      </section>
      <section aria-labelledby="council">
        <h2 id="council">{t("talk.council")}</h2>
        <p>{t("talk.councilText")}</p>
        <PhoneLine name={contact.name} phone={contact.phone} />
        <p>
          <a href="/tell-us">{t("wrong.title")}</a>
        </p>
      </section>
      <section aria-labelledby="forum">
        <h2 id="forum">{t("talk.forum")}</h2>
        <p>{t("talk.forumText", { area })}</p>
        <p>
          {forum.website ? (
            <a href={forum.website} rel="noopener external">
              {forum.name}
            </a>
          ) : (
            <strong>{forum.name}</strong>
          )}
        </p>
        <p>
          <a href="/topics/family-support">{t("talk.find")}</a>
        </p>
      </section>
      <p>{t("talk.formats")}</p>
    </div>
  );
}
