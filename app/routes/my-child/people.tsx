import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { PhoneWords } from "../../components/PhoneWords.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { FollowerLine } from "../../components/people/FollowerLine.tsx";
import { TakeoverNote } from "../../components/people/TakeoverNote.tsx";
import { shownTakeover } from "../../domain/access/takeover.ts";
import { formatDate, formatList } from "../../i18n/format.ts";
import { notFound, readForm } from "../../page-context.server.ts";
import { endSupporter, setHidesContact } from "../../people/followers.server.ts";
import { withdrawInvitation } from "../../people/invitations.server.ts";
import { invitationsOf, peopleOf } from "../../people/people-page.server.ts";

/** Who follows a child's record, what each may see, and whom the family lets in. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "manage-people");
  const { site, language, t, child, standing, caseId, today } = visit;
  return {
    caseId,
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    people: await peopleOf(visit),
    invitations: await invitationsOf(visit),
    takeover: standing.role === "parent" ? shownTakeover(child.rights, today) : null,
    mayChoose: visit.may("share-as-young-person"),
    mayLeave: visit.may("leave-record"),
    contact: { office: site.pack.contact.name, phone: site.pack.contact.phone.number },
    language,
    title: `${t("people:people.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { site, viewer, child, caseId } = await visitCase(args, "manage-people");
  const form = await readForm(args.request);
  const personId = child.stored.person?.id ?? notFound();
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  await site.database.prisma.$transaction(async (tx): Promise<unknown> => {
    switch (text("do")) {
      case "hide":
      case "share":
        return setHidesContact(tx, { personId, userId: viewer.userId, hides: text("do") === "hide" });
      case "end":
        return UUID.test(text("follower")) && endSupporter(tx, site, { personId, followerId: text("follower"), by: viewer.userId, caseId });
      case "withdraw":
        return UUID.test(text("invitation")) && withdrawInvitation(tx, { personId, invitationId: text("invitation"), by: viewer.userId });
      default:
        throw data(null, { status: 400 });
    }
  });
  return redirect(`/my-child/${caseId}/people`, 303);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function People() {
  const { t } = useTranslation("people");
  const { caseId, name, people, invitations, takeover, mayChoose, mayLeave, contact, language } = useLoaderData<typeof loader>();
  const you = people.find(({ isYou }) => isYou);
  const family = people.filter(({ relation }) => relation !== "supporter");
  const supporters = people.filter(({ relation }) => relation === "supporter");
  return (
    <div className="prose">
      <CaseTop caseId={caseId} name={name} />
      <h1>{t("people.title")}</h1>
      <p className="lede">{t("people.lede", { name })}</p>
      <TakeoverNote takeover={takeover} name={name} language={language} />
      {mayChoose && (
        <p>
          <a className="button" href={`/my-child/${caseId}/my-choice`}>
            {t("people.myChoice")}
          </a>
        </p>
      )}
      <h2>{t("people.family")}</h2>
      <ul className="plain rows">
        {family.map((person) => (
          <li key={person.id}>
            <FollowerLine person={person} language={language} />
          </li>
        ))}
      </ul>
      {you && (
        <section className="card" aria-labelledby="contact">
          <h3 id="contact">{t("people.contactTitle")}</h3>
          <p>{t(you.hidesContact ? "people.contactHidden" : "people.contactShown")}</p>
          <form method="post">
            <button className="button button-quiet" name="do" value={you.hidesContact ? "share" : "hide"}>
              {t(you.hidesContact ? "people.contactShare" : "people.contactHide")}
            </button>
          </form>
        </section>
      )}
      <h2>{t("people.supporters")}</h2>
      <p>{t("people.supportersAbout")}</p>
      {supporters.length === 0 && invitations.length === 0 && <p>{t("people.supportersNone")}</p>}
      <ul className="plain rows">
        {supporters.map((person) => (
          <li key={person.id}>
            <FollowerLine person={person} language={language} />
            <div className="row-actions">
              <a href={`/my-child/${caseId}/people/${person.id}`}>
                {t("people.change")} <span className="visually-hidden">{person.name}</span>
              </a>
              <form method="post">
                <input type="hidden" name="follower" value={person.id} />
                <button className="button-link" name="do" value="end">
                  {t("people.end")} <span className="visually-hidden">{person.name}</span>
                </button>
              </form>
            </div>
          </li>
        ))}
        {invitations.map((invitation) => (
          <li key={invitation.id}>
            <h3>
              <bdi>{invitation.name}</bdi>
            </h3>
            <p>{t("people.waiting", { email: invitation.email, date: formatDate(invitation.answerBy, language) })}</p>
            <p>{t("people.sees", { parts: formatList(invitation.parts.map((part) => t(`parts.${part}`)), language), date: formatDate(invitation.endsOn, language) })}</p>
            <form method="post">
              <input type="hidden" name="invitation" value={invitation.id} />
              <button className="button-link" name="do" value="withdraw">
                {t("people.withdraw")} <span className="visually-hidden">{invitation.name}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      <p>
        <a className="button" href={`/my-child/${caseId}/people/invite`}>
          {t("people.invite")}
        </a>
      </p>
      <h2>{t("people.councilTitle")}</h2>
      <p>
        {t("people.council")} <a href={`/my-child/${caseId}/visitors`}>{t("people.visitors")}</a>
      </p>
      <h2>{t("people.stopTitle")}</h2>
      <p><PhoneWords words={t("people.stop", contact)} phone={contact.phone} /></p>
      {mayLeave && (
        <p className="meta">
          <a href={`/my-child/${caseId}/leave`}>{t("people.leave")}</a>
        </p>
      )}
    </div>
  );
}
