import { useTranslation } from "react-i18next";
import type { CouncilPack } from "../council/pack.ts";

/** Who to ring and when; a sample number says that it is one. */
export function PhoneLine({ name, phone }: { name: string; phone: CouncilPack["contact"]["phone"] }) {
  const { t } = useTranslation("common");
  return (
    <p>
      <strong>{name}</strong>:{" "}
      <bdi>
        <a href={`tel:${phone.number.replace(/\s/g, "")}`}>{phone.number}</a>
      </bdi>
      , <span lang="en-GB">{phone.hours}</span>
      {phone.sample && ` (${t("sample")})`}
    </p>
  );
}
