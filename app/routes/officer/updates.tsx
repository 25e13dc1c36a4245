import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOffice } from "../../accounts/visit.server.ts";
import { Choices, OfficeNav } from "../../components/office/OfficeTop.tsx";
import { namesOfBodies } from "../../db/cases.server.ts";
import { casesNobodyReads } from "../../db/office.server.ts";
import { isUuid } from "../../domain/forms/ids.ts";
import { readScope, SCOPES } from "../../domain/office/scope.ts";
import { LONGEST_SILENCE_DAYS } from "../../domain/office/silence.ts";
import { causeWords } from "../../office/causes.server.ts";
import { scopeOf } from "../../office/queue.server.ts";
import { silentGroups } from "../../office/updates.server.ts";

/** Families who hear nothing for too long or soon will, by what keeps them waiting. */
export async function loader({ request }: LoaderFunctionArgs) {
  const visit = await visitOffice(request, "update-many");
  const { site, t, viewer, today } = visit;
  const params = new URL(request.url).searchParams;
  const scope = readScope(params.get("for"), viewer.officerId !== null);
  const { prisma } = site.database;
  const names = await namesOfBodies(prisma);
  const sentId = params.get("sent") ?? "";
  const sent = isUuid(sentId) ? await prisma.massUpdate.findUnique({ where: { id: sentId } }) : null;
  return {
    scope,
    isOfficer: viewer.officerId !== null,
    groups: (await silentGroups(site, today, await scopeOf(visit, scope))).map(({ cause, caseIds, silent, longest }) => ({ cause, words: causeWords(t, names, cause), count: caseIds.length, silent, longest })),
    unread: sent ? await casesNobodyReads(prisma, (await prisma.caseUpdate.findMany({ where: { massUpdateId: sent.id }, select: { caseId: true } })).map(({ caseId }) => caseId)) : [],
    sent: sent && { count: sent.cases, left: await prisma.caseUpdate.count({ where: { massUpdateId: sent.id, toldAt: null } }) },
    title: `${t("officer:update.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Updates() {
  const { t } = useTranslation("officer");
  const { scope, isOfficer, groups, sent, unread } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <OfficeNav at="updates" />
      <h1>{t("update.title")}</h1>
      {sent && (
        <p className="notice notice-ok" role="status">
          {t("update.sent", { count: sent.count })} {sent.left > 0 && t("update.telling", { count: sent.left })}
        </p>
      )}
      {unread.length > 0 && (
        <section className="notice notice-wait" aria-labelledby="unread">
          <h2 id="unread">{t("update.unread", { count: unread.length })}</h2>
          <ul>
            {unread.map(({ id, reference }) => (
              <li key={id}>
                <a href={`/officer/cases/${id}#updates`}>{reference}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="lede">{t("update.lede", { count: LONGEST_SILENCE_DAYS })}</p>
      {isOfficer && <Choices label={t("queue.whose")} choices={SCOPES.map((one) => ({ href: `/officer/updates?for=${one}`, words: t(`queue.scope.${one}`), isChosen: scope === one }))} />}
      {groups.length === 0 && <p className="notice notice-ok">{t("update.nobodySilent")}</p>}
      <ul className="plain rows">
        {groups.map(({ cause, words, count, silent, longest }) => (
          <li key={cause}>
            <h2>{t("update.waitsFor", { cause: words })}</h2>
            <p>
              {t("update.families", { count })}
              {silent > 0 && <strong className="late-word"> {t("update.silent", { count: silent })}</strong>} {t("update.longest", { count: longest })}
            </p>
            <p>
              <a className="button" href={`/officer/updates/write?for=${scope}&cause=${encodeURIComponent(cause)}`}>
                {t("update.write", { count })}
                <span className="visually-hidden"> {words}</span>
              </a>
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
