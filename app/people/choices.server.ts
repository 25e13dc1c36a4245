import type { CaseVisit } from "../accounts/visit.server.ts";
import { partsOf } from "../db/followers.server.ts";
import { PARTS } from "../domain/access/roles.ts";
import type { ShownFollower } from "../domain/access/shown-follower.ts";
import { formatDate, formatList } from "../i18n/format.ts";
import { localDay } from "../today.ts";
import { decisionsOf, type RecordedDecision } from "./decisions.server.ts";

/** A choice that a young person made about who sees their record, in words. */
export interface ShownChoice {
  id: string;
  on: string;
  words: string;
  undoneOn: string | null;
  /** It is the one that counts now, and theirs to take back. */
  mayUndo: boolean;
  /** What will count again if they do. */
  before: string;
}

/** What a young person chose, the newest first: nothing of it is lost when they choose anew. */
export async function choicesOf({ site, t, child, language, viewer }: CaseVisit, people: readonly ShownFollower[]): Promise<ShownChoice[]> {
  const { person } = child.stored;
  if (!person) return [];
  const decisions = (await decisionsOf(site, person.id)).filter(({ kind }) => kind === "shares-with-parent" || kind === "ends-sharing");
  const words = ({ kind, followerId, parts, on }: RecordedDecision): string => {
    const name = people.find(({ id }) => id === followerId)?.name || t("people:relation.parent");
    const shared = partsOf(parts);
    if (kind === "ends-sharing") return t("people:choice.ended", { name });
    const until = on === null ? "" : ` ${t("people:choice.until", { date: formatDate(on, language) })}`;
    return (shared.length === PARTS.length ? t("people:choice.sharedAll", { name }) : t("people:choice.shared", { name, parts: formatList(shared.map((part) => t(`people:parts.${part}`)), language) })) + until;
  };
  return decisions.map((decision, i): ShownChoice => {
    const standing = decisions.filter(({ followerId, undoneAt }) => followerId === decision.followerId && undoneAt === null);
    const earlier = decisions.slice(i + 1).find(({ followerId, undoneAt }) => followerId === decision.followerId && undoneAt === null);
    return {
      id: decision.id,
      on: localDay(new Date(decision.decidedAt)),
      words: words(decision),
      undoneOn: decision.undoneAt && localDay(new Date(decision.undoneAt)),
      mayUndo: standing[0]?.id === decision.id && decision.decidedBy === viewer.userId,
      before: earlier ? t("people:choice.before", { words: words(earlier) }) : t("people:choice.beforeNothing"),
    };
  });
}
