import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { visitCase } from "../../accounts/visit.server.ts";
import { PhoneWords } from "../../components/PhoneWords.tsx";
import { CaseTop } from "../../components/my-child/CaseTop.tsx";
import { FollowerLine } from "../../components/people/FollowerLine.tsx";
import { formatDate } from "../../i18n/format.ts";
import { notFound, readForm } from "../../page-context.server.ts";
import { choicesOf } from "../../people/choices.server.ts";
import { undoDecision } from "../../people/decisions.server.ts";
import { peopleOf } from "../../people/people-page.server.ts";

/** Who sees a young person's record, and what they chose about it. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitCase(args, "share-as-young-person");
  const { site, language, t, caseId, child } = visit;
  const people = (await peopleOf(visit)).filter(({ isYou }) => !isYou);
  return {
    caseId,
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    parents: people.filter(({ relation }) => relation === "parent"),
    others: people.filter(({ relation }) => relation !== "parent"),
    choices: await choicesOf(visit, people),
    language,
    advice: { name: site.pack.adviceService.name, phone: site.pack.adviceService.phone.number },
    title: `${t("people:choice.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { site, viewer, child, caseId } = await visitCase(args, "share-as-young-person");
  const personId = child.stored.person?.id ?? notFound();
  const decision = z.uuid().safeParse((await readForm(args.request)).get("decision"));
  if (!decision.success) throw data(null, { status: 400 });
  await site.database.prisma.$transaction((tx) => undoDecision(tx, site, { personId, decisionId: decision.data, by: viewer.userId, ownSharingOnly: true }));
  return redirect(`/my-child/${caseId}/my-choice`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function MyChoice() {
  const { t } = useTranslation("people");
  const { caseId, name, parents, others, choices, language, advice } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <CaseTop caseId={caseId} name={name} />
      <h1>{t("choice.title")}</h1>
      <p className="lede">{t("choice.lede")}</p>
      <p>{t("choice.why")}</p>
      <h2>{t("choice.parents")}</h2>
      {parents.length === 0 && <p>{t("choice.parentsNone")}</p>}
      <ul className="plain rows">
        {parents.map((person) => (
          <li key={person.id}>
            <FollowerLine person={person} language={language} />
            <p>
              <a className="button button-quiet" href={`/my-child/${caseId}/my-choice/${person.id}`}>
                {t("choice.change")} <span className="visually-hidden">{person.name}</span>
              </a>
            </p>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <>
          <h2>{t("choice.others")}</h2>
          <ul className="plain rows">
            {others.map((person) => (
              <li key={person.id}>
                <FollowerLine person={person} language={language} />
              </li>
            ))}
          </ul>
          <p>
            <a href={`/my-child/${caseId}/people`}>{t("choice.othersChange")}</a>
          </p>
        </>
      )}
      <h2>{t("people.councilTitle")}</h2>
      <p>
        {t("choice.council")} <a href={`/my-child/${caseId}/visitors`}>{t("people.visitors")}</a>
      </p>
      <h2>{t("choice.help")}</h2>
      <p><PhoneWords words={t("choice.helpWho", advice)} phone={advice.phone} /></p>
      {choices.length > 0 && (
        <>
          <h2>{t("choice.past")}</h2>
          <ul className="plain rows">
            {choices.map((choice) => (
              <li key={choice.id}>
                <p className="meta">{formatDate(choice.on, language)}</p>
                <p>{choice.words}</p>
                {choice.undoneOn && <p className="meta">{t("choice.undone", { date: formatDate(choice.undoneOn, language) })}</p>}
                {choice.mayUndo && (
                  <form method="post">
                    <input type="hidden" name="decision" value={choice.id} />
                    <p className="meta">{choice.before}</p>
                    <button className="button-link">{t("choice.undo")}</button>
                  </form>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
