/** What a family is asked for its annual review (product.md, row 71; SEND Code of Practice 2015, 9.173: views, wishes and feelings). */
export const VIEWS = ["goesWell", "goesBadly", "shouldChange", "hopes", "childSays"] as const;
export type View = (typeof VIEWS)[number];

/** What was written, of each only what there is. */
export type ReviewViews = Partial<Record<View, string>>;

/** In characters, of each answer. */
export const LONGEST_VIEW = 4000;

/** What was written for a review, as one of those who follow the record sees it: the words of the others are theirs. */
export interface ShownViews {
  id: string;
  isOwn: boolean;
  reference: string;
  /** ISO, in England. */
  on: string;
  at: string;
  /** Null for what somebody else wrote. */
  views: ReviewViews | null;
  answer: { on: string; words: string } | null;
}
