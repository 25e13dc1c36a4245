import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { needsLargePrint } from "../../accounts/contact-choices.server.ts";
import { visitCase } from "../../accounts/visit.server.ts";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { LetterView } from "../../components/office/LetterView.tsx";
import { isUuid } from "../../domain/forms/ids.ts";
import { formatDate } from "../../i18n/format.ts";
import { letterOfCase } from "../../office/letters.server.ts";
import { notFound } from "../../page-context.server.ts";
import { localDay } from "../../today.ts";

/** A letter of the council's, as it was sent: to read, to print and to keep. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "see-documents");
  const { site, language, t, caseId, child, may } = visit;
  const id = args.params.letterId ?? "";
  const letter = (isUuid(id) ? await letterOfCase(site, caseId, id) : null) ?? notFound();
  return {
    caseId,
    language,
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    letter: { title: letter.title, summary: letter.summary, html: letter.html },
    isLarge: await needsLargePrint(visit),
    on: localDay(letter.sentAt),
    mayAsk: may("ask-council"),
    title: `${letter.title} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function CaseLetterSent() {
  const { t } = useTranslation("my-child");
  const { caseId, name, letter, isLarge, on, language, mayAsk } = useLoaderData<typeof loader>();
  return (
    <>
      <CaseTop caseId={caseId} name={name} />
      <p className="meta">{t("letters.sent", { date: formatDate(on, language) })}</p>
      {language !== "en-GB" && <p className="notice notice-quiet">{t("letters.english")}</p>}
      <LetterView letter={letter} isLarge={isLarge} level="h1" />
      <p className="no-print">
        <button type="button" className="button" data-print hidden>
          {t("print.button")}
        </button>
      </p>
      {mayAsk && (
        <p className="no-print">
          <a href={`/my-child/${caseId}/other-format`}>{t("letters.otherFormat")}</a>
        </p>
      )}
      <p className="no-print">
        <a href={`/my-child/${caseId}/letters`}>{t("letters.all")}</a>
      </p>
    </>
  );
}
