import type { OfficeNotice } from "../../domain/office/shown.ts";
import { formatDate } from "../../i18n/format.ts";
import { languageOf } from "../../i18n/languages.ts";
import { LetterView } from "./LetterView.tsx";

/** A notice on paper: the address where a window envelope shows it, then the words as its receiver reads them. */
export function PostedNotice({ notice: { to, name, on, written, enclosed } }: { notice: OfficeNotice }) {
  const { language, dir, largePrint, subject, hello, paragraphs, link, from, small } = written;
  return (
    <>
      <article className={largePrint ? "letter letter-large posted" : "letter posted"} lang={language} dir={dir}>
        {/* The post reads it from the left, in whatever language the letter is. */}
        <address dir="ltr">
          {[name, ...to].filter(Boolean).map((line, i) => (
            <span key={i}>
              <bdi>{line}</bdi>
              <br />
            </span>
          ))}
        </address>
        <p>{formatDate(on, languageOf(language).code)}</p>
        <h2>{subject}</h2>
        {[hello, ...paragraphs].map((words) => (
          <p key={words}>{words}</p>
        ))}
        {link && (
          <p>
            {link.words}: <bdi>{link.href}</bdi>
          </p>
        )}
        <p>{from}</p>
        {small.map((words) => (
          <p key={words}>
            <small>{words}</small>
          </p>
        ))}
      </article>
      {enclosed && (
        <div className="posted">
          <LetterView letter={enclosed} isLarge={largePrint} />
        </div>
      )}
    </>
  );
}
