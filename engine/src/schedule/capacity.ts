import { findZone, HOUR_MS, type Instant, toInstant, toLocal, UTC, type Zone } from "../base/index.ts";
import { climb, type Ramping, rampCapOn } from "../pace/index.ts";

/**
 * How many emails an account may send per clock hour and per day of its own zone. Days begin at the account's local
 * midnight (B10); hours are those of the clock in UTC, so that a zone change never opens or closes one.
 */
export interface AccountCapacity {
  readonly zone: string;
  readonly dailyLimit: number;
  readonly hourlyLimit: number;
  /** Reserved and sent so far, by `periodKey`; what goes to one recipient provider by `providerKey` too. */
  readonly used: Map<string, number>;
  /** Its warm-up (key `""`) and those of single recipient providers, by their name; left out: none. */
  readonly ramps?: Map<string, Ramping>;
}

export type CapacityPeriod = "hour" | "day";

export interface Period {
  readonly period: CapacityPeriod;
  readonly startsAt: Instant;
}

export function periodKey({ period, startsAt }: Period): string {
  return `${period}:${startsAt}`;
}

export function hourOf(at: Instant): Instant {
  return (Math.floor(at / HOUR_MS) * HOUR_MS) as Instant;
}

export function dayOf(zone: Zone, at: Instant): Instant {
  return toInstant(zone, toLocal(zone, at).epochDay, 0);
}

/** When the day of `at` is over there. */
export function nextDayOf(zone: Zone, at: Instant): Instant {
  return toInstant(zone, toLocal(zone, at).epochDay + 1, 0);
}

/** An account whose zone is unknown counts its days in UTC rather than stopping everybody's mail. */
export function zoneOfAccount(account: Pick<AccountCapacity, "zone">): Zone {
  const zone = findZone(account.zone);
  return zone.ok ? zone.value : UTC;
}

export function periodsAt(account: Pick<AccountCapacity, "zone">, at: Instant): { hour: Period; day: Period } {
  return {
    hour: { period: "hour", startsAt: hourOf(at) },
    day: { period: "day", startsAt: dayOf(zoneOfAccount(account), at) },
  };
}

/** The ramp of the whole account, and of one recipient provider, on the day of `at`; null: none. */
export function rampCapAt(account: AccountCapacity, at: Instant, provider = ""): number | null {
  const ramping = account.ramps?.get(provider);
  return ramping === undefined ? null : rampCapOn(ramping, toLocal(zoneOfAccount(account), at).epochDay);
}

/** What it may send on the day of `at`, and what is taken of it. */
export function dayAt(account: AccountCapacity, at: Instant): { readonly cap: number; readonly used: number } {
  const { day } = periodsAt(account, at);
  const ramp = account.ramps === undefined ? null : rampCapAt(account, at);
  const cap = ramp === null ? account.dailyLimit : Math.min(account.dailyLimit, ramp);
  return { cap, used: account.used.get(periodKey(day)) ?? 0 };
}

/** A cap that is reached, and the first instant at which it frees. */
export interface Full<Limit extends string> {
  readonly limit: Limit;
  readonly at: Instant;
}

/** null where `at` has room; else the limit of the account that is reached and the first instant at which it frees. */
export function nextRoom(account: AccountCapacity, at: Instant): Full<"daily_limit" | "hourly_limit" | "ramp"> | null {
  const { hour, day } = periodsAt(account, at);
  const usedToday = account.used.get(periodKey(day)) ?? 0;
  if (usedToday >= account.dailyLimit) return { limit: "daily_limit", at: nextDayOf(zoneOfAccount(account), at) };
  const ramp = account.ramps === undefined ? null : rampCapAt(account, at);
  if (ramp !== null && usedToday >= ramp) return { limit: "ramp", at: nextDayOf(zoneOfAccount(account), at) };
  if ((account.used.get(periodKey(hour)) ?? 0) >= account.hourlyLimit) {
    return { limit: "hourly_limit", at: (hour.startsAt + HOUR_MS) as Instant };
  }
  return null;
}

/** The first instant from `at` on with room; null where none comes within two months. */
export function firstRoom(account: AccountCapacity, at: Instant): Instant | null {
  let from = at;
  for (let hours = 0; hours < 60 * 24; hours += 1) {
    const full = nextRoom(account, from);
    if (full === null) return from;
    from = full.at;
  }
  return null;
}

/** Takes one email's room in its hour and day; the ramps climb with it. */
export function reserve(account: AccountCapacity, at: Instant, provider: string | null = null): void {
  use(account, at, 1);
  if (account.ramps !== undefined) climbRamps(account.ramps, { zone: account.zone, at, provider });
}

/** What a mail that leaves at `at` does to the ramp of its account and to that of its recipient's provider. */
export function climbRamps(
  ramps: Map<string, Ramping>,
  { zone, at, provider }: { readonly zone: string; readonly at: Instant; readonly provider: string | null },
): void {
  const { epochDay } = toLocal(zoneOfAccount({ zone }), at);
  for (const key of provider === null ? [""] : ["", provider]) {
    const ramping = ramps.get(key);
    if (ramping !== undefined) ramps.set(key, climb(ramping, epochDay));
  }
}

/** Gives it back. */
export function release(account: AccountCapacity, at: Instant): void {
  use(account, at, -1);
}

function use(account: AccountCapacity, at: Instant, by: 1 | -1): void {
  const { hour, day } = periodsAt(account, at);
  addUse(account.used, periodKey(hour), by);
  addUse(account.used, periodKey(day), by);
}

export function addUse(used: Map<string, number>, key: string, by: number): void {
  used.set(key, (used.get(key) ?? 0) + by);
}
