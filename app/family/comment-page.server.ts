import type { SentComments } from "../db/comments.server.ts";
import { isoText, type Day } from "../domain/calendar/day.ts";
import { dayInEngland, timeInEngland } from "../domain/calendar/england.ts";
import type { CommentRound } from "../domain/comments/round.ts";
import type { ShownComments, ShownRound } from "../domain/comments/shown.ts";

/** The draft or the changes that can be commented on, ready to be written. */
export function shownRound({ of, served, state, deadline }: CommentRound, today: Day): ShownRound {
  const { due, beSafe, doneOn, source } = deadline;
  return { of, served: isoText(served), state, due: isoText(due), daysLeft: due - today, beSafe: beSafe === null || beSafe === due || beSafe < today ? null : isoText(beSafe), doneOn: doneOn === null ? null : isoText(doneOn), source };
}

/** What was sent, as one of those who follow the record sees it: the words of the others are theirs. */
export function shownComments(sent: readonly SentComments[], viewer: string): ShownComments[] {
  return sent.map(({ id, kind, reference, userId, sentAt, about, comments, why, dueOn, answer, answeredAt }) => {
    const isOwn = userId === viewer;
    return {
      id,
      kind,
      isOwn,
      reference,
      served: about.served,
      on: isoText(dayInEngland(sentAt)),
      at: timeInEngland(sentAt),
      comments: isOwn ? comments : null,
      why: isOwn ? why : null,
      due: dueOn === null ? null : isoText(dueOn),
      answer: isOwn && answer !== null && answeredAt ? { words: answer, on: isoText(dayInEngland(answeredAt)) } : null,
    };
  });
}
