import type { LoaderFunctionArgs } from "@remix-run/node";
import { visitCase } from "../../accounts/visit.server.ts";
import { refusalMeeting } from "../../family/meeting-page.server.ts";
import { notFound } from "../../page-context.server.ts";
import { calendarHeaders, meetingCalendar } from "../../people/calendar.server.ts";

/** The booked meeting as a calendar file. It names no child: calendars are shared and synchronised. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const visit = await visitCase(args, "answer-meeting");
  const { site, caseId, language } = visit;
  const calendar = await meetingCalendar(site, { caseId, name: refusalMeeting(visit), language, origin: site.config.siteUrl ?? new URL(args.request.url).origin });
  return new Response(calendar ?? notFound(), { headers: calendarHeaders("attachment", "meeting") });
}
