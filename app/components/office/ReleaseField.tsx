import { useTranslation } from "react-i18next";
import type { FieldProblem } from "../../domain/forms/problems.ts";
import { problemOf } from "../../domain/forms/problems.ts";
import type { ReleaseCheck } from "../../domain/office/release.ts";
import { FormField } from "../forms/FormField.tsx";

/** The last look before something leaves for a family: is this the right child? */
export function ReleaseField({ check, problems, id = "initials" }: { check: ReleaseCheck; problems: readonly FieldProblem[] | undefined; /** Where a page has several. */ id?: string }) {
  const { t } = useTranslation("officer");
  const { initials, bornIn, reference } = check;
  return (
    <div className="notice notice-wait release">
      <p>
        <strong>{t("release.title")}</strong>
      </p>
      <dl className="inline-facts">
        <div>
          <dt>{t("release.initials")}</dt>
          <dd>
            <bdi>{initials === "" ? t("release.noName") : initials}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t("release.born")}</dt>
          <dd>{bornIn ?? t("release.unknown")}</dd>
        </div>
        <div>
          <dt>{t("release.reference")}</dt>
          <dd>
            <bdi>{reference}</bdi>
          </dd>
        </div>
      </dl>
      <FormField name="initials" id={id} label={initials === "" ? t("release.typeReference") : t("release.type")} hint={t("release.hint")} problem={problemOf(problems, id)} autoComplete="off" dir="ltr" />
    </div>
  );
}
