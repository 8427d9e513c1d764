import {
  addMs,
  HOUR_MS,
  MINUTE_MS,
  nextExponential,
  nextFloat,
  randomFrom,
  SECOND_MS,
  seedFrom,
} from "../base/index.ts";
import type { Behavior, Happening, HappeningKind, LeftEmail } from "./behavior.ts";

/** Shares from 0 to 1, per email that leaves. */
export interface BehaviorRates {
  readonly open: number;
  readonly click: number;
  readonly reply: number;
  readonly bounce: number;
  readonly unsubscribe: number;
}

/**
 * What is assumed of a workspace that has no history yet. An assumption, not a measurement: cautious figures for cold
 * outreach, which the answer shows and every caller may replace.
 */
export const assumedRates: BehaviorRates = { open: 0.4, click: 0.03, reply: 0.04, bounce: 0.02, unsubscribe: 0.005 };

/**
 * Mean delays after sending. Assumptions as well: the shape is exponential (most within the first hours, a few after
 * days), a refusal comes within minutes, an open within hours, an answer within a working day, a wish to be left alone
 * like an open.
 */
const meanDelayMs = {
  bounced: 30 * SECOND_MS,
  opened: 3 * HOUR_MS,
  clicked: 2 * MINUTE_MS,
  replied: 10 * HOUR_MS,
  unsubscribed: 4 * HOUR_MS,
} as const;
const leastDelayMs = 5 * SECOND_MS;

export interface SampledPeople {
  /** The same seed draws the same people, whatever else changes: each email's draws depend on its contact and step. */
  readonly seed: string;
  readonly rates: BehaviorRates;
  /** How long the team takes for what a manual step asks for. */
  readonly taskMs: number;
}

/** People who open, click, answer, bounce and leave as often as the rates say. */
export function samplePeople({ seed, rates, taskMs }: SampledPeople): Behavior {
  return {
    afterEmail: (email) => happeningsOf(email, seed, rates),
    afterTask: ({ at }) => ({ at: addMs(at, taskMs), outcome: "done" }),
  };
}

function happeningsOf(email: LeftEmail, seed: string, rates: BehaviorRates): Happening[] {
  const random = randomFrom(seedFrom("people", seed, email.contactId, email.stepId));
  // Every draw is made, wanted or not, so that another rate changes what it is about and nothing else.
  const share = { bounce: nextFloat(random), open: nextFloat(random), click: nextFloat(random) };
  const later = { reply: nextFloat(random), unsubscribe: nextFloat(random) };
  const delay = (kind: keyof typeof meanDelayMs) => leastDelayMs + nextExponential(random, meanDelayMs[kind]);
  const [bounced, opened, clicked] = [delay("bounced"), delay("opened"), delay("clicked")];
  const [replied, unsubscribed, which] = [delay("replied"), delay("unsubscribed"), nextFloat(random)];
  const happening = (kind: HappeningKind, delayMs: number, link: number | null = null): Happening => {
    return { kind, at: addMs(email.at, delayMs), link, meta: kind === "bounced" ? { bounceType: "hard" } : {} };
  };
  if (share.bounce < rates.bounce) return [happening("bounced", bounced)];
  const happenings: Happening[] = [];
  // Whoever clicks has opened: the rarer share lies inside the other one.
  const opens = share.open < Math.max(rates.open, rates.click);
  if (share.open < rates.open) happenings.push(happening("opened", opened));
  if (opens && email.links > 0 && share.click * Math.max(rates.open, rates.click) < rates.click)
    happenings.push(happening("clicked", opened + clicked, Math.floor(which * email.links)));
  if (later.reply < rates.reply) happenings.push(happening("replied", replied));
  if (later.unsubscribe < rates.unsubscribe) happenings.push(happening("unsubscribed", unsubscribed));
  return happenings.toSorted((a, b) => a.at - b.at);
}
