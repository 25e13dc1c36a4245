import { randomBytes } from "node:crypto";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { ActionFunctionArgs, EntryContext, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { i18nFor } from "./i18n/i18n.ts";
import { languageOfRequest } from "./i18n/locale.server.ts";
import { logError } from "./log.server.ts";
import { RETRY_AFTER_SECONDS } from "./guarded-pages.server.ts";
import { DocumentContext } from "./document-context.ts";
import { contentSecurityPolicy } from "./security.server.ts";
import { openedSite } from "./opened-site.server.ts";

// server.js starts and stops the site through the build, so that both share one database connection.
export { startSite, stopSite } from "./opened-site.server.ts";
// What server.js asks of every request and every answer.
export { guardedPages } from "./guarded-pages.server.ts";
export { redactedPath } from "./log.server.ts";
export { isPublicPath } from "./public-path.ts";

export const streamTimeout = 5_000;

export default async function handleRequest(request: Request, status: number, headers: Headers, remix: EntryContext): Promise<Response> {
  const { pack } = await openedSite();
  const language = await languageOfRequest(request, pack.languages);
  const nonce = randomBytes(16).toString("base64");
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Content-Security-Policy", contentSecurityPolicy(nonce));
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-cache");
  if (status === 503) {
    headers.set("Cache-Control", "no-store");
    headers.set("Retry-After", String(RETRY_AFTER_SECONDS));
  }
  headers.append("Vary", "Cookie, Accept-Language");
  headers.set("Content-Language", language);

  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(
      <I18nextProvider i18n={i18nFor(language)}>
        <DocumentContext.Provider value={{ nonce, entryModule: remix.manifest.entry.module }}>
          <RemixServer context={remix} url={request.url} nonce={nonce} abortDelay={streamTimeout} />
        </DocumentContext.Provider>
      </I18nextProvider>,
      {
        nonce,
        // The whole page at once: no page here has a part that comes later, and Remix has the compression flushed after
        // each piece of a stream, which made pages larger and took longer than writing their HTML.
        onAllReady() {
          const body = new PassThrough();
          buffer(body).then((html) => resolve(new Response(new Uint8Array(withProblems(withoutNulls(html))), { headers, status })), reject);
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          logError("render", request, error);
        },
      },
    );
    setTimeout(abort, streamTimeout + 1000).unref();
  });

  /** A form that was refused says so first in the page's title, which is what is read out before anything else. */
  function withProblems(html: Buffer): Buffer {
    if (request.method !== "POST" || ![400, 409, 422, 429].includes(status)) return html;
    const prefix = i18nFor(language).t("forms:errors.before", { lng: language });
    return Buffer.from(html.toString("utf8").replace("<title>", () => `<title>${prefix} `));
  }
}

/** React 18 pads a piece of its stream with null characters where a letter of several bytes does not fit (facebook/react #24985). */
function withoutNulls(html: Buffer): Buffer {
  return html.includes(0) ? Buffer.from(html.filter((byte) => byte !== 0)) : html;
}

export function handleDataRequest(response: Response): Response {
  if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "private, no-cache");
  if (response.status === 503) {
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("Retry-After", String(RETRY_AFTER_SECONDS));
  }
  return response;
}

export function handleError(error: unknown, { request }: LoaderFunctionArgs | ActionFunctionArgs): void {
  // A page that is not there, or a method that it does not take, is an answer and no fault.
  if (isRouteErrorResponse(error) && error.status < 500) return;
  // Written down where it was met.
  if (isRouteErrorResponse(error) && error.status === 503) return;
  if (!request.signal.aborted) logError("request", request, error);
}
