import type { CaseVisit } from "../accounts/visit.server.ts";
import { hasRights, type FamilyPage } from "../domain/cases/shown.ts";
import { formatDate } from "../i18n/format.ts";

interface CaseLink {
  href: string;
  words: string;
}

/** What somebody can do now, and how they can keep track: of each only what they may. The most pressing comes first. */
export function caseLinks({ t, may, site, language }: CaseVisit, page: FamilyPage): { actions: CaseLink[]; track: CaseLink[] } {
  const path = `/my-child/${page.caseId}`;
  const own = (rule: string) => page.yours.some((date) => date.rule === rule);
  const link = (isShown: boolean, href: string, words: string): CaseLink[] => (isShown ? [{ href: `${path}/${href}`, words }] : []);
  const meeting = site.pack.localWords.refusalMeeting;
  return {
    actions: [
      ...link(may("comment-on-draft") && (own("draft-comments") || page.commentsOpen?.rule === "draft-comments"), "comments", t("my-child:actions.comments")),
      ...link(may("comment-on-draft") && (own("review-comments") || page.commentsOpen?.rule === "review-comments"), "comments", t("my-child:actions.comments-review")),
      ...link(may("see-dates") && hasRights(page), "rights", t("my-child:actions.rights")),
      ...link(may("answer-meeting") && meeting !== undefined && (page.situation === "refused" || page.situation === "no-plan"), "meeting", page.meetingOn ? t("my-child:actions.meetingBooked", { meeting, date: formatDate(page.meetingOn, language) }) : t("my-child:actions.meeting", { meeting })),
      ...link(may("see-review") && page.review !== null, "review", t(may("contribute-to-review") ? "my-child:actions.review-write" : "my-child:actions.review")),
      ...link(may("see-messages"), "messages", t("my-child:actions.message")),
      ...link(may("see-documents"), "documents", t("my-child:actions.documents")),
      ...link(may("see-documents"), "letters", t("my-child:actions.letters")),
      ...link(may("see-provision") && page.hasPlan, "provision", t("my-child:actions.provision")),
      ...link(may("ask-council"), "complain", t("my-child:actions.complain")),
      ...link(may("ask-council"), "other-format", t("my-child:actions.other-format")),
      ...link(may("ask-council"), "requests", t("my-child:actions.requests")),
    ],
    track: [
      ...link(may("see-dates"), "dates", t("my-child:track.dates")),
      ...link(may("see-dates"), "history", t("my-child:track.history")),
      ...link(may("see-dates"), "calendar", t("my-child:track.calendar")),
      { href: "/account", words: t("my-child:track.tell") },
      ...link(may("see-dates"), "letter", t("my-child:track.print")),
      ...link(may("see-dates"), "easy-read", t("my-child:track.easy")),
      ...link(may("download-record"), "record", t("my-child:actions.record")),
      ...link(may("manage-people"), "people", t("my-child:track.people")),
      ...link(may("share-as-young-person"), "my-choice", t("my-child:track.choice")),
      ...link(may("see-visitors"), "visitors", t("my-child:track.visitors")),
    ],
  };
}
