import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import compression from "compression";
import express from "express";
import helmet from "helmet";

const ASSETS_AGE = "1y";
const FILES_AGE = "1h";
/** Longer than any page takes; a request still open then is cut off. */
const CLOSE_TIMEOUT_MS = 5000;
const LONGEST_FORM_MS = 60 * 60 * 1000;
const LONGEST_ADDRESS = 16 * 1024;

/**
 * The built site on a port. Besides Remix it does what Remix's own server does not: caching by kind of file, security
 * headers on files too, a log that holds no search words, and an orderly end.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} when it listens
 * @throws an error whose `code` is EADDRINUSE or EACCES when the port cannot be had
 */
export async function serve() {
  /** @type {any} */
  const build = await import(new URL("build/server/index.js", import.meta.url).href);
  /** @type {typeof import("./app/entry.server.tsx")} */
  const site = build.entry.module;
  const { port, host, trustProxy } = await site.startSite();

  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", trustProxy);
  app.use(
    helmet({
      // entry.server sets it, with the page's nonce.
      contentSecurityPolicy: false,
      // Under "no-referrer" a form posts `Origin: null`, which Remix refuses (2.17.3 and later).
      referrerPolicy: { policy: "same-origin" },
      // The feed is for everybody; pages are kept apart by the rest.
      crossOriginResourcePolicy: { policy: "cross-origin" },
      hsts: { maxAge: 365 * 24 * 60 * 60 },
    }),
  );
  app.use(keepPrivate(site.isPublicPath));
  app.use(compression());
  app.use("/assets", express.static("build/client/assets", { immutable: true, maxAge: ASSETS_AGE, fallthrough: false }));
  app.use(express.static("build/client", { maxAge: FILES_AGE }));
  app.use(refuseUnreadable);
  app.use(handOnAddress);
  app.all("*", createRequestHandler({ build: site.guardedPages(build), mode: process.env.NODE_ENV }));
  app.use(lastResort(site.redactedPath));

  const server = await new Promise((done, fail) => {
    const listening = app.listen(port, host, () => done(listening));
    listening.once("error", fail);
  }).catch(async (error) => {
    await site.stopSite();
    throw error;
  });
  // Node's own five minutes are too short for a family that sends 50 MB from a phone in one form; heads still have a minute.
  server.requestTimeout = LONGEST_FORM_MS;
  const address = server.address();
  return {
    url: `http://${host === "0.0.0.0" || host === "::" ? "localhost" : host}:${address.port}`,
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS).unref();
      server.closeIdleConnections();
      await closed;
      await site.stopSite();
    },
  };
}

/**
 * What is not of the public directory is kept by nobody and read by no other site, whatever the page itself says: its
 * errors, its redirects and the data of its page too.
 * @param {(path: string) => boolean} isPublicPath
 * @returns {express.RequestHandler}
 */
export function keepPrivate(isPublicPath) {
  return (request, response, next) => {
    response.setHeader("Permissions-Policy", "camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()");
    if (isPublicPath(request.path)) return next();
    const { writeHead } = response;
    // At the last moment, when the page has set its own.
    response.writeHead = function (/** @type {any[]} */ ...given) {
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
      return writeHead.apply(response, /** @type {any} */ (given));
    };
    next();
  };
}

/**
 * Where a request came from, after TRUST_PROXY, for pages that limit how often something is tried
 * (app/client-address.server.ts). Written over whatever the browser says of itself.
 * @type {express.RequestHandler}
 */
export function handOnAddress(request, _response, next) {
  request.headers["x-client-address"] = request.ip ?? "";
  next();
}

/** What no page could answer, and Remix would take for a fault of ours, never gets as far. @type {express.RequestHandler} */
function refuseUnreadable(request, response, next) {
  const refuse = (/** @type {number} */ status, /** @type {string} */ words) => void response.status(status).type("text/plain").send(words);
  if (request.originalUrl.length > LONGEST_ADDRESS) return refuse(414, "The address is too long.");
  if (!isReadable(request.path)) return refuse(400, "The address cannot be read.");
  // A Request of the fetch standard cannot have the one; to the other Remix answers with the page's data.
  if (request.method === "TRACE" || request.method === "OPTIONS") return refuse(405, "The method is not allowed.");
  if (!["GET", "HEAD", "OPTIONS"].includes(request.method) && !isFromHere(request)) return refuse(403, "The form was sent from another site.");
  next();
}

/** Whether a path is UTF-8, and without the null character that no database looks for. @param {string} path */
function isReadable(path) {
  try {
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}

/** Whether a form comes from a page of this site: by Remix's own rule, and by what a browser says where it leaves out the origin. @param {express.Request} request */
function isFromHere(request) {
  if (request.get("sec-fetch-site") === "cross-site") return false;
  const origin = request.get("origin");
  const host = request.get("x-forwarded-host")?.split(",")[0]?.trim() || request.get("host");
  return !origin || URL.parse(origin)?.host === host;
}

/**
 * @param {(path: string) => string} redactedPath
 * @returns {express.ErrorRequestHandler}
 */
function lastResort(redactedPath) {
  return (error, request, response, next) => {
    // Of all that comes here only Remix's request makes a URL: of the address that the browser says it asked.
    const status = error?.code === "ERR_INVALID_URL" ? 400 : Number(error?.statusCode ?? error?.status) || 500;
    if (status >= 500) process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level: "error", where: "server", path: redactedPath(request.path), message: String(error?.message).slice(0, 300) })}\n`);
    if (response.headersSent) return next(error);
    response.status(status).type("text/plain").send(status === 404 ? "Not found." : status < 500 ? "The request cannot be read." : "Something went wrong.");
  };
}

/** A fault that stops the start, as one sentence for whoever started it. @param {any} error */
export function startFault(error) {
  if (error?.code === "EADDRINUSE") return `Port ${error.port} is in use: stop what uses it, or choose another with PORT, as in PORT=3001.`;
  if (error?.code === "EACCES" && error.syscall === "listen") return `Port ${error.port} may not be opened: choose one above 1023 with PORT.`;
  const named = ["ConfigError", "CouncilPackError", "FolderError", "FolderInUseError", "DatabaseUnavailableError", "MeilisearchMissingError", "UnreadableFileError", "MappingError", "JobFailedError", "SealingError", "SendersError", "BackupError"];
  return named.includes(error?.name) ? error.message : `The site could not start: ${error?.stack ?? error}`;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.env.NODE_ENV ??= "production";
  try {
    const { url, close } = await serve();
    // Before it says so: whoever waits for that may end it at once.
    for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void close().then(() => process.exit(0)));
    console.log(`The site is at ${url}`);
  } catch (error) {
    console.error(startFault(error));
    process.exit(1);
  }
}
