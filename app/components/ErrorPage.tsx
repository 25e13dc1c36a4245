import { useTranslation } from "react-i18next";
import { useRootData } from "../root-data.ts";

export type ErrorKind = "notFound" | "unavailable" | "badRequest" | "error";

export function errorKind(status: number): ErrorKind {
  if (status === 404 || status === 410) return "notFound";
  if (status === 503) return "unavailable";
  return status >= 400 && status < 500 ? "badRequest" : "error";
}

/** A page in place of one that cannot be shown: what happened, and what somebody can do. */
export function ErrorPage({ status }: { status: number }) {
  const { t } = useTranslation("common");
  const root = useRootData();
  const kind = errorKind(status);
  return (
    <div className="prose">
      <h1>{t(`${kind}.title`)}</h1>
      <p className="lede">{t(`${kind}.text`)}</p>
      {root && kind !== "notFound" && (
        <p>
          {t("error.phone", { name: root.area.adviceService.name, phone: root.area.adviceService.phone.number, hours: root.area.adviceService.phone.hours })}
          {root.area.adviceService.phone.sample && ` (${t("sample")})`}
        </p>
      )}
      <ul>
        {kind === "notFound" && (
          <li>
            <a href="/services">{t("notFound.search")}</a>
          </li>
        )}
        <li>
          <a href="/">{t("notFound.home")}</a>
        </li>
      </ul>
    </div>
  );
}
