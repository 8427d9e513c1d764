import { findZone, HOUR_MS, type Instant, toInstant, toLocal, UTC, type Zone } from "../base/index.ts";

/**
 * How many emails an account may send per clock hour and per day of its own zone. Days begin at the account's local
 * midnight (B10); hours are those of the clock in UTC, so that a zone change never opens or closes one.
 */
export interface AccountCapacity {
  readonly zone: string;
  readonly dailyLimit: number;
  readonly hourlyLimit: number;
  /** Reserved and sent so far, by `periodKey`. */
  readonly used: Map<string, number>;
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

/** An account whose zone is unknown counts its days in UTC rather than stopping everybody's mail. */
export function zoneOfAccount(account: Pick<AccountCapacity, "zone">): Zone {
  const zone = findZone(account.zone);
  return zone.ok ? zone.value : UTC;
}

export function periodsAt(account: AccountCapacity, at: Instant): { hour: Period; day: Period } {
  return {
    hour: { period: "hour", startsAt: hourOf(at) },
    day: { period: "day", startsAt: dayOf(zoneOfAccount(account), at) },
  };
}

/** Room left today. */
export function hasRoom(account: AccountCapacity, at: Instant): number {
  const { day } = periodsAt(account, at);
  return Math.max(0, account.dailyLimit - (account.used.get(periodKey(day)) ?? 0));
}

/** null where `at` has room; else the limit that is reached and the first instant at which it frees. */
export function nextRoom(
  account: AccountCapacity,
  at: Instant,
): { limit: "daily_limit" | "hourly_limit"; at: Instant } | null {
  const { hour, day } = periodsAt(account, at);
  if ((account.used.get(periodKey(day)) ?? 0) >= account.dailyLimit) {
    const zone = zoneOfAccount(account);
    return { limit: "daily_limit", at: toInstant(zone, toLocal(zone, at).epochDay + 1, 0) };
  }
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

/** Takes one email's room in its hour and day. */
export function reserve(account: AccountCapacity, at: Instant): void {
  use(account, at, 1);
}

/** Gives it back. */
export function release(account: AccountCapacity, at: Instant): void {
  use(account, at, -1);
}

function use(account: AccountCapacity, at: Instant, by: 1 | -1): void {
  const { hour, day } = periodsAt(account, at);
  for (const period of [hour, day]) {
    const key = periodKey(period);
    account.used.set(key, (account.used.get(key) ?? 0) + by);
  }
}
