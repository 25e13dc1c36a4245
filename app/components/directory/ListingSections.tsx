import { useTranslation } from "react-i18next";
import type { Listing, Post16Details, SendDetails } from "../../domain/directory/listing.ts";
import { codesOf } from "../../domain/directory/taxonomies.ts";
import { CAPABILITIES, SEND_QUESTIONS } from "../../domain/directory/vocabulary.ts";
import { useRootData } from "../../root-data.ts";

/** A section of somebody's own words; nothing at all when there are none. */
export function Paragraphs({ id, title, words }: { id: string; title: string; words: string | undefined }) {
  if (!words?.trim()) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div lang="en-GB" className="prose">
        {words.trim().split(/\n{2,}/).map((paragraph, i) => (
          <p key={i} className="pre-line">
            {paragraph}
          </p>
        ))}
      </div>
    </section>
  );
}

/** The one next step, how soon it is answered, and the ways to take it. */
export function NextStep({ listing }: { listing: Listing }) {
  const { t } = useTranslation(["listing", "common"]);
  const root = useRootData();
  const contact = listing.contacts.find((candidate) => candidate.name || candidate.title);
  const email = listing.email ?? listing.contacts.find((candidate) => candidate.email)?.email;
  const canReach = listing.phones.length > 0 || email || listing.url;
  return (
    <section className="card next-step" aria-labelledby="next">
      <h2 id="next">{t("next.title")}</h2>
      {listing.applicationProcess && (
        <p lang="en-GB" className="pre-line">
          {listing.applicationProcess}
        </p>
      )}
      <dl className="facts">
        {contact && (
          <>
            <dt>{t("next.contact")}</dt>
            <dd lang="en-GB">{[contact.name, contact.title].filter(Boolean).join(", ")}</dd>
          </>
        )}
        {listing.phones.map((phone) => (
          <PhoneNumber key={phone.id} number={phone.number} note={phone.description} />
        ))}
        {email && (
          <>
            <dt>{t("next.email")}</dt>
            <dd>
              <bdi>
                <a href={`mailto:${email}`}>{email}</a>
              </bdi>
              {email.endsWith("example.org") && ` (${t("sampleAddress")})`}
            </dd>
          </>
        )}
        {listing.url && (
          <>
            <dt>{t("next.website")}</dt>
            <dd>
              <bdi>
                <a href={listing.url} rel="noopener external">
                  {listing.url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "")}
                </a>
              </bdi>
            </dd>
          </>
        )}
      </dl>
      <p className="meta">{listing.send.replyWorkingDays === undefined ? t("next.noReply") : t("next.reply", { count: listing.send.replyWorkingDays })}</p>
      {!canReach && root && (
        <p>{t("next.none", { name: root.area.contact.name, phone: root.area.contact.phone.number })}</p>
      )}
    </section>
  );
}

function PhoneNumber({ number, note }: { number: string; note: string | undefined }) {
  const { t } = useTranslation("listing");
  return (
    <>
      <dt>{t("next.phone")}</dt>
      <dd>
        <bdi>
          <a href={`tel:${number.replace(/[^\d+]/g, "")}`}>{number}</a>
        </bdi>
        {note && <span lang="en-GB"> ({note})</span>}
      </dd>
    </>
  );
}

/** The twelve answers that decide whether a child can go; a question nobody answered says so. */
export function CanMyChildGo({ capabilities }: { capabilities: SendDetails["capabilities"] }) {
  const { t } = useTranslation(["listing", "vocabulary"]);
  const answered = Object.keys(capabilities).length > 0;
  return (
    <section aria-labelledby="can">
      <h2 id="can">{t("can.title")}</h2>
      <p>{answered ? t("can.intro") : t("can.nobody")}</p>
      {answered && (
        <table className="answers" aria-labelledby="can">
          <thead>
            <tr>
              <th scope="col">{t("can.question")}</th>
              <th scope="col">{t("can.answer")}</th>
            </tr>
          </thead>
          <tbody>
            {CAPABILITIES.map((capability) => {
              const answer = capabilities[capability] ?? "unknown";
              return (
                <tr key={capability}>
                  <th scope="row">{t(`vocabulary:support.${capability}`)}</th>
                  <td>
                    <span className={`tag ${ANSWER_STYLE[answer]}`}>{t(`vocabulary:answer.${answer}`)}</span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

const ANSWER_STYLE = { yes: "tag-ok", no: "tag-late", ask: "tag-wait", unknown: "" } as const;

/** Getting there, access, and what it is like to be there. */
export function AboutThePlace({ listing }: { listing: Listing }) {
  const { t } = useTranslation(["listing", "vocabulary"]);
  const { send } = listing;
  const places = listing.places.filter(({ location }) => location.locationType === "physical");
  return (
    <>
      <Paragraphs id="getting" title={t("getting")} words={send.gettingThere} />
      {places.length > 0 && (
        <section aria-labelledby="access">
          <h2 id="access">{t("access")}</h2>
          {places.map(({ id, location, description }) => {
            const features = codesOf(location.attributes, "access");
            const notes = [...location.accessibility.flatMap((note) => note.description ?? note.accessibility ?? []), ...(description ? [description] : [])];
            return (
              <div key={id}>
                {places.length > 1 && <h3 lang="en-GB">{location.name ?? location.addresses[0]?.city}</h3>}
                {features.length === 0 && notes.length === 0 && <p>{t("accessUnknown")}</p>}
                <ul className="tags">
                  {features.map((feature) => (
                    <li key={feature} className="tag">
                      {t(`vocabulary:access.${feature}`)}
                    </li>
                  ))}
                </ul>
                {notes.map((note, i) => (
                  <p key={i} lang="en-GB">
                    {note}
                  </p>
                ))}
              </div>
            );
          })}
        </section>
      )}
      <Paragraphs id="sensory" title={t("sensory")} words={send.sensoryNotes} />
      {send.socialStoryUrl && (
        <p>
          <a href={send.socialStoryUrl} rel="noopener external">
            {t("socialStory")}
          </a>
        </p>
      )}
    </>
  );
}

export function CourseDetails({ post16 }: { post16: Post16Details | undefined }) {
  const { t } = useTranslation(["listing", "vocabulary"]);
  if (!post16) return null;
  return (
    <section aria-labelledby="course">
      <h2 id="course">{t("post16.title")}</h2>
      <dl className="facts">
        <dt>{t("post16.level")}</dt>
        <dd>{t(`vocabulary:level.${post16.level}`)}</dd>
        {(["days", "entry", "support", "travel", "jobs"] as const).map((key) =>
          post16[key] ? (
            <div key={key} className="contents">
              <dt>{t(`post16.${key}`)}</dt>
              <dd lang="en-GB">{post16[key]}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  );
}

/** The seven questions that every provider of the Local Offer is asked. */
export function SendAnswers({ answers }: { answers: SendDetails["answers"] }) {
  const { t } = useTranslation(["listing", "vocabulary"]);
  const given = SEND_QUESTIONS.filter((question) => answers[question]);
  if (given.length === 0) return null;
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">{t("questions")}</h2>
      {given.map((question) => (
        <details key={question}>
          <summary>{t(`vocabulary:question.${question}`)}</summary>
          <p lang="en-GB" className="prose pre-line">
            {answers[question]}
          </p>
        </details>
      ))}
    </section>
  );
}
