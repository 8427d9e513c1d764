import type { FoundSource } from "../../../catalog/deliverability/index.ts";
import type { Answer } from "../providers/index.ts";

/** Parts of an inbox that its reader sees apart: tabs of Gmail, Focused and Other of Microsoft. */
export type Tab = "primary" | "promotions" | "social" | "updates" | "forums" | "focused" | "other";

/** Where a mailbox has a mail. */
export interface FoundMail {
  readonly placement: "inbox" | "spam";
  readonly folder: string;
  /** null: the mailbox has no tabs, or does not tell. */
  readonly tab: Tab | null;
  readonly mail: FoundSource;
}

/** A mailbox that mails are looked for in, read-only, so that nothing is marked as read. */
export interface OpenMailbox {
  /** In the inbox, then in the spam folder. @throws Error in the server's own words */
  find(messageId: string): Promise<FoundMail | null>;
  close(): void;
}

/** A mail as large as the largest template, twice encoded; of a larger one its beginning is read, with its header. */
export const mostOctets = 4 * 1024 * 1024;
export const beginningOctets = 256 * 1024;

interface MailboxQuestion {
  /** With its query, behind the provider's base. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly mostOctets?: number;
}

/** Asks the API; null where it says that there is no such thing. @throws Error in the provider's words */
export type AskMailbox = (question: MailboxQuestion) => Promise<Answer | null>;
