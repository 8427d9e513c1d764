/** What emails are told apart by. `domain` is that of the sender, `provider` who reads the recipient's mail. */
export const reportGroups = [
  "sequence",
  "step",
  "template",
  "sender",
  "domain",
  "provider",
  "day",
  "bounceClass",
] as const;
export type ReportGroup = (typeof reportGroups)[number];

/** What somebody opened and clicked with; known of opens and clicks alone, never of an email. */
export const clientSides = ["device", "program"] as const;
export type ClientSide = (typeof clientSides)[number];

/** What became of an email, each a number of a report whose emails can be listed. */
export const reportNumbers = [
  "sent",
  "delivered",
  "opened",
  "openedMachine",
  "clicked",
  "replied",
  "bounced",
  "complained",
  "unsubscribed",
] as const;
export type ReportNumber = (typeof reportNumbers)[number];

/** All of which emails can be listed: what a reply says is told by step alone. */
export const reportOutcomes = [...reportNumbers, "positive"] as const;
export type ReportOutcome = (typeof reportOutcomes)[number];

/** What the merit of conversions is told apart by. */
export const conversionGroups = ["sequence", "template"] as const;
export type ConversionGroup = (typeof conversionGroups)[number];

/** Of the emails sent in a span, or what happened in it. */
export const trendQuestions = ["sent", "happened"] as const;
export const trendIntervals = ["day", "week", "month"] as const;
