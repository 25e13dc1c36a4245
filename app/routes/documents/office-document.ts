import type { LoaderFunctionArgs } from "@remix-run/node";
import { visitOfficeCase } from "../../accounts/visit.server.ts";
import { giveOut } from "../../documents/page.server.ts";

/** One document, for the council's staff. */
export async function loader(args: LoaderFunctionArgs) {
  return giveOut(await visitOfficeCase(args, "see-any-case"), args.request, args.params.documentId);
}
