import type { LoaderFunctionArgs } from "@remix-run/node";
import { openedSite } from "../opened-site.server.ts";
import { calendarAnswer, calendarOfAddress } from "../people/calendar.server.ts";

const FILE = /^([A-Za-z0-9_-]{43})\.ics$/;

/** A calendar at its secret address, for the calendar apps of those who follow a case. Whoever has the address needs no account. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const site = await openedSite();
  const token = FILE.exec(params.file ?? "")?.[1];
  const calendar = token === undefined ? null : await calendarOfAddress(site, token, site.config.siteUrl ?? new URL(request.url).origin);
  if (calendar === null) return new Response("Not found.", { status: 404, headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "private, no-store" } });
  return calendarAnswer(request, calendar);
}
