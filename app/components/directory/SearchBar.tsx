import { useTranslation } from "react-i18next";

/** Words and a place. A GET form: it needs no script, and its answer has an address. `children` go in with it. */
export function SearchBar({ id, q, near, example }: { id: string; q: string; near: string; example: { town: string; postcode: string } }) {
  const { t } = useTranslation("search");
  return (
    <form id={id} action="/services" role="search" aria-label={t("form.label")} className="search-bar" data-search>
      <div>
        <label htmlFor={`${id}-q`}>{t("form.q")}</label>
        <p className="hint" id={`${id}-q-hint`}>
          {t("form.qHint")}
        </p>
        <input type="search" id={`${id}-q`} name="q" defaultValue={q} aria-describedby={`${id}-q-hint`} autoComplete="off" enterKeyHint="search" maxLength={500} dir="auto" />
      </div>
      <div>
        <label htmlFor={`${id}-near`}>{t("form.near")}</label>
        <p className="hint" id={`${id}-near-hint`}>
          {t("form.nearHint", example)}
        </p>
        <input type="text" id={`${id}-near`} name="near" defaultValue={near} aria-describedby={`${id}-near-hint`} autoComplete="postal-code" maxLength={100} dir="auto" />
      </div>
      <button className="button">{t("form.submit")}</button>
    </form>
  );
}
