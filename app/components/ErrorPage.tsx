import { isRouteErrorResponse, useLocation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { NotTaken } from "../domain/forms/not-taken.ts";
import { useRootData } from "../root-data.ts";

export type ErrorKind = "notFound" | "unavailable" | "signedOut" | "badRequest" | "error";

export function errorKind(error: unknown): ErrorKind {
  const status = isRouteErrorResponse(error) ? error.status : 500;
  if (status === 401) return "signedOut";
  if (status === 404 || status === 410) return "notFound";
  if (status === 503) return "unavailable";
  return status >= 400 && status < 500 ? "badRequest" : "error";
}

/** A page in place of one that cannot be shown: what happened, and what somebody can do. */
export function ErrorPage({ error }: { error: unknown }) {
  const { t } = useTranslation("common");
  const root = useRootData();
  const kind = errorKind(error);
  const { typed = [], signIn = null } = ((isRouteErrorResponse(error) && error.data) || {}) as Partial<NotTaken>;
  // Without its records it is the council's own people who can look something up.
  const helper = kind === "unavailable" ? root?.area.contact : root?.area.adviceService;
  return (
    <div className="prose">
      <h1>{t(`${kind}.title`)}</h1>
      <p className="lede">{t(`${kind}.text`)}</p>
      {kind === "signedOut" && signIn && (
        <ol>
          <li>
            <a href={signIn} target="_blank" rel="noopener">
              {t("signedOut.signIn")}
            </a>
          </li>
          <li>{t("signedOut.comeBack")}</li>
        </ol>
      )}
      {kind === "unavailable" && typed.length > 0 && <p>{t("unavailable.typed")}</p>}
      {typed.length > 0 && <SendAgain typed={typed} />}
      {helper && kind !== "notFound" && kind !== "signedOut" && (
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

/** The same form once more, to the same address. */
function SendAgain({ typed }: Pick<NotTaken, "typed">) {
  const { t } = useTranslation("common");
  const { pathname, search } = useLocation();
  return (
    <form method="post" action={pathname + search}>
      {typed.map(([name, value], i) => (
        <input key={i} type="hidden" name={name} value={value} />
      ))}
      <button className="button">{t("unavailable.again")}</button>
    </form>
  );
}
