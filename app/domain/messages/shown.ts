import type { Desk, ReplyState } from "./message.ts";

/** A message as a page of the family shows it: days in ISO text, times HH:MM in England. */
export interface ShownMessage {
  id: string;
  fromFamily: boolean;
  /** Who wrote it, in words. */
  from: string;
  body: string;
  desk: Desk;
  reference: string;
  on: string;
  at: string;
  due: string | null;
  state: { is: ReplyState["is"]; days: number; on: string | null } | null;
  openedOn: string | null;
  isPrivate: boolean;
  papers: ShownPaper[];
}

/** A photo or paper that goes with a message. */
export interface ShownPaper {
  id: string;
  name: string;
  /** It was not taken: damaged, too large, of an unsafe kind. */
  isRefused: boolean;
}
