import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type ServerBuild } from "@remix-run/node";
import { isDatabaseAway } from "./db/database.server.ts";
import type { NotTaken } from "./domain/forms/not-taken.ts";
import { logError } from "./log.server.ts";
import { openedSite } from "./opened-site.server.ts";

export const RETRY_AFTER_SECONDS = 60;
const PATIENCE_MS = 2000;
const MOST_TYPED_BYTES = 64 * 1024;

type Args = LoaderFunctionArgs | ActionFunctionArgs;
type Handler = (args: Args) => unknown;

/**
 * The same site, in which every page and every address for programs answers 503 while its database is away, whatever
 * asked the database, and answers again when it is back; and in which a form that somebody sends when their session has
 * ended answers 401 with what they typed, unless the page has kept it as a draft (`ended=1`: app/accounts/viewer.server.ts).
 */
export function guardedPages(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes as Record<string, NonNullable<ServerBuild["routes"][string]>>).map(([id, route]) => {
    const { loader, action } = route.module;
    // Addresses for programs have no page.
    const isPage = Boolean((route.module as { default?: unknown }).default);
    const guard = (handler: unknown) => guarded(handler as Handler, isPage);
    return [id, { ...route, module: { ...route.module, ...(loader ? { loader: guard(loader) } : {}), ...(action ? { action: guard(action) } : {}) } }];
  });
  return { ...build, routes: Object.fromEntries(routes) as ServerBuild["routes"] };
}

function guarded(handler: Handler, isPage: boolean): Handler {
  return async (args) => {
    // Read before the page reads it: afterwards nothing is left of it.
    const typed = isPage ? await typedIn(args.request) : [];
    try {
      return await handler(args);
    } catch (error) {
      // Remix makes "Unexpected Server Error" of what an address without a page throws as an answer.
      if (!isPage && isNotFound(error)) return new Response("Not found.", { status: 404, headers: { "Content-Type": "text/plain; charset=utf-8" } });
      const signIn = wayToSignIn(error);
      if (signIn !== null && typed.length > 0) throw data({ typed, signIn } satisfies NotTaken, { status: 401, headers: { "Cache-Control": "no-store" } });
      if (!(error instanceof Error)) throw error;
      // A library may have put an error of its own in the place of the database's.
      if (!isDatabaseAway(error) && (await databaseAnswers())) throw error;
      logError("database", args.request, error);
      const headers = { "Cache-Control": "no-store", "Retry-After": String(RETRY_AFTER_SECONDS) };
      if (isPage) throw data({ typed, signIn: null } satisfies NotTaken, { status: 503, headers });
      return Response.json({ error: "The site cannot reach its data: try again in a few minutes." }, { status: 503, headers });
    }
  };
}

function isNotFound(thrown: unknown): boolean {
  const { type, init } = (thrown ?? {}) as { type?: string; init?: ResponseInit | null };
  return type === "DataWithResponseInit" && init?.status === 404;
}

/** Where a page sends somebody whose form it did not take. */
function wayToSignIn(thrown: unknown): string | null {
  const location = thrown instanceof Response ? thrown.headers.get("Location") : null;
  if (!location || new URLSearchParams(location.split("?")[1]).get("ended") !== "1") return null;
  return location.replace(/&ended=1\b/, "");
}

/** What stands in a small form of words; files are not sent twice. */
async function typedIn(request: Request): Promise<NotTaken["typed"]> {
  const isForm = request.method === "POST" && request.headers.get("Content-Type")?.startsWith("application/x-www-form-urlencoded");
  if (!isForm || !(Number(request.headers.get("Content-Length")) <= MOST_TYPED_BYTES)) return [];
  try {
    return [...(await request.clone().formData())].flatMap(([name, value]): NotTaken["typed"] => (typeof value === "string" ? [[name, value]] : []));
  } catch {
    return [];
  }
}

async function databaseAnswers(): Promise<boolean> {
  try {
    const { database } = await openedSite();
    return await Promise.race([database.prisma.$queryRaw`SELECT 1`.then(() => true), new Promise<boolean>((done) => setTimeout(() => done(false), PATIENCE_MS).unref())]);
  } catch {
    return false;
  }
}
