/**
 * Warm-up: how much a new sender may send on a day. Receivers limit senders they have not seen ("start with a low sending
 * volume to engaged users, and slowly increase the volume", Google's email sender guidelines; Microsoft and the big
 * providers' warm-up tables say the same), and forget those who fell silent.
 */

/** What a person writes. */
export interface Ramp {
  /** Emails on the first day. */
  readonly start: number;
  /** More on each further day on which mail left. */
  readonly step: number;
  /** The ramp ends here. */
  readonly ceiling: number;
  /** So many days without a mail begin it anew. */
  readonly restartAfterDays: number;
}

/** A new live account begins with 20 a day and comes to the 200 of its daily limit after two weeks of sending. */
export const defaultRamp: Ramp = { start: 20, step: 13, ceiling: 200, restartAfterDays: 30 };

/** How far it has come: the last day on which mail was given room, and what that day allowed. null: none yet. */
export interface RampLevel {
  /** Days since 1970 in the account's zone. */
  readonly day: number;
  readonly cap: number;
}

export interface Ramping {
  readonly ramp: Ramp;
  readonly level: RampLevel | null;
}

/**
 * What a day allows. Only days on which mail left make the next one larger: a week without any warms nobody up. A day
 * that was counted already, or one before it, keeps the cap it had, so looking twice changes nothing.
 */
export function rampCapOn({ ramp, level }: Ramping, day: number): number {
  if (level === null || day - level.day > ramp.restartAfterDays) return Math.min(ramp.start, ramp.ceiling);
  // A ramp that was written anew holds from the day on which it was.
  if (day <= level.day) return Math.min(level.cap, Math.max(ramp.ceiling, ramp.start));
  return Math.min(level.cap + ramp.step, ramp.ceiling);
}

/** Where the ramp stands once an email was given room on a day. */
export function climb(ramping: Ramping, day: number): Ramping {
  if (ramping.level !== null && day <= ramping.level.day) return ramping;
  return { ...ramping, level: { day, cap: rampCapOn(ramping, day) } };
}

/** The caps of the days ahead, were mail sent on each: the plan that a chart draws. */
export function rampPlan(
  ramping: Ramping,
  from: number,
  days: number,
): { readonly day: number; readonly cap: number }[] {
  const plan: { day: number; cap: number }[] = [];
  let at = ramping;
  for (let day = from; day < from + days; day += 1) {
    plan.push({ day, cap: rampCapOn(at, day) });
    at = climb(at, day);
  }
  return plan;
}
