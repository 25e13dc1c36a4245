import { useTranslation } from "react-i18next";
import { Breadcrumb } from "../Breadcrumb.tsx";

/** The way back from a page of a child's record. */
export function CaseTop({ caseId, name }: { caseId: string; name: string }) {
  const { t } = useTranslation("my-child");
  return (
    <Breadcrumb
      trail={[
        { href: "/my-children", label: t("breadcrumb") },
        { href: `/my-child/${caseId}`, label: name },
      ]}
    />
  );
}
