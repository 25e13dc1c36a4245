import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { visitCase } from "../../accounts/visit.server.ts";
import { aboutFamilys, aboutMessages, answerUpload } from "../../documents/page.server.ts";

/** Where a family's files come in a part at a time (the tus protocol). HEAD asks where one stands. */
export function loader(args: LoaderFunctionArgs) {
  return answer(args);
}

export function action(args: ActionFunctionArgs) {
  return answer(args);
}

function answer(args: LoaderFunctionArgs): Promise<Response> {
  return answerUpload(() => visitCase(args, "add-document"), args.request, (caseId) => `/my-child/${caseId}/uploads`, (visit, details) => (details.for === "message" ? aboutMessages(visit) : aboutFamilys(visit, details.onlyMe)));
}
