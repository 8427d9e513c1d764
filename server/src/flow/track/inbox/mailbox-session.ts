import type { InboxAccount, InboxParts } from "./ports.ts";
import type { Stumbles } from "./stumbles.ts";

/** What a mailbox tells whoever reads it. */
export interface MailboxEvents {
  /** There may be something new. */
  onNews(): void;
  /** It has to be opened anew. */
  onEnded(): void;
}

export interface MailboxJob {
  readonly parts: InboxParts;
  readonly account: InboxAccount;
  readonly stumbles: Stumbles;
  readonly events: MailboxEvents;
}

/** A mailbox that is open: read when there are news, listened to in between. Never marks anything as read. */
export interface MailboxSession {
  /** Records everything beyond what was read before. Returns how many mails were new to us. */
  readNew(): Promise<number>;
  /** Waits for news, which `onNews` tells; the next `readNew` ends it. */
  listen(): void;
  close(): void;
}
