import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { RadioChoices } from "../components/RadioChoices.tsx";
import { DEFAULT_PREFERENCES, parsePreferences, PREFERENCE_OPTIONS, type PreferenceName, type Preferences } from "../domain/preferences.ts";
import { pageContext, readForm } from "../page-context.server.ts";
import { preferencesOf, savePreferences } from "../preferences.server.ts";
import { safePath } from "../safe-path.ts";

/** Choices show at once where scripts run, so this page runs React in the browser. */
export const handle = { interactive: true };

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const url = new URL(request.url);
  return {
    preferences: await preferencesOf(request),
    isSaved: url.searchParams.has("saved"),
    back: safePath(url.searchParams.get("back"), "/"),
    title: `${t("pages:preferences.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request);
  const preferences = form.get("do") === "reset" ? DEFAULT_PREFERENCES : parsePreferences((name) => form.get(name));
  const back = safePath(form.get("back"), "/");
  const params = new URLSearchParams({ saved: "1", back });
  return redirect(`/display?${params.toString()}`, { status: 303, headers: { "Set-Cookie": await savePreferences(preferences) } });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Display() {
  const { t } = useTranslation("pages");
  const { preferences, isSaved, back } = useLoaderData<typeof loader>();
  const [chosen, setChosen] = useState(preferences);
  useEffect(() => show(chosen), [chosen]);
  const choices = <K extends PreferenceName>(name: K, labelOf: (value: Preferences[K]) => string) => ({
    name,
    value: chosen[name],
    options: PREFERENCE_OPTIONS[name].map((value) => ({ value: value as Preferences[K], label: labelOf(value as Preferences[K]) })),
    onChange: (value: Preferences[K]) => setChosen((before) => ({ ...before, [name]: value })),
  });
  return (
    <div className="prose">
      <h1>{t("preferences.title")}</h1>
      <p className="lede">{t("preferences.lede")}</p>
      {isSaved && (
        <p className="notice notice-ok" role="status">
          {t("preferences.saved")}
        </p>
      )}
      {/* Not Remix's form: a full load shows the saved choice on the whole page, frame included. */}
      <form method="post">
        <input type="hidden" name="back" value={back} />
        <RadioChoices label={t("preferences.text")} {...choices("text", (value) => t(`preferences.textOptions.${value}`))} />
        <RadioChoices label={t("preferences.theme")} {...choices("theme", (value) => t(`preferences.themeOptions.${value}`))} />
        <RadioChoices label={t("preferences.spacing")} {...choices("spacing", (value) => t(`preferences.spacingOptions.${value}`))} />
        <RadioChoices label={t("preferences.motion")} {...choices("motion", (value) => t(`preferences.motionOptions.${value}`))} />
        <p className="sample-text">{t("preferences.sample")}</p>
        <div className="actions">
          <button className="button" name="do" value="save">
            {t("preferences.save")}
          </button>
          <button className="button button-quiet" name="do" value="reset">
            {t("preferences.reset")}
          </button>
        </div>
      </form>
      <p>
        <a href={back}>{t("preferences.back")}</a>
      </p>
    </div>
  );
}

/** Puts a choice on the page at once, before it is saved. */
function show(preferences: Preferences): void {
  Object.assign(document.documentElement.dataset, preferences);
}
