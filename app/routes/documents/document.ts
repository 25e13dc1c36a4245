import type { LoaderFunctionArgs } from "@remix-run/node";
import { visitCase } from "../../accounts/visit.server.ts";
import { giveOut } from "../../documents/page.server.ts";

/** One document, for whoever of the family may have it. */
export async function loader(args: LoaderFunctionArgs) {
  return giveOut(await visitCase(args, "see-documents"), args.request, args.params.documentId);
}
