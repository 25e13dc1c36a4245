import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PhoneLine } from "../components/PhoneLine.tsx";
import { pageContext } from "../page-context.server.ts";

/** How to say that something is wrong or missing. `about` is a listing's address, or "missing". */
export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const about = new URL(request.url).searchParams.get("about") ?? "";
  const listing =
    about && about !== "missing" && /^[a-z0-9-]{1,160}$/.test(about)
      ? await site.database.prisma.service.findUnique({ where: { slug: about }, select: { name: true, slug: true } })
      : null;
  return {
    listing,
    subject: about === "missing" ? t("pages:wrong.subjectMissing") : t("pages:wrong.subject", { name: listing?.name ?? t("common:siteName", { area: site.pack.name }) }),
    contact: site.pack.contact,
    title: `${t("pages:wrong.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function TellUs() {
  const { t } = useTranslation("pages");
  const { listing, subject, contact } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <h1>{t("wrong.title")}</h1>
      <p className="lede">{t("wrong.lede")}</p>
      {listing && (
        <p>
          <a href={`/services/${listing.slug}`}>{t("wrong.about", { name: listing.name })}</a>
        </p>
      )}
      <h2>{t("wrong.ring")}</h2>
      <PhoneLine name={contact.name} phone={contact.phone} />
      <h2>{t("wrong.write")}</h2>
      <p>
        <bdi>
          <a href={`mailto:${contact.email}?subject=${encodeURIComponent(subject)}`}>{contact.email}</a>
        </bdi>
        {contact.email.endsWith("example.org") && `. ${t("wrong.sampleAddress")}`}
      </p>
      <h2>{t("wrong.sayTitle")}</h2>
      <p>{t("wrong.say")}</p>
      <p className="meta">{t("wrong.counted")}</p>
    </div>
  );
}
