import type { LoaderFunctionArgs } from "@remix-run/node";
import { visitCase } from "../../accounts/visit.server.ts";
import { calendarHeaders, calendarOf } from "../../people/calendar.server.ts";

/** The dates of a case as a file for a calendar. `?initials=on` puts the child's initials before each. */
export async function loader(args: LoaderFunctionArgs) {
  const { site, child, today, language } = await visitCase(args, "see-dates");
  const { origin, searchParams } = new URL(args.request.url);
  const calendar = await calendarOf(site, child, today, { language, showsInitials: searchParams.get("initials") === "on", origin: site.config.siteUrl ?? origin });
  return new Response(calendar, { headers: calendarHeaders("attachment") });
}
