import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOfficeCase } from "../../accounts/visit.server.ts";
import { LetterView } from "../../components/office/LetterView.tsx";
import { OfficeCaseTop } from "../../components/office/OfficeTop.tsx";
import { isUuid } from "../../domain/forms/ids.ts";
import { letterOfCase } from "../../office/letters.server.ts";
import { notFound } from "../../page-context.server.ts";

/** A letter as it was sent. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitOfficeCase(args, "see-any-case");
  const { site, t, caseId, child } = visit;
  const id = args.params.letterId ?? "";
  const letter = (isUuid(id) ? await letterOfCase(site, caseId, id) : null) ?? notFound();
  return { caseId, reference: child.stored.reference, letter: { title: letter.title, summary: letter.summary, html: letter.html }, title: `${letter.title} · ${t("common:siteName", { area: site.pack.name })}` };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function SentLetter() {
  const { t } = useTranslation("my-child");
  const { caseId, reference, letter } = useLoaderData<typeof loader>();
  return (
    <>
      <OfficeCaseTop caseId={caseId} reference={reference} />
      <LetterView letter={letter} level="h1" />
      <p className="no-print">
        <button type="button" className="button" data-print hidden>
          {t("print.button")}
        </button>
      </p>
    </>
  );
}
