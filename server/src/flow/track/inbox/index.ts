export { createInboxSync, type InboxSync } from "./inbox-sync.ts";
export type { InboxAccount, InboxParts } from "./ports.ts";
export type { InboundContent } from "./record-mail.ts";
