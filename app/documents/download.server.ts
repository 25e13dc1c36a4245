import type { StoredDocument } from "../db/documents.server.ts";
import { isPicture } from "../domain/documents/file-types.ts";
import { bytesOf, type DocumentSite } from "./arrival.server.ts";

/**
 * Gives out a document, a piece at a time. Only one that is clean: every other answers 404. What reads it must have been
 * allowed to before.
 * @param inline for a picture: the browser shows it rather than keeping it
 * @throws StoreError when it cannot be opened
 */
export async function documentResponse(site: DocumentSite, document: StoredDocument, { inline = false }: { inline?: boolean } = {}): Promise<Response> {
  if (document.state !== "clean") return new Response(null, { status: 404 });
  const pieces = (await bytesOf(site, document)).pieces();
  // Opened before anything is sent: a document that is missing answers with a page, not with half a file.
  const first = await pieces.next();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (!first.done) controller.enqueue(first.value);
    },
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await pieces.return();
    },
  });
  return new Response(body, {
    // `X-Content-Type-Options: nosniff` stands on every answer (server.js).
    headers: {
      "Content-Type": document.mediaType === "text/plain" ? "text/plain; charset=utf-8" : document.mediaType,
      "Content-Length": String(document.size),
      "Content-Disposition": disposition(document.name, inline && isPicture(document.mediaType) ? "inline" : "attachment"),
      "Content-Security-Policy": "sandbox; default-src 'none'",
      "Cache-Control": "no-store",
      "Cross-Origin-Resource-Policy": "same-origin",
    },
  });
}

/** The name for old programs in ASCII, and in full (RFC 6266, RFC 8187). */
function disposition(name: string, how: "inline" | "attachment"): string {
  const plain = name.normalize("NFKD").replace(/[^\x20-\x7e]/g, "").replace(/["\\%;]/g, "-").trim();
  const full = encodeURIComponent(name).replace(/['()*!]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${how}; filename="${/^[^.]+\../.test(plain) ? plain : `document${/\.[a-z0-9]+$/.exec(plain)?.[0] ?? ""}`}"; filename*=UTF-8''${full}`;
}
