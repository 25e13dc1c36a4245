import { readPage } from "./content.server.ts";
import { pageContext } from "./page-context.server.ts";

/** A statement that the law asks of the site, in the page's language, with this council's name and contacts in it. */
export async function statement(request: Request, name: "accessibility" | "privacy"): Promise<{ html: string; title: string }> {
  const { site, language, t } = await pageContext(request);
  const { council, contact } = site.pack;
  const html = await readPage(site.config.contentDir, language, name, {
    council,
    contact: contact.name,
    phone: contact.phone.sample ? `${contact.phone.number} (${t("common:sample")})` : contact.phone.number,
    hours: contact.phone.hours,
    email: contact.email,
  });
  return { html, title: `${t(`common:footer.${name}`)} · ${t("common:siteName", { area: site.pack.name })}` };
}
