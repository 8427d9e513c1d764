/**
 * The breaker of one account towards one recipient provider: it learns from answers that mean "slower", holds the mail
 * for that provider back, tries again with one, and takes its pace up step by step. Other providers never notice.
 *
 *             slowed down (n-th in a row)                  time is up
 *   flowing ───────────────────────────────→ resting ─────────────────→ probing
 *      ↑                                        ↑                          │ slowed down: rests twice as long
 *      │ enough was taken at full pace          └──────────────────────────┤
 *      └───────────────────────────── recovering ←─────────────────────────┘ taken
 *
 * Waiting doubles as RFC 5321 §4.5.4.1 asks of retries; pace grows by addition and falls by half, as TCP's does
 * (RFC 5681): the one rule known to let many senders share a bottleneck that tells nobody its width.
 */
import { addMs, HOUR_MS, type Instant, MINUTE_MS } from "../base/index.ts";

export interface Breaker {
  /** Complaints of its people stopped it: nothing leaves until a person lets it go on, whatever servers answer. */
  readonly isStopped: boolean;
  /** Nothing leaves before it; null where nothing is held back. */
  readonly restsUntil: Instant | null;
  /** Emails an hour, where the provider asked to go slower. */
  readonly perHour: number | null;
  /** Times it was tripped without having recovered in between. */
  readonly trips: number;
  /** When an answer meant "slower" that did not trip it yet. */
  readonly struckAt: Instant | null;
  /** Mails taken since the pace last changed. */
  readonly taken: number;
}

export const flowing: Breaker = {
  ...{ isStopped: false, restsUntil: null, perHour: null },
  ...{ trips: 0, struckAt: null, taken: 0 },
};

export type BreakerState = "stopped" | "flowing" | "resting" | "probing" | "recovering";

/** What a server's answer says of the pace. */
export type PaceAnswer =
  /** It took the mail. */
  | { readonly kind: "taken" }
  /** It asks for less, or for later; `retryAfterMs` where it says how much later. */
  | { readonly kind: "slower"; readonly retryAfterMs: number | null };

/** One answer that says "slower" is everyday life; two within this time are not. */
const strikeCountsMs = 15 * MINUTE_MS;
const firstRestMs = 10 * MINUTE_MS;
const longestRestMs = 6 * HOUR_MS;
/** A probe is one mail; the pace after it is what a person would dare. */
const probePerHour = 1;
const firstPerHour = 6;
/** Above this the provider has no reason to notice one mailbox (Gmail asks for authentication only from 5,000 a day). */
const fullPerHour = 200;
const mostTrips = 16;

export function stateOf(breaker: Breaker, now: Instant): BreakerState {
  return breaker.isStopped ? "stopped" : answeredState(breaker, now);
}

/** What servers' answers brought it to, which goes on to count for the day it is let go. */
function answeredState(breaker: Breaker, now: Instant): Exclude<BreakerState, "stopped"> {
  if (breaker.restsUntil !== null && breaker.restsUntil > now) return "resting";
  if (breaker.perHour === null) return "flowing";
  return breaker.restsUntil === null ? "recovering" : "probing";
}

/**
 * What the planner keeps to: nothing before an instant, and no more than so many an hour. After a rest that is one probe
 * until it is answered, however much was allowed before.
 */
export function paceOf(breaker: Breaker): { readonly notBefore: Instant | null; readonly perHour: number | null } {
  const { restsUntil, perHour } = breaker;
  return restsUntil === null ? { notBefore: null, perHour } : { notBefore: restsUntil, perHour: probePerHour };
}

/**
 * The breaker after one answer. `sentPerHour` is what went out in the hour before: at least the pace that was too much. Answers that arrive while it rests change nothing but for a longer wait the server asks for: they belong to mail
 * that was on its way already.
 */
export function afterAnswer(
  breaker: Breaker,
  answer: PaceAnswer,
  { now, sentPerHour }: { readonly now: Instant; readonly sentPerHour: number },
): Breaker {
  const state = answeredState(breaker, now);
  if (answer.kind === "slower") {
    const asked = answer.retryAfterMs === null ? null : addMs(now, Math.min(answer.retryAfterMs, longestRestMs));
    if (state === "resting") return { ...breaker, restsUntil: later(breaker.restsUntil, asked) };
    const { struckAt } = breaker;
    const isSecond = struckAt !== null && now - struckAt < strikeCountsMs;
    if (state === "flowing" && !isSecond && asked === null) return { ...breaker, struckAt: now };
    return trip(breaker, { now, asked, sentPerHour });
  }
  // While it flows, mails that are taken say nothing that time does not say too.
  return state === "resting" || state === "flowing" ? breaker : recover(breaker, state);
}

function trip(
  breaker: Breaker,
  { now, asked, sentPerHour }: { readonly now: Instant; readonly asked: Instant | null; readonly sentPerHour: number },
): Breaker {
  const trips = Math.min(breaker.trips + 1, mostTrips);
  const restMs = Math.min(firstRestMs * 2 ** (trips - 1), longestRestMs);
  const before = breaker.perHour ?? sentPerHour;
  const restsUntil = later(addMs(now, restMs), asked);
  const perHour = Math.max(probePerHour, Math.floor(before / 2));
  return { ...breaker, restsUntil, perHour, trips, struckAt: null, taken: 0 };
}

function recover(breaker: Breaker, state: "probing" | "recovering"): Breaker {
  const perHour = breaker.perHour ?? fullPerHour;
  // The probe came through: half of what was too much, or what a person would dare where that was hardly anything.
  if (state === "probing") return { ...breaker, restsUntil: null, perHour: Math.max(firstPerHour, perHour), taken: 0 };
  const taken = breaker.taken + 1;
  if (taken < perHour / 2) return { ...breaker, taken };
  const faster = perHour + Math.max(firstPerHour, Math.floor(perHour / 2));
  return faster >= fullPerHour
    ? { ...flowing, isStopped: breaker.isStopped }
    : { ...breaker, perHour: faster, taken: 0 };
}

function later(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
