import type { ReportGroup, ReportOutcome } from "@haste/contract/nouns/reports";
import { fewestForRate } from "@haste/engine/report";
import { plainLiquid } from "../app/liquid-words.ts";
import { count, percent } from "../ui/numbers.ts";
import { type RangeEvidence, rangeWords } from "../ui/plots/range.tsx";
import type { TrendMetric } from "./address.ts";

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

export const metricNames: Readonly<Record<TrendMetric, string>> = {
  reply: "Answers",
  open: "Human opens",
  click: "Clicks",
};

/** Systems whose own name is known to everybody; another one is told by its id. */
const readers: Readonly<Record<string, string>> = {
  google: "Google",
  microsoft: "Microsoft",
  yahoo: "Yahoo",
  apple: "Apple",
  other: "Their own servers",
};

export function rowName(by: ReportGroup, name: string): string {
  if (by === "provider") return readers[name] ?? name;
  return by === "step" ? plainLiquid(name) : name;
}

/** `12 of 45 (16.0–41.0 %)`: what a rate stands on. */
export function basisOf(evidence: RangeEvidence | undefined): string {
  if (!evidence) return "";
  const range = rangeWords(evidence);
  return `${count(evidence.n)} of ${count(evidence.of)}${range ? ` (${range} %)` : ""}`;
}

/** Whether a rate is told as how many of how many, in gray: a share of so few is mostly chance. */
export function isFew(evidence: RangeEvidence | undefined): boolean {
  return evidence !== undefined && evidence.of > 0 && evidence.of < fewestForRate;
}

export function rateWords(rate: number | null, evidence: RangeEvidence | undefined): string {
  return evidence !== undefined && isFew(evidence) ? `${count(evidence.n)} of ${count(evidence.of)}` : percent(rate);
}
