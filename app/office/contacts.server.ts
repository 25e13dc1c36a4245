import { choicesOf } from "../accounts/contact-choices.server.ts";
import type { CaseVisit } from "../accounts/visit.server.ts";
import { followingOf } from "../db/followers.server.ts";
import { standingOf } from "../domain/access/roles.ts";
import { shownMobile } from "../domain/accounts/contact-choice.ts";
import { DEFAULT_LANGUAGE } from "../i18n/languages.ts";

const IN_ENGLISH = new Intl.DisplayNames(["en-GB"], { type: "language" });

/** How somebody who can see a record is to be written to, rung or met, in words. */
export interface FamilyContact {
  id: string;
  name: string;
  relation: "parent" | "young-person" | "alternative-person" | "supporter";
  /** What they chose and need, the way to reach them first. */
  wishes: string[];
  /** In their own words; empty where there is nothing. */
  note: string;
}

/** Everybody who can see a record today, with how they want to be contacted: whoever is stopped, has left or decides no more is not among them. */
export async function contactsOf({ site, t, child, today }: Pick<CaseVisit, "site" | "t" | "child" | "today">): Promise<FamilyContact[]> {
  const personId = child.stored.person?.id;
  if (!personId) return [];
  const rows = await site.database.prisma.follower.findMany({ where: { personId, endedAt: null, blockedAt: null }, orderBy: { since: "asc" }, include: { user: { select: { name: true, email: true } } } });
  const present = rows.filter((row) => !["none", "passed-on"].includes(standingOf(followingOf(row), child.rights, today).role));
  return Promise.all(present.map(async (row): Promise<FamilyContact> => {
    const { id, userId, user } = row;
    const { channel, phone, address, language, needs, times, interpreterLanguage, note } = await choicesOf(site, userId);
    const ring = needs.includes("phone-not-email");
    return {
      id,
      name: user.name || user.email,
      relation: followingOf(row).relation,
      wishes: [
        ring ? t("officer:reach.ring") : t(`officer:reach.by.${channel}`),
        ...(phone && (ring || channel === "text") ? [shownMobile(phone)] : []),
        ...(address && channel === "letter" ? [address.join(", ")] : []),
        ...(language === DEFAULT_LANGUAGE ? [] : [t("officer:reach.reads", { language: IN_ENGLISH.of(language) })]),
        ...needs.filter((need) => need !== "phone-not-email").map((need) => (need === "interpreter" && interpreterLanguage !== "" ? t("account:needs.interpreterIn", { language: interpreterLanguage }) : t(`account:needs.need.${need}`))),
        ...times.map((time) => t(`account:needs.time.${time}`)),
      ],
      note,
    };
  }));
}
