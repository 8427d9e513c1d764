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

/** What one part gives of what it can, and from how many mails; of `blocks` the providers that hold the account back. */
export interface ReputationPart {
  readonly part: "complaints" | "bounces" | "blocks" | "replies";
  readonly points: number;
  readonly most: number;
  readonly n: number;
  /** null: it is no share. */
  readonly of: number | null;
}

interface Told {
  readonly n: number;
  readonly parts: readonly ReputationPart[];
}

export type Reputation =
  | (Told & { readonly score: number; readonly low: number; readonly high: number; readonly reason: null })
  | (Told & { readonly score: null; readonly low: null; readonly high: null; readonly reason: string });

/** Below it a single bounce would move the score by more than a step of its scale. */
const fewestMails = 50;

const weights = { complaints: 40, bounces: 30, blocks: 20, replies: 10 } as const;

export function reputationOf(facts: ReputationFacts): Reputation {
  const tried = facts.sent + facts.refused;
  if (tried < fewestMails) {
    const reason = `Too few emails to say: ${tried} of the ${fewestMails} it takes were sent in the last 30 days.`;
    return { score: null, low: null, high: null, n: tried, parts: [], reason };
  }
  const complaints = rateOf(facts.complained, facts.sent);
  const bounces = rateOf(facts.bounced, tried);
  const replies = rateOf(facts.replied, facts.sent);
  const pointsAt = (of: (rate: Rate, isGood: boolean) => number) => ({
    complaints: weights.complaints * between(of(complaints, false), 0.003, 0.001),
    bounces: weights.bounces * between(of(bounces, false), 0.1, 0.02),
    blocks: weights.blocks * between(facts.holding, 3, 0),
    replies: weights.replies * between(of(replies, true), 0, 0.05),
  });
  const seen = pointsAt((rate) => rate.rate ?? 0);
  const told = (part: ReputationPart["part"], n: number, of: number | null): ReputationPart => {
    return { part, points: Math.round(seen[part]), most: weights[part], n, of };
  };
  return {
    score: sum(seen),
    low: sum(pointsAt((rate, isGood) => (isGood ? rate.low : rate.high) ?? 0)),
    high: sum(pointsAt((rate, isGood) => (isGood ? rate.high : rate.low) ?? 0)),
    n: tried,
    parts: [
      told("complaints", facts.complained, facts.sent),
      told("bounces", facts.bounced, tried),
      told("blocks", facts.holding, null),
      told("replies", facts.replied, facts.sent),
    ],
    reason: null,
  };
}

function sum(points: Readonly<Record<ReputationPart["part"], number>>): number {
  return Math.round(Object.values(points).reduce((total, each) => total + each, 0));
}

/** 0 at `empty` and beyond, 1 at `full` and beyond, straight in between. */
function between(value: number, empty: number, full: number): number {
  return Math.min(1, Math.max(0, (value - empty) / (full - empty)));
}
