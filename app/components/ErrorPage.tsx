import { useLocation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useRootData } from "../root-data.ts";

export type ErrorKind = "notFound" | "unavailable" | "badRequest" | "error";

export function errorKind(status: number): ErrorKind {
  if (status === 404 || status === 410) return "notFound";
  if (status === 503) return "unavailable";
  return status >= 400 && status < 500 ? "badRequest" : "error";
}

/**
 * A page in place of one that cannot be shown: what happened, and what somebody can do.
 * @param typed what a form had in it that could not be taken: it can be sent again from here
 */
export function ErrorPage({ status, typed = [] }: { status: number; typed?: readonly (readonly [name: string, value: string])[] }) {
  const { t } = useTranslation("common");
  const root = useRootData();
  const { pathname, search } = useLocation();
  const kind = errorKind(status);
  // Without its records it is the council's own people who can look something up.
  const helper = kind === "unavailable" ? root?.area.contact : root?.area.adviceService;
  return (
    <div className="prose">
      <h1>{t(`${kind}.title`)}</h1>
      <p className="lede">{t(`${kind}.text`)}</p>
      {kind === "unavailable" && typed.length > 0 && (
        <form method="post" action={pathname + search}>
          <p>{t("unavailable.typed")}</p>
          {typed.map(([name, value], i) => (
            <input key={i} type="hidden" name={name} value={value} />
          ))}
          <button className="button">{t("unavailable.again")}</button>
        </form>
      )}
      {helper && kind !== "notFound" && (
        <p>
          {t("error.phone", { name: helper.name, phone: helper.phone.number, hours: helper.phone.hours })}
          {helper.phone.sample && ` (${t("sample")})`}
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
