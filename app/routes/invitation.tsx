import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { PhoneWords } from "../components/PhoneWords.tsx";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitAccount } from "../accounts/visit.server.ts";
import { formatDate } from "../i18n/format.ts";
import { notFound } from "../page-context.server.ts";
import { acceptInvitation, findInvitation } from "../people/invitations.server.ts";

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

function tokenOf({ token = "" }: LoaderFunctionArgs["params"]): string {
  return TOKEN.test(token) ? token : notFound();
}

/** An invitation to help a family, followed from its message. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { site, t, language, viewer } = await visitAccount(request);
  const found = (await findInvitation(site, tokenOf(params), viewer)) ?? notFound();
  if (found.state === "taken") throw redirect("/my-children", 303);
  return {
    found,
    email: viewer.email,
    language,
    contact: { office: site.pack.contact.name, phone: site.pack.contact.phone.number },
    title: `${t("people:invitation.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { site, viewer } = await visitAccount(request);
  const token = tokenOf(params);
  // Where it is over meanwhile, its page says so.
  return redirect((await acceptInvitation(site, token, viewer)) ? "/my-children" : `/invitation/${token}`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Invitation() {
  const { t } = useTranslation(["people", "my-child"]);
  const { found, email, language, contact } = useLoaderData<typeof loader>();
  if (found.state !== "open") {
    return (
      <div className="prose">
        <h1>{t("people:invitation.title")}</h1>
        <p className="lede">{found.state === "over" ? t("people:invitation.over") : t("people:invitation.notYours", { email })}</p>
        {found.state === "not-yours" && <p>{t("people:invitation.notYoursWhat")}</p>}
        <p><PhoneWords words={t("people:invitation.ring", contact)} phone={contact.phone} /></p>
      </div>
    );
  }
  return (
    <div className="prose">
      <h1>{t("people:invitation.title")}</h1>
      <p className="lede">{t("people:invitation.lede", { name: found.firstName ?? t("my-child:unnamed") })}</p>
      <h2>{t("people:invitation.sees")}</h2>
      <ul>
        {found.parts.map((part) => (
          <li key={part}>{t(`people:access.part.${part}`)}</li>
        ))}
      </ul>
      <p>{t("people:invitation.until", { date: formatDate(found.endsOn, language) })}</p>
      <p>{t("people:invitation.promise")}</p>
      <form method="post">
        <button className="button">{t("people:invitation.go")}</button>
      </form>
      <p>{t("people:invitation.no")}</p>
    </div>
  );
}
