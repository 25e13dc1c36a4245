import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { pageContext } from "../../page-context.server.ts";
import { answerPaperUpload } from "../../requests/papers.server.ts";

/** Where papers of a request come in a part at a time (the tus protocol), from whoever has begun it. HEAD asks where one stands. */
export function loader(args: LoaderFunctionArgs) {
  return answer(args);
}

export function action(args: ActionFunctionArgs) {
  return answer(args);
}

async function answer({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { site } = await pageContext(request);
  return answerPaperUpload(site, request, params.id);
}
