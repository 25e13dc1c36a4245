import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { CATEGORIES, isOneOf } from "../../domain/directory/vocabulary.ts";
import { notFound } from "../../page-context.server.ts";

/** The address that other directories would use for a topic. */
export function loader({ params }: LoaderFunctionArgs): Response {
  return isOneOf(CATEGORIES, params.category) ? redirect(`/topics/${params.category}`, 301) : notFound();
}
