import type { EmailActivity } from "@haste/contract/nouns/enrollments";

/** In the order of an email's life; troubles first among the ends. (The contract's own list would pull zod into the page.) */
export const emailStatuses: readonly EmailActivity["status"][] = [
  "scheduled",
  "held",
  "uncertain",
  "bounced",
  "failed",
  "sending",
  "sent",
  "delivered",
  "canceled",
];
