import { useTranslation } from "react-i18next";

/** For a library's computer: what was asked for is opened no more from this browser without its code. */
export function ClearHere() {
  const { t } = useTranslation("ask");
  return (
    <form method="post" action="/ask/come-back" className="no-print">
      <p>{t("comeBack.shared")}</p>
      <button className="button button-quiet" name="do" value="clear">
        {t("comeBack.clear")}
      </button>
    </form>
  );
}
