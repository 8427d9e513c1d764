import type { ReportGroup, ReportOutcome } from "./choices.ts";

/** As screens and files call them. */
export const groupNames: Readonly<Record<ReportGroup, string>> = {
  sequence: "Sequence",
  step: "Step",
  template: "Template",
  sender: "Sending account",
  domain: "Sending domain",
  provider: "Who reads the mail",
  day: "Day",
  bounceClass: "Why it bounced",
};

export const outcomeNames: Readonly<Record<ReportOutcome, string>> = {
  sent: "Sent",
  delivered: "Delivered",
  opened: "Human opens",
  openedMachine: "Machine opens",
  clicked: "Clicked",
  replied: "Replied",
  bounced: "Bounced",
  complained: "Complained",
  unsubscribed: "Unsubscribed",
};

/** Systems whose own name is known to everybody; another one is told by its id. */
export const readerNames: Readonly<Record<string, string>> = {
  google: "Google",
  microsoft: "Microsoft",
  yahoo: "Yahoo",
  apple: "Apple",
  other: "Their own servers",
};
