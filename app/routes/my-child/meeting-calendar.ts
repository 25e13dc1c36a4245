import type { LoaderFunctionArgs } from "@remix-run/node";
import ical from "ical-generator";
import { visitCase } from "../../accounts/visit.server.ts";
import { meetingOf } from "../../db/meetings.server.ts";
import { refusalMeeting } from "../../family/meeting-page.server.ts";
import { notFound } from "../../page-context.server.ts";

/** The booked meeting as a calendar file. It names no child: calendars are shared and synchronised. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const visit = await visitCase(args, "answer-meeting");
  const meeting = refusalMeeting(visit);
  const { site, caseId } = visit;
  const slot = (await meetingOf(site.database.prisma, caseId))?.slot;
  if (!slot || slot.cancelledAt) notFound();
  const calendar = ical({ name: meeting, prodId: { company: site.pack.council, product: "SEND" } });
  calendar.createEvent({
    id: slot.id,
    start: slot.startsAt,
    end: new Date(slot.startsAt.getTime() + slot.minutes * 60_000),
    summary: meeting,
    location: slot.place,
    description: site.pack.contact.phone.number,
  });
  return new Response(calendar.toString(), { headers: { "Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": 'attachment; filename="meeting.ics"', "Cache-Control": "no-store" } });
}
