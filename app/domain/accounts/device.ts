/** A browser and what it runs on, by names that people know; null where the browser does not say. */
export interface Device {
  browser: string | null;
  on: "android" | "chromebook" | "ipad" | "iphone" | "linux" | "mac" | "windows" | null;
}

/** Browsers by what they say of themselves. Most say that they are others too, so the order counts. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?(iOS)?\//, "Edge"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(OPR|OPT|OPiOS|Opera)\b/, "Opera"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bVersion\/[\d.]+.*\bSafari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, NonNullable<Device["on"]>])[] = [
  [/\biPad\b/, "ipad"],
  [/\b(iPhone|iPod)\b/, "iphone"],
  [/\bAndroid\b/, "android"],
  [/\bCrOS\b/, "chromebook"],
  [/\bWindows\b/, "windows"],
  [/\bMacintosh\b/, "mac"],
  [/\bLinux\b/, "linux"],
];

/** What a `User-Agent` says of a device, to tell one's own sessions apart by. */
export function deviceOf(userAgent: string | null): Device {
  const text = userAgent ?? "";
  return { browser: BROWSERS.find(([sign]) => sign.test(text))?.[1] ?? null, on: SYSTEMS.find(([sign]) => sign.test(text))?.[1] ?? null };
}
