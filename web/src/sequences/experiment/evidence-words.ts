/** What the evidence of a test says, in sentences: the captions of its plots. */
import type { AbTest, TestResults } from "@haste/contract/nouns/ab-tests";
import { percent } from "../../ui/numbers.ts";

export type Arm = TestResults["arms"][number];
type NameOf = (variantId: string) => string;

/** Of the two likeliest to be best: whether the ranges in which their rates plausibly lie meet. */
export function overlapWords(arms: readonly Arm[], nameOf: NameOf): string {
  const [first, second] = arms.toSorted((one, other) => other.isBest - one.isBest);
  if (first === undefined || second === undefined) return "One variant has nothing to be compared with.";
  const from = Math.max(first.posterior.low, second.posterior.low);
  const to = Math.min(first.posterior.high, second.posterior.high);
  if (from >= to) return `${nameOf(first.variantId)} and ${nameOf(second.variantId)} have come apart.`;
  return `The two still overlap between ${percent(from)} and ${percent(to)}.`;
}

/** Where the range of the ratio stands after the last day. */
export function ratioWords({ history, arms }: TestResults, nameOf: NameOf): string {
  const last = history.at(-1);
  const [first, second] = arms.toSorted((one, other) => other.isBest - one.isBest);
  if (last === undefined || first === undefined || second === undefined) return "Nothing was sent yet.";
  const [leader, other] = [nameOf(first.variantId), nameOf(second.variantId)];
  if (last.low > 1) return `${leader} is better than ${other}: the range has left 1.`;
  if (last.high !== null && last.high < 1) return `${leader} is worse than ${other}: the range has left 1.`;
  return `The range of ${leader} against ${other} still holds 1: no difference.`;
}

export function shareWords({ periods }: TestResults, nameOf: NameOf): string {
  const last = periods.at(-1);
  if (last === undefined) return "Nothing is dealt until the variants are published.";
  const shares = last.shares.map(({ variantId, share }) => `${nameOf(variantId)} ${percent(share)}`).join(", ");
  return periods.length === 1 ? `Dealt alike since the start: ${shares}.` : `Now ${shares}.`;
}

/** What young emails may still bring, and the rate they come to with it. */
export function toComeWords({ stillToCome, low, high, rate }: NonNullable<Arm["forecast"]>): string {
  if (high === 0) return "nothing";
  return `${Math.round(stillToCome)} (${low} to ${high}), then ${percent(rate)}`;
}

export function timesWords(ratio: number | null): string {
  return ratio === null ? "–" : `${ratio.toFixed(2)} ×`;
}

export const metricLabels: Readonly<Record<AbTest["metric"], string>> = {
  open_rate: "Opens",
  click_rate: "Clicks",
  reply_rate: "Replies",
  positive_reply_rate: "Positive replies",
  conversion_rate: "Conversions",
};

export const guardLabels = { unsubscribed: "Unsubscribes", complained: "Complaints", bounced: "Bounces" } as const;
