import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { visitOfficeCase } from "../../accounts/visit.server.ts";
import { aboutCouncils, answerUpload } from "../../documents/page.server.ts";

/** Where the council's files for a family come in a part at a time (the tus protocol). */
export function loader(args: LoaderFunctionArgs) {
  return answer(args);
}

export function action(args: ActionFunctionArgs) {
  return answer(args);
}

function answer(args: LoaderFunctionArgs): Promise<Response> {
  return answerUpload(() => visitOfficeCase(args, "release-document"), args.request, (caseId) => `/officer/cases/${caseId}/uploads`, (visit, details) => aboutCouncils(visit, details.kind));
}
