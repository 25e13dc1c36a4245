import { Trans, useTranslation } from "react-i18next";

/** Help for a life in danger. National numbers, real ones, the same in any council. */
export function Crisis() {
  const { t } = useTranslation("common");
  const lines = ["emergency", "nhs", "samaritans", "childline", "shout"] as const;
  return (
    <section className="notice notice-late crisis" aria-labelledby="crisis">
      <h2 id="crisis">{t("crisis.title")}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <Trans t={t} i18nKey={`crisis.${line}`} components={{ strong: <strong dir="ltr" /> }} />
          </li>
        ))}
      </ul>
      <p>{t("crisis.stay")}</p>
      <p>{t("crisis.real")}</p>
    </section>
  );
}
