import { useTranslation } from "react-i18next";

/** What is needed to set up an authenticator: a picture, and the key in words for those who cannot scan it. */
export function AuthenticatorKey({ qr, keyWords, backupCodes }: { qr: string; keyWords: string; backupCodes: readonly string[] }) {
  const { t } = useTranslation("account");
  return (
    <ol className="setup">
      <li>
        <p>{t("second.getApp")}</p>
      </li>
      <li>
        <p>{t("second.scan")}</p>
        <div className="qr" role="img" aria-label={t("second.qr")} dangerouslySetInnerHTML={{ __html: qr }} />
        <p>
          {t("second.key")}: <bdi className="secret">{keyWords}</bdi>
        </p>
      </li>
      <li>
        <h2>{t("second.backupTitle")}</h2>
        <p>{t("second.backupLede")}</p>
        <BackupCodes codes={backupCodes} />
      </li>
    </ol>
  );
}

export function BackupCodes({ codes }: { codes: readonly string[] }) {
  return (
    <ul className="codes">
      {codes.map((code) => (
        <li key={code}>
          <bdi className="secret">{code}</bdi>
        </li>
      ))}
    </ul>
  );
}
