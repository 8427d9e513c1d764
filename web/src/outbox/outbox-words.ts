import type { EmailAttempt } from "@haste/contract/nouns/emails";

/** States of the outbox by the look that fits them, and as a person says them. */
export const stateLooks: Record<string, readonly [look: string, word: string]> = {
  due: ["scheduled", "Due"],
  waiting: ["scheduled", "Waiting"],
  sending: ["sending", "Leaving"],
  deferred: ["held", "Put off"],
  held: ["held", "Held"],
  uncertain: ["uncertain", "Uncertain"],
  failed: ["failed", "Given up"],
};

export const kindWords: Record<string, string> = {
  sequence: "Step of a sequence",
  manual: "Written by hand",
  test: "Test send",
  report: "Report by mail",
};

/** What happened to an email, by the name of its signal. */
export const happenings: Record<string, string> = {
  sent: "Left",
  delivered: "Delivered",
  deferred: "Put off by the server",
  bounced: "Bounced",
  failed: "Given up",
  held: "Held",
  uncertain: "Handed over without an answer",
  absent: "Did not leave; sent again",
  opened: "Opened",
  clicked: "Clicked",
  replied: "Answered",
  auto_replied: "Answered by itself",
  complained: "Reported as spam",
  unsubscribed: "Unsubscribed",
};

export const outcomeWords: Record<EmailAttempt["outcome"], string> = {
  accepted: "taken",
  deferred: "put off",
  bounced: "refused",
  failed: "given up",
  uncertain: "no answer",
  unanswered: "no answer yet",
};

/** How far into the dialogue something was said. */
export function sayMs(ms: number): string {
  return ms < 10_000 ? `${ms} ms` : `${Math.round(ms / 1_000)} s`;
}
