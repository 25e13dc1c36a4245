import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type ServerBuild } from "@remix-run/node";
import { isDatabaseAway } from "./db/database.server.ts";
import { logError } from "./log.server.ts";
import { openedSite } from "./opened-site.server.ts";

/** What a form had in it that the site could not take, so that it can be sent again. */
export type Typed = [name: string, value: string][];

export const RETRY_AFTER_SECONDS = 60;
const PATIENCE_MS = 2000;
const MOST_TYPED_BYTES = 64 * 1024;

type Args = LoaderFunctionArgs | ActionFunctionArgs;
type Handler = (args: Args) => unknown;

/**
 * The same site, in which every page and every address for programs answers 503 while its database is away, whatever
 * asked the database, and answers again when it is back.
 */
export function answeringWithoutDatabase(build: ServerBuild): ServerBuild {
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
      if (!(error instanceof Error)) throw error;
      // A library may have put an error of its own in the place of the database's.
      if (!isDatabaseAway(error) && (await databaseAnswers())) throw error;
      logError("database", args.request, error);
      const headers = { "Cache-Control": "no-store", "Retry-After": String(RETRY_AFTER_SECONDS) };
      if (isPage) throw data({ typed }, { status: 503, headers });
      return Response.json({ error: "The site cannot reach its data: try again in a few minutes." }, { status: 503, headers });
    }
  };
}

function isNotFound(thrown: unknown): boolean {
  const { type, init } = (thrown ?? {}) as { type?: string; init?: ResponseInit | null };
  return type === "DataWithResponseInit" && init?.status === 404;
}

/** What stands in a small form of words; files are not sent twice. */
async function typedIn(request: Request): Promise<Typed> {
  const isForm = request.method === "POST" && request.headers.get("Content-Type")?.startsWith("application/x-www-form-urlencoded");
  if (!isForm || !(Number(request.headers.get("Content-Length")) <= MOST_TYPED_BYTES)) return [];
  try {
    return [...(await request.clone().formData())].flatMap(([name, value]): Typed => (typeof value === "string" ? [[name, value]] : []));
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
