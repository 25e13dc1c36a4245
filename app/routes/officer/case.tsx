import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitOfficeCase } from "../../accounts/visit.server.ts";
import { AdviceTable, YourTime } from "../../components/my-child/CaseParts.tsx";
import { StatusCard } from "../../components/my-child/StatusCard.tsx";
import { Steps } from "../../components/my-child/Steps.tsx";
import { HowToReach } from "../../components/office/HowToReach.tsx";
import { OfficeCaseTop } from "../../components/office/OfficeTop.tsx";
import { familyPage } from "../../family/family-page.server.ts";
import { formatDate } from "../../i18n/format.ts";
import { officeCase } from "../../office/case.server.ts";
import { contactsOf } from "../../office/contacts.server.ts";

const DONE = ["recorded", "sent", "answered"] as const;

/** A case as its officer needs it: what the family sees, and what only the council does. */
export async function loader(args: LoaderFunctionArgs) {
  const visit = await visitOfficeCase(args, "see-any-case");
  const { site, language, t, child } = visit;
  const done = new URL(args.request.url).searchParams.get("done");
  return {
    page: await familyPage(visit),
    language,
    done: DONE.find((one) => one === done) ?? null,
    unused: child.unused,
    contacts: await contactsOf(visit),
    ...(await officeCase(visit)),
    title: `${child.stored.reference} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function OfficeCase() {
  const { t } = useTranslation(["officer", "my-child"]);
  const { page, language, done, unused, contacts, child, actions, events, messages, requests, people, letters, updates, visitors, silence } = useLoaderData<typeof loader>();
  const path = `/officer/cases/${page.caseId}`;
  return (
    <>
      <OfficeCaseTop caseId={page.caseId} reference={page.reference} />
      <h1>
        <bdi>{child.name === "" ? page.reference : child.name}</bdi>
      </h1>
      {done && (
        <p className="notice notice-ok" role="status">
          {t(`case.done.${done}`)}
        </p>
      )}
      <p className="meta">{[page.reference, child.born && t("case.born", { date: formatDate(child.born, language) }), page.officer?.name, page.officer?.team].filter(Boolean).join(" · ")}</p>
      {silence && <p className={silence.isSilent ? "notice notice-late" : "notice notice-wait"}>{silence.words}</p>}
      <HowToReach contacts={contacts} />
      {unused.length > 0 && (
        <section className="notice notice-late" aria-labelledby="unused">
          <h2 id="unused">{t("case.unused")}</h2>
          <ul>
            {unused.map(({ id, expected }) => (
              <li key={id}>
                <bdi>{id}</bdi>: {t("case.expected", { expected })}
              </li>
            ))}
          </ul>
        </section>
      )}
      <ul className="plain actions">
        {actions.map(({ href, words }) => (
          <li key={href}>
            <a className="button button-quiet" href={`${path}/${href}`}>
              {words}
            </a>
          </li>
        ))}
      </ul>
      <p className="meta">{t("case.asFamily")}</p>
      <StatusCard page={page} language={language} />
      <YourTime page={page} language={language} />
      <Steps page={page} language={language} />
      <AdviceTable page={page} language={language} />
      <section aria-labelledby="events">
        <h2 id="events">{t("case.events")}</h2>
        <ol className="plain rows">
          {events.map((event) => (
            <li key={event.id}>
              <p>
                <time dateTime={event.on}>{formatDate(event.on, language)}</time>: {event.words}
              </p>
              <p className="meta">
                {event.recordedOn && `${t("my-child:history.recorded", { date: formatDate(event.recordedOn, language) })} `}
                {event.mayChange && (
                  <>
                    <a href={`${path}/record-event?do=correct&of=${encodeURIComponent(event.id)}`}>
                      {t("case.correct")}
                      <span className="visually-hidden"> {event.words}</span>
                    </a>{" "}
                    ·{" "}
                    <a href={`${path}/record-event?do=withdraw&of=${encodeURIComponent(event.id)}`}>
                      {t("case.withdraw")}
                      <span className="visually-hidden"> {event.words}</span>
                    </a>
                  </>
                )}
              </p>
            </li>
          ))}
        </ol>
      </section>
      <Lines id="messages" title={t("case.messages")} lines={messages} none={t("case.none")} />
      <Lines id="requests" title={t("case.requests")} lines={requests} none={t("case.none")} />
      <Lines id="updates" title={t("case.updates")} lines={updates} none={t("case.none")} />
      <Lines id="letters" title={t("case.letters")} lines={letters} none={t("case.none")} />
      <Lines id="people" title={t("case.people")} lines={people} none={t("case.nobody")} />
      <Lines id="visitors" title={t("case.visitors")} lines={visitors} none={t("case.none")} />
    </>
  );
}

function Lines({ id, title, lines, none }: { id: string; title: string; lines: readonly { id: string; href: string | null; words: string; on: string | null; isLate: boolean }[]; none: string }) {
  const { t } = useTranslation("officer");
  const { language } = useLoaderData<typeof loader>();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lines.length === 0 && <p>{none}</p>}
      <ul className="plain rows">
        {lines.map((line) => (
          <li key={line.id}>
            {line.href ? <a href={line.href}>{line.words}</a> : line.words}
            {line.on && <span className="meta"> · {formatDate(line.on, language)}</span>}
            {line.isLate && <strong className="late-word"> · {t("case.late")}</strong>}
          </li>
        ))}
      </ul>
    </section>
  );
}
