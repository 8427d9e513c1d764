import type { Instant } from "@haste/engine/base";
import type { RenderedEmail } from "../render/index.ts";
import type { DialogueTrace } from "./providers/index.ts";

/** The dialogue of one attempt, as it is kept: sealed, because it names people and servers. */
export interface AttemptTrace extends Omit<DialogueTrace, "agoMs"> {
  readonly attempt: number;
  /** When it began, on the workspace's clock. */
  readonly at: Instant;
}

/** What is kept of an email that was handed over: its words, and the dialogue up to the server's "go ahead". */
export interface StoredEmail extends RenderedEmail {
  readonly trace?: AttemptTrace | null;
}

/** Seals what is sent, and opens it again, for the workspace of the transaction. */
export interface ContentSeal {
  seal(emailId: string, content: StoredEmail): Uint8Array;
  open(emailId: string, sealed: Uint8Array): Promise<StoredEmail>;
  sealTrace(emailId: string, trace: AttemptTrace): Uint8Array;
  openTrace(emailId: string, sealed: Uint8Array): Promise<AttemptTrace>;
}
