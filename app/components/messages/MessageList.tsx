import { useTranslation } from "react-i18next";
import type { ShownMessage } from "../../domain/messages/shown.ts";
import { formatDate, formatTime } from "../../i18n/format.ts";
import type { LanguageCode } from "../../i18n/languages.ts";

const SHOWN_AT_FIRST = 10;

/** What was written, the newest first, each with how it stands; those of long ago are folded away. */
export function MessageList({ messages, language }: { messages: readonly ShownMessage[]; language: LanguageCode }) {
  const { t } = useTranslation("messages");
  if (messages.length === 0) return <p>{t("list.none")}</p>;
  const older = messages.slice(SHOWN_AT_FIRST);
  return (
    <>
      <Messages messages={messages.slice(0, SHOWN_AT_FIRST)} language={language} />
      {older.length > 0 && (
        <details>
          <summary>{t("list.older", { count: older.length })}</summary>
          <Messages messages={older} language={language} />
        </details>
      )}
    </>
  );
}

function Messages({ messages, language }: { messages: readonly ShownMessage[]; language: LanguageCode }) {
  return (
    <ol className="plain messages">
      {messages.map((message) => (
        <li key={message.id} id={`m-${message.id}`} className={`card message ${message.fromFamily ? "message-ours" : "message-theirs"}`}>
          <Message message={message} language={language} />
        </li>
      ))}
    </ol>
  );
}

function Message({ message, language }: { message: ShownMessage; language: LanguageCode }) {
  const { t } = useTranslation("messages");
  const { from, body, on, at, fromFamily, isPrivate, openedOn, desk, reference, papers } = message;
  return (
    <article aria-label={`${from}, ${formatDate(on, language)}`}>
      <h3>
        <bdi>{from}</bdi> {!fromFamily && openedOn === null && <span className="tag tag-wait">{t("list.new")}</span>}
      </h3>
      <p className="meta">
        <time dateTime={`${on}T${at}`}>{t("list.at", { date: formatDate(on, language), time: formatTime(at, language) })}</time>
        {fromFamily && <> · {t(`list.to.${desk}`)}</>}
        {isPrivate && <> · {t("list.private")}</>}
      </p>
      {body !== "" && (
        <p className="pre-line message-body" lang={fromFamily ? undefined : "en-GB"} dir="auto">
          {body}
        </p>
      )}
      {papers.length > 0 && (
        <p>
          {t("list.papers")} <bdi>{papers.map(({ name }) => name).join(", ")}</bdi> · <a href="documents">{t("list.papersOpen")}</a>
        </p>
      )}
      {fromFamily && (
        <p className="message-state">
          <State message={message} language={language} />
        </p>
      )}
      {fromFamily && <p className="meta">{t("list.reference", { reference })} · {openedOn === null ? t("list.unopened") : t("list.opened", { date: formatDate(openedOn, language) })}</p>}
    </article>
  );
}

function State({ message: { state, due }, language }: { message: ShownMessage; language: LanguageCode }) {
  const { t } = useTranslation("messages");
  if (!state || due === null) return null;
  const dueWords = formatDate(due, language);
  if (state.is === "waiting") return <span className="tag">{t("state.waiting", { date: dueWords })}</span>;
  if (state.is === "late")
    return (
      <>
        <span className="tag tag-late">{t("state.late", { count: state.days })}</span> {t("state.lateWas", { date: dueWords })}
      </>
    );
  const on = formatDate(state.on ?? due, language);
  return state.is === "answered" ? <span className="tag tag-ok">{t("state.answered", { date: on })}</span> : <span className="tag tag-late">{t("state.answered-late", { date: on, count: state.days })}</span>;
}
