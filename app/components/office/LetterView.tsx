import { useTranslation } from "react-i18next";

/** A letter as it was written: five lines first, then all of it. */
export function LetterView({ letter, isLarge = false, level = "h2" }: { letter: { title: string; summary: readonly string[]; html: string }; isLarge?: boolean; level?: "h1" | "h2" }) {
  const { t } = useTranslation("my-child");
  const Heading = level;
  return (
    <article className={isLarge ? "letter letter-large written" : "letter written"} lang="en-GB">
      <Heading>{letter.title}</Heading>
      <section className="notice notice-quiet" aria-label={t("letters.short")}>
        <ul>
          {letter.summary.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      {/* Our own Markdown; what fills its slots is escaped in fillLetter. */}
      <div dangerouslySetInnerHTML={{ __html: letter.html }} />
    </article>
  );
}
