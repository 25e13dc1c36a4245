import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { formatDate } from "../../i18n/format.ts";
import { lettersOfCase } from "../../office/letters.server.ts";
import { localDay } from "../../today.ts";

/** The council's letters to this family, the newest first. */
export async function loader(args: LoaderFunctionArgs) {
  const { site, language, t, caseId, child } = await visitCase(args, "see-documents");
  return {
    caseId,
    language,
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    letters: (await lettersOfCase(site, caseId)).map(({ sentAt, ...letter }) => ({ ...letter, on: localDay(sentAt) })),
    title: `${t("my-child:letters.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function CaseLetters() {
  const { t } = useTranslation("my-child");
  const { caseId, name, letters, language } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <CaseTop caseId={caseId} name={name} />
      <h1>{t("letters.title")}</h1>
      {letters.length === 0 && <p>{t("letters.none")}</p>}
      <ul className="plain rows">
        {letters.map(({ id, title, on }) => (
          <li key={id}>
            <a href={`/my-child/${caseId}/letters/${id}`} lang="en-GB">
              {title}
            </a>
            <span className="meta"> · {formatDate(on, language)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
