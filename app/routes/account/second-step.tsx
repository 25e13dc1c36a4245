import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { toString as qrCode } from "qrcode";
import { beginSecondStep, giveSecondStep } from "../../accounts/second-step.server.ts";
import { signedIn } from "../../accounts/viewer.server.ts";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { describedBy, FieldNotes } from "../../components/forms/FormField.tsx";
import { problemOf, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { pageContext, readForm } from "../../page-context.server.ts";
import { safePath } from "../../safe-path.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, t } = await pageContext(request);
  const back = safePath(new URL(request.url).searchParams.get("back"), "/my-children");
  const found = await signedIn(site, request);
  if (!found) throw redirect(`/sign-in?${new URLSearchParams({ back }).toString()}`, 303);
  const isSetUp = found.viewer.hasSecondFactor;
  return {
    back,
    isSetUp,
    isRequired: found.wantsSecondFactor === "set-up",
    demo: site.config.demo && found.viewer.kind === "staff",
    title: `${t(isSetUp ? "account:second.title" : "account:second.setUpTitle")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, t } = await pageContext(request);
  const form = await readForm(request);
  const back = safePath(form.get("back"), "/my-children");
  const found = await signedIn(site, request);
  if (!found) throw redirect(`/sign-in?${new URLSearchParams({ back, ended: "1" }).toString()}`, 303);
  if (form.get("do") === "begin" && !found.viewer.hasSecondFactor) {
    const begun = await beginSecondStep(site, request);
    return data({ problems: [] as FieldProblem[], begun: { key: begun.key, qr: await qrCode(begun.uri, { type: "svg", margin: 1 }), backupCodes: begun.backupCodes } });
  }
  const given = await giveSecondStep(site, request, found.viewer, typedText(form, "code"));
  if (given.is === "right") return redirect(found.viewer.kind === "staff" && back === "/my-children" ? "/officer" : back, { status: 303, headers: given.headers });
  return data({ problems: [{ field: "code", text: t(given.is === "locked" ? "account:second.locked" : "account:second.wrong") }], begun: null }, { status: given.is === "locked" ? 429 : 400 });
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function SecondStep() {
  const { t } = useTranslation("account");
  const { back, isSetUp, isRequired, demo } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const begun = answer?.begun;
  return (
    <div className="prose">
      <ErrorSummary problems={answer?.problems} />
      <h1>{t(isSetUp ? "second.title" : "second.setUpTitle")}</h1>
      <p className="lede">{t(isSetUp ? "second.lede" : "second.setUpLede")}</p>
      {isRequired && !begun && <p className="notice notice-wait">{t("second.setUpRequired")}</p>}
      {demo && (
        <p className="notice">
          <a href="/demo">{t("signIn.demo")}</a>
        </p>
      )}
      {begun && (
        <>
          <p>{t("second.scan")}</p>
          <div className="qr" role="img" aria-label={t("second.qr")} dangerouslySetInnerHTML={{ __html: begun.qr }} />
          <p>
            {t("second.key")}: <bdi className="secret">{begun.key}</bdi>
          </p>
          <h2>{t("second.backupTitle")}</h2>
          <p>{t("second.backupLede")}</p>
          <ul className="codes">
            {begun.backupCodes.map((code) => (
              <li key={code}>
                <bdi className="secret">{code}</bdi>
              </li>
            ))}
          </ul>
          <p>{t("second.first")}</p>
        </>
      )}
      {isSetUp || begun || (answer?.problems.length ?? 0) > 0 ? (
        <CodeForm back={back} label={t(isSetUp ? "second.code" : "second.first")} go={t(isSetUp ? "second.go" : "second.done")} problem={problemOf(answer?.problems, "code")} />
      ) : (
        <form method="post">
          <input type="hidden" name="back" value={back} />
          <button className="button" name="do" value="begin">
            {t("second.start")}
          </button>
        </form>
      )}
    </div>
  );
}

function CodeForm({ back, label, go, problem }: { back: string; label: string; go: string; problem: string | undefined }) {
  return (
    <form method="post" noValidate>
      <input type="hidden" name="back" value={back} />
      <div className="field">
        <label htmlFor="code">{label}</label>
        <FieldNotes id="code" problem={problem} />
        <input id="code" name="code" type="text" className="code-input" autoComplete="one-time-code" dir="ltr" aria-describedby={describedBy("code", undefined, problem)} aria-invalid={problem ? true : undefined} />
      </div>
      <button className="button">{go}</button>
    </form>
  );
}
