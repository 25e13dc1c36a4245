import type { LoaderFunctionArgs } from "@remix-run/node";
import { visitCase } from "../../accounts/visit.server.ts";
import { isoText } from "../../domain/calendar/day.ts";
import { notFound } from "../../page-context.server.ts";
import { recordPage } from "../../family/record-page.server.tsx";
import { recordOf } from "../../family/record.server.ts";

/** The whole record as a file: to read, or for a computer. Its name tells nothing of whose it is. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { form } = args.params;
  if (form !== "html" && form !== "json") notFound();
  const visit = await visitCase(args, "download-record");
  const record = await recordOf(visit);
  const body = form === "json" ? JSON.stringify(record, null, 2) : recordPage(record, visit);
  return new Response(body, {
    headers: {
      "Content-Type": form === "json" ? "application/json; charset=utf-8" : "text/html; charset=utf-8",
      "Content-Disposition": `attachment; filename="record-${isoText(visit.today)}.${form}"`,
      "Cache-Control": "no-store",
      "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
