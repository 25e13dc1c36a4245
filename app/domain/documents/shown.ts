import type { DocumentKind, DocumentState } from "./kinds.ts";

/** A document as pages show it. */
export interface ShownDocument {
  id: string;
  /** On the receipt, for the phone. */
  reference: string;
  name: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  kind: DocumentKind;
  from: "you" | "family" | "council";
  /** The account that sent it. */
  uploadedBy: string | null;
  messageId: string | null;
  state: DocumentState;
  reason: string | null;
  forUploaderOnly: boolean;
  /** When all of it was here; ISO, UTC. */
  receivedAt: string | null;
  /** For the council's: when the family could have it. */
  releasedAt: string | null;
}
