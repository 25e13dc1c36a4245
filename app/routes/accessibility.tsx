import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { statement } from "../statement.server.ts";
import { WrittenPage } from "../components/WrittenPage.tsx";

export function loader({ request }: LoaderFunctionArgs) {
  return statement(request, "accessibility");
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Accessibility() {
  return <WrittenPage html={useLoaderData<typeof loader>().html} />;
}
