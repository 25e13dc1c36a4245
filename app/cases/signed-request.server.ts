import { isDatabaseAway } from "../db/database.server.ts";
import { logError } from "../log.server.ts";
import { openedSite } from "../opened-site.server.ts";
import type { Site } from "../site.server.ts";
import { senderOf } from "./signature.server.ts";

/** The answer for a sender that has proved who it is; anybody else gets 401 and learns nothing more. */
export async function answerSigned(request: Request, body: Uint8Array, answer: (site: Site, sender: string) => Promise<Response>): Promise<Response> {
  const headers = { "Cache-Control": "no-store" };
  try {
    const site = await openedSite();
    const sender = await senderOf(site.database.prisma, site.senders, request, body, new Date());
    if (sender === null) return Response.json({ error: "Not authorised." }, { status: 401, headers });
    const response = await answer(site, sender);
    response.headers.set("Cache-Control", "no-store");
    return response;
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    logError("database", request, error);
    return Response.json({ error: "The site cannot reach its data: send the same again in a few minutes." }, { status: 503, headers: { ...headers, "Retry-After": "60" } });
  }
}
