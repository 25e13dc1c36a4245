import type { LoaderFunctionArgs } from "@remix-run/node";
import { endStaffSignIn } from "../../accounts/staff-sign-in.server.ts";
import { notFound, pageContext } from "../../page-context.server.ts";

/** Where the council's provider sends its staff back to: the only address of better-auth's that is open. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const { site } = await pageContext(request);
  return site.config.staffProvider ? endStaffSignIn(site, request) : notFound();
}

export function action(): never {
  return notFound();
}
