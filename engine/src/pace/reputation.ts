/**
 * A sending account's reputation, 0–100, from what came back of its mail in 30 days. It is our own estimate of what
 * receivers think; the marks at which each part is full or empty are those that receivers and providers publish:
 *
 * - complaints (weight 40): full to 0.1 %, empty from 0.3 % ("keep spam rates below 0.1 %, avoid ever reaching 0.3 %",
 *   https://support.google.com/a/answer/81126);
 * - bounces (30): full to 2 %, empty from 10 % (Amazon SES reviews senders at 5 % and stops them at 10 %,
 *   https://docs.aws.amazon.com/ses/latest/dg/faqs-enforcement.html);
 * - blocks (20): empty where three recipient providers or more hold the account back just now (their own answers, as the
 *   breakers read them: Gmail's 421 4.7.28, Microsoft's 4.7.5xx, Yahoo's TSS04 all name the sender's reputation);
 * - engagement (10): empty at none, full from 5 % of replies: answers are what no filter mistakes.
 */
import { type Rate, rateOf } from "../report/index.ts";

export interface ReputationFacts {
  /** Mails the servers took, and mails they refused at once. */
  readonly sent: number;
  readonly refused: number;
  readonly bounced: number;
  readonly complained: number;
  readonly replied: number;
  /** Recipient providers that hold the account back. */
  readonly holding: number;
}

export type Reputation =
  | { readonly score: number; readonly low: number; readonly high: number; readonly n: number; readonly reason: null }
  | { readonly score: null; readonly low: null; readonly high: null; readonly n: number; readonly reason: string };

/** Below it a single bounce would move the score by more than a step of its scale. */
const fewestMails = 50;

export function reputationOf(facts: ReputationFacts): Reputation {
  const tried = facts.sent + facts.refused;
  if (tried < fewestMails) {
    const reason = `Too few emails to say: ${tried} of the ${fewestMails} it takes were sent in the last 30 days.`;
    return { score: null, low: null, high: null, n: tried, reason };
  }
  const complaints = rateOf(facts.complained, facts.sent);
  const bounces = rateOf(facts.bounced, tried);
  const replies = rateOf(facts.replied, facts.sent);
  const scoreAt = (of: (rate: Rate, isGood: boolean) => number) =>
    Math.round(
      40 * between(of(complaints, false), 0.003, 0.001) +
        30 * between(of(bounces, false), 0.1, 0.02) +
        20 * between(facts.holding, 3, 0) +
        10 * between(of(replies, true), 0, 0.05),
    );
  return {
    score: scoreAt((rate) => rate.rate ?? 0),
    low: scoreAt((rate, isGood) => (isGood ? rate.low : rate.high) ?? 0),
    high: scoreAt((rate, isGood) => (isGood ? rate.high : rate.low) ?? 0),
    n: tried,
    reason: null,
  };
}

/** 0 at `empty` and beyond, 1 at `full` and beyond, straight in between. */
function between(value: number, empty: number, full: number): number {
  return Math.min(1, Math.max(0, (value - empty) / (full - empty)));
}
