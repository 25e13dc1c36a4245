import { useTranslation } from "react-i18next";
import type { Device } from "../../domain/accounts/device.ts";

/** A browser and what it runs on, in words. */
export function DeviceName({ device: { browser, on } }: { device: Device }) {
  const { t } = useTranslation("account");
  const where = on === null ? null : t(`sessions.on.${on}`);
  if (browser === null) return where ?? t("sessions.unknownDevice");
  return where === null ? browser : t("sessions.device", { browser, where });
}
