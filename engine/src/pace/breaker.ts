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
  /** Nothing leaves before it; null where nothing is held back. */
  readonly restsUntil: Instant | null;
  /** Emails an hour, where the provider asked to go slower. */
  readonly perHour: number | null;
  /** Times it was tripped without having recovered in between. */
  readonly trips: number;
  /** Answers that meant "slower" since the last mail that was taken. */
  readonly strikes: number;
  /** Mails taken since the pace last changed. */
  readonly taken: number;
}

export const flowing: Breaker = { restsUntil: null, perHour: null, trips: 0, strikes: 0, taken: 0 };

export type BreakerState = "flowing" | "resting" | "probing" | "recovering";

/** What a server's answer says of the pace. */
export type PaceAnswer =
  /** It took the mail. */
  | { readonly kind: "taken" }
  /** It asks for less, or for later; `retryAfterMs` where it says how much later. */
  | { readonly kind: "slower"; readonly retryAfterMs: number | null };

/** One greylisting is everyday life; two answers in a row that say "slower" are not. */
const strikesToTrip = 2;
const firstRestMs = 10 * MINUTE_MS;
const longestRestMs = 6 * HOUR_MS;
/** A probe is one mail; the pace after it is what a person would dare. */
const probePerHour = 1;
const firstPerHour = 6;
/** Above this the provider has no reason to notice one mailbox (Gmail asks for authentication only from 5,000 a day). */
const fullPerHour = 200;
const mostTrips = 16;

export function stateOf(breaker: Breaker, now: Instant): BreakerState {
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
 * The breaker after one answer. `sentPerHour` is what went to the provider in the hour before: the pace that was too
 * much. Answers that arrive while it rests change nothing but for a longer wait the server asks for: they belong to mail
 * that was on its way already.
 */
export function afterAnswer(
  breaker: Breaker,
  answer: PaceAnswer,
  { now, sentPerHour }: { readonly now: Instant; readonly sentPerHour: number },
): Breaker {
  const state = stateOf(breaker, now);
  if (answer.kind === "slower") {
    const asked = answer.retryAfterMs === null ? null : addMs(now, Math.min(answer.retryAfterMs, longestRestMs));
    if (state === "resting") return { ...breaker, restsUntil: later(breaker.restsUntil, asked) };
    const strikes = breaker.strikes + 1;
    if (state === "flowing" && strikes < strikesToTrip && asked === null) return { ...breaker, strikes };
    return trip(breaker, { now, asked, sentPerHour });
  }
  if (state === "resting") return breaker;
  if (state === "flowing") return breaker.strikes === 0 ? breaker : { ...breaker, strikes: 0 };
  return recover(breaker, state);
}

function trip(
  breaker: Breaker,
  { now, asked, sentPerHour }: { readonly now: Instant; readonly asked: Instant | null; readonly sentPerHour: number },
): Breaker {
  const trips = Math.min(breaker.trips + 1, mostTrips);
  const restMs = Math.min(firstRestMs * 2 ** (trips - 1), longestRestMs);
  const before = breaker.perHour ?? sentPerHour;
  const restsUntil = later(addMs(now, restMs), asked);
  return { restsUntil, perHour: Math.max(probePerHour, Math.floor(before / 2)), trips, strikes: 0, taken: 0 };
}

function recover(breaker: Breaker, state: "probing" | "recovering"): Breaker {
  const perHour = breaker.perHour ?? fullPerHour;
  // The probe came through: half of what was too much, or what a person would dare where that was hardly anything.
  if (state === "probing")
    return { ...breaker, restsUntil: null, perHour: Math.max(firstPerHour, perHour), strikes: 0, taken: 0 };
  const taken = breaker.taken + 1;
  if (taken < perHour / 2) return { ...breaker, taken, strikes: 0 };
  const faster = perHour + Math.max(firstPerHour, Math.floor(perHour / 2));
  return faster >= fullPerHour ? flowing : { ...breaker, perHour: faster, strikes: 0, taken: 0 };
}

function later(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
