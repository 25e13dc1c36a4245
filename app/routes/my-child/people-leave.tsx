import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { visitCase } from "../../accounts/visit.server.ts";
import { Breadcrumb } from "../../components/Breadcrumb.tsx";
import { notFound } from "../../page-context.server.ts";
import { leaveRecord } from "../../people/followers.server.ts";

/** Stopping to follow a child's record, of one's own accord. */
export async function loader(args: LoaderFunctionArgs) {
  const { site, t, child, following } = await visitCase(args, "leave-record");
  return {
    name: child.stored.person?.firstName ?? t("my-child:unnamed"),
    isSupporter: following?.relation === "supporter",
    title: `${t("people:leave.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { site, viewer, child } = await visitCase(args, "leave-record");
  const personId = child.stored.person?.id ?? notFound();
  await site.database.prisma.$transaction((tx) => leaveRecord(tx, { personId, userId: viewer.userId }));
  return redirect("/my-children", 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Leave() {
  const { t } = useTranslation("people");
  const { name, isSupporter } = useLoaderData<typeof loader>();
  return (
    <div className="prose">
      <Breadcrumb trail={[{ href: "/my-children", label: t("children.title") }]} />
      <h1>{t("leave.heading", { name })}</h1>
      <p className="lede">{t(isSupporter ? "leave.supporter" : "leave.parent")}</p>
      <form method="post">
        <button className="button">{t("leave.go")}</button>
      </form>
      <p>
        <a href="/my-children">{t("leave.stay")}</a>
      </p>
    </div>
  );
}
