import type { AttributionModel } from "./attribution.ts";
import type { ClientSide, ReportGroup, ReportOutcome } from "./choices.ts";

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
  positive: "Positive replies",
  bounced: "Bounced",
  complained: "Complained",
  unsubscribed: "Unsubscribed",
};

/** Whose merit a conversion is, by each model; the last mail first, since it is what most people mean. */
export const modelNames: Readonly<Record<AttributionModel, string>> = {
  last: "The last mail",
  first: "The first mail",
  linear: "All alike",
  time_decay: "The later the more",
  position: "First and last most",
};

/** Systems whose own name is known to everybody; another one is told by its id. */
export const readerNames: Readonly<Record<string, string>> = {
  google: "Google",
  microsoft: "Microsoft",
  yahoo: "Yahoo",
  apple: "Apple",
  other: "Their own servers",
};

export const clientSideNames: Readonly<Record<ClientSide, string>> = { device: "Device", program: "Mail program" };

const deviceNames: Readonly<Record<string, string>> = { desktop: "Computer", phone: "Phone", tablet: "Tablet" };

/** A program tells its own name; the empty key stands for what no request told. */
export function sayClientKey(side: ClientSide, key: string): string {
  if (key === "") return "Not known";
  return side === "device" ? (deviceNames[key] ?? key) : key;
}
