import { useTranslation } from "react-i18next";

/** Puts a listing on somebody's list, or takes it off; a form, so that it needs no script. */
export function SaveButton({ slug, name, saved, back }: { slug: string; name: string; saved: boolean; back: string }) {
  const { t } = useTranslation("search");
  return (
    <form method="post" action="/my-list" className="inline-form">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="back" value={back} />
      <button className="button-link" name="do" value={saved ? "remove" : "save"}>
        {t(saved ? "hit.remove" : "hit.save")}
        <span className="visually-hidden">
          : <span lang="en-GB">{name}</span>
        </span>
      </button>
    </form>
  );
}
