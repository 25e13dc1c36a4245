import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { isLanguage, LANGUAGES } from "../i18n/languages.ts";
import { i18nFor } from "../i18n/i18n.ts";
import { languageCookie } from "../i18n/locale.server.ts";
import { pageContext, readForm } from "../page-context.server.ts";
import { useRootData } from "../root-data.ts";
import { safePath } from "../safe-path.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, language, t } = await pageContext(request);
  return {
    language,
    // Each language says in its own words, and in the page's, that nobody has checked it.
    languages: LANGUAGES.filter(({ code }) => site.pack.languages.includes(code)).map((offered) => ({
      ...offered,
      machine: offered.reviewed ? null : i18nFor(offered.code).t("pages:language.machine"),
    })),
    back: safePath(new URL(request.url).searchParams.get("back"), "/"),
    title: `${t("pages:language.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request);
  const code = form.get("language");
  if (typeof code !== "string" || !isLanguage(code)) throw data(null, { status: 400 });
  return redirect(safePath(form.get("back"), "/"), { status: 303, headers: { "Set-Cookie": await languageCookie.serialize(code) } });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Language() {
  const { t } = useTranslation(["pages", "common"]);
  const { language, languages, back } = useLoaderData<typeof loader>();
  const advice = useRootData()?.area.adviceService;
  return (
    <div className="prose">
      <h1>{t("language.title")}</h1>
      <p className="lede">{t("language.lede")}</p>
      <form method="post">
        <input type="hidden" name="back" value={back} />
        <fieldset className="choices">
          <legend className="visually-hidden">{t("language.title")}</legend>
          {languages.map(({ code, name, dir, machine }) => (
            <label key={code} className="check">
              <input type="radio" name="language" value={code} defaultChecked={code === language} />
              <span>
                <span lang={code} dir={dir}>
                  {name}
                </span>
                {machine && (
                  <span className="hint">
                    {" "}
                    <span lang={code} dir={dir}>
                      {machine}
                    </span>{" "}
                    {code !== language && t("language.machine")}
                  </span>
                )}
              </span>
            </label>
          ))}
        </fieldset>
        <button className="button">{t("language.save")}</button>
      </form>
      {advice && (
        <p>
          {t("language.interpreter", { name: advice.name, phone: advice.phone.number })}
          {advice.phone.sample && ` (${t("common:sample")})`}
        </p>
      )}
    </div>
  );
}
