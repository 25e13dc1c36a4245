import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { visitCase } from "../../accounts/visit.server.ts";
import { draftSubject, LONGEST_DRAFT, saveDraft } from "../../db/drafts.server.ts";
import { typedText } from "../../domain/forms/problems.ts";
import { DRAFT_KEY, isWayToSignIn, ownerByKey } from "../../family/drafts.server.ts";
import { notFound, pageContext, readForm } from "../../page-context.server.ts";

const FORM_NAME = /^[a-z][a-z0-9-]{0,40}$/;
const fieldsShape = z.record(z.string().max(80), z.string().max(LONGEST_DRAFT));
const NO_STORE = { "Cache-Control": "no-store" };

/** Keeps what is being typed into a form of a child's page (app/enhance/drafts.ts). It gives nothing back but whether it is kept. */
export async function action(args: ActionFunctionArgs): Promise<Response> {
  const form = await readForm(args.request);
  const name = typedText(form, "subject");
  const fields = fieldsShape.safeParse(parsed(form.get("fields")));
  if (!FORM_NAME.test(name) || !fields.success || JSON.stringify(fields.data).length > LONGEST_DRAFT) return Response.json({ saved: false, signedIn: true }, { status: 400, headers: NO_STORE });
  const { owner, caseId, signedIn } = await ownerOf(args, name, typedText(form, DRAFT_KEY));
  if (owner === null) return Response.json({ saved: false, signedIn: false }, { status: 401, headers: NO_STORE });
  const { site } = await pageContext(args.request);
  await saveDraft(site.database.prisma, site, { owner, subject: draftSubject(caseId, name), fields: fields.data });
  return Response.json({ saved: true, signedIn }, { headers: NO_STORE });
}

export function loader(): never {
  notFound();
}

async function ownerOf(args: ActionFunctionArgs, name: string, key: string): Promise<{ owner: string | null; caseId: string; signedIn: boolean }> {
  try {
    const { viewer, caseId } = await visitCase(args, "see-case");
    return { owner: viewer.userId, caseId, signedIn: true };
  } catch (thrown) {
    if (!isWayToSignIn(thrown)) throw thrown;
    const caseId = args.params.caseId ?? "";
    const { site } = await pageContext(args.request);
    return { owner: ownerByKey(site, caseId, name, key), caseId, signedIn: false };
  }
}

function parsed(json: FormDataEntryValue | null): unknown {
  try {
    return typeof json === "string" ? JSON.parse(json) : null;
  } catch {
    return null;
  }
}
