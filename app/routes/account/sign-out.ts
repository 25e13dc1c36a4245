import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { cookiesOf } from "../../accounts/sign-in.server.ts";
import { cameByProvider } from "../../accounts/staff-sign-in.server.ts";
import { authFor, signedIn } from "../../accounts/viewer.server.ts";
import { pageContext } from "../../page-context.server.ts";
import { forgetCode } from "../../requests/coming-back.server.ts";

/** Ends this session. A link cannot do it: only a form can. */
export async function action({ request }: ActionFunctionArgs) {
  const { site } = await pageContext(request);
  const found = await signedIn(site, request);
  const answer = await authFor(site, request).api.signOut({ headers: request.headers, asResponse: true });
  const headers = cookiesOf(answer);
  headers.append("Set-Cookie", await forgetCode());
  return redirect(found && cameByProvider(site, found.viewer) ? "/officer/sign-in?signed-out=1" : "/", { status: 303, headers });
}

export function loader() {
  return redirect("/", 303);
}
