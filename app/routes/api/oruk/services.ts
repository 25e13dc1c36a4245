import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerList, listServices } from "../../../interchange/feed.server.ts";

export function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  return answerList(request, listServices);
}
