import { useTranslation } from "react-i18next";

export function Breadcrumb({ trail }: { trail: readonly { href: string; label: string }[] }) {
  const { t } = useTranslation("common");
  return (
    <nav className="breadcrumb" aria-label={t("breadcrumb")}>
      <ol>
        {trail.map(({ href, label }) => (
          <li key={href}>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
