import { data } from "@remix-run/node";

/** The page that says that it was too often, and when it may be tried again. */
export function tooMany(retryAfterSeconds: number): ReturnType<typeof data<null>> {
  return data(null, { status: 429, headers: { "Retry-After": String(retryAfterSeconds) } });
}
