import type { Config } from "../config.server.ts";

/** By what messages leave this site. `demo`: they are shown on a page and go nowhere. `none`: they wait until somebody sets it up. */
export type Way = "smtp" | "notify" | "demo" | "none";

export function wayOf({ smtp, notify, demo }: Pick<Config, "smtp" | "notify" | "demo">, channel: "email" | "text"): Way {
  if (channel === "email" && smtp) return "smtp";
  if (channel === "email" ? notify?.emailTemplate : notify?.textTemplate) return "notify";
  return demo && !smtp && !notify ? "demo" : "none";
}

/** Whether messages are shown on a page of the demo instead of being sent. */
export function isDemoPost(config: Pick<Config, "smtp" | "notify" | "demo">): boolean {
  return wayOf(config, "email") === "demo";
}

/** The public address of the site, for links in messages. No trailing slash. */
export function siteAddress({ siteUrl, host, port }: Pick<Config, "siteUrl" | "host" | "port">): string {
  return siteUrl ?? `http://${host === "0.0.0.0" || host === "::" ? "localhost" : host}:${port}`;
}
