import { toString as qrCode } from "qrcode";
import type { BegunSecondStep } from "./second-step.server.ts";

/** An authenticator's key as a page shows it: the picture is SVG of our own making. */
export async function shownKey(begun: BegunSecondStep | null): Promise<{ keyWords: string; qr: string; backupCodes: string[] } | null> {
  return begun && { keyWords: begun.key, qr: await qrCode(begun.uri, { type: "svg", margin: 2 }), backupCodes: begun.backupCodes };
}
