import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitAccount } from "../accounts/visit.server.ts";
import { PhoneWords } from "../components/PhoneWords.tsx";
import { ChildCard } from "../components/people/ChildCard.tsx";
import { followedChildren } from "../people/children.server.ts";

/** The children whose records an account follows. */
export async function loader({ request }: LoaderFunctionArgs) {
  const visit = await visitAccount(request);
  const { site, language, t } = visit;
  const children = await followedChildren(visit);
  // Somebody who follows no record but their own has no children here.
  const heading = t(children.length > 0 && children.every(({ as }) => as === "young-person" || as === "not-yet") ? "people:children.titleOwn" : "people:children.title");
  return {
    children,
    heading,
    language,
    contact: { name: site.pack.contact.name, phone: site.pack.contact.phone.number },
    title: `${heading} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function MyChildren() {
  const { t } = useTranslation("people");
  const { children, heading, language, contact } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <h1>{heading}</h1>
      {children.map((child) => (
        <ChildCard key={child.personId} child={child} contact={contact} language={language} />
      ))}
      {children.length === 0 && (
        <>
          <p className="lede">{t("children.none")}</p>
          <h2>{t("children.codeTitle")}</h2>
          <p>{t("children.code")}</p>
          <p>
            <a className="button" href="/my-children/join">
              {t("children.join")}
            </a>
          </p>
          <h2>{t("children.askTitle")}</h2>
          <p>{t("children.ask")}</p>
          <p>
            <a href="/ask/assessment">{t("children.askGo")}</a>
          </p>
          <h2>{t("children.noCodeTitle")}</h2>
          <p><PhoneWords words={t("children.noCode", contact)} phone={contact.phone} /></p>
        </>
      )}
      {children.length > 0 && (
        <p>
          <a href="/my-children/join">{t("children.joinAnother")}</a>
        </p>
      )}
    </div>
  );
}
