import { useTranslation } from "react-i18next";

/** The way back from a page of one's account. */
export function AccountTop() {
  const { t } = useTranslation("account");
  return (
    <p className="back">
      <a href="/account">{t("account.back")}</a>
    </p>
  );
}
