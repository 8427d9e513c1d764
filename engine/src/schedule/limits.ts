/**
 * Limits beyond those of one account: of the whole workspace, of a recipient's domain, of a recipient provider, and what
 * one account may send to one provider (its warm-up there, and the pace the provider asked for). The smallest wins: an
 * email takes the first instant at which all of them have room, and takes its room in each.
 */
import { addMs, earlierOf, HOUR_MS, type Instant } from "../base/index.ts";
import { type Breaker, paceOf, providerOfDomain } from "../pace/index.ts";
import {
  type AccountCapacity,
  addUse,
  type Full,
  hourOf,
  nextDayOf,
  type Period,
  periodKey,
  periodsAt,
  rampCapAt,
  zoneOfAccount,
} from "./capacity.ts";

/** null: as many as it takes. */
export interface Cap {
  readonly perHour: number | null;
  readonly perDay: number | null;
}

export const sharedScopes = ["workspace", "domain", "provider"] as const;
export type SharedScope = (typeof sharedScopes)[number];

/** What all accounts of a workspace share. Days are those of its zone. */
export interface SharedLimits {
  readonly zone: string;
  readonly caps: Readonly<Record<SharedScope, Cap>>;
  /** Reserved and sent so far, by `sharedKey`. */
  readonly used: Map<string, number>;
}

/** Whom an email goes to, as far as limits ask. */
export interface Recipient {
  readonly domain: string;
  readonly provider: string;
}

/** An account with the pace each recipient provider asked of it, where one did. */
export interface PacedCapacity extends AccountCapacity {
  readonly id: string;
  readonly breakers?: ReadonlyMap<string, Breaker>;
}

export type LimitCode =
  | "daily_limit"
  | "hourly_limit"
  | "ramp"
  | "provider_ramp"
  | "provider_pace"
  | `${SharedScope}_limit`;

/** Room one email takes beyond the hour and day of its account. `cap` is what it was taken under. */
export interface Reservation extends Period {
  readonly scope: SharedScope | "account_provider";
  /** The domain, the provider, `account provider`; empty for the workspace. */
  readonly key: string;
  readonly cap: number;
}

/** Where a contact's mail goes. `mx`: the providers whose mail hosts were looked up, by domain. */
export function recipientOf(domain: string | null, mx: ReadonlyMap<string, string> | undefined): Recipient | null {
  return domain === null ? null : { domain, provider: mx?.get(domain) ?? providerOfDomain(domain) };
}

export function sharedKey(scope: SharedScope, key: string, period: Period): string {
  return `${scope} ${key} ${periodKey(period)}`;
}

/** Beside `periodKey` in the account's own `used`; what follows the first colon is the instant, as there. */
export function providerKey(provider: string, period: Period): string {
  return `${provider} ${periodKey(period)}`;
}

function keyIn(scope: SharedScope, { domain, provider }: Recipient): string {
  if (scope === "workspace") return "";
  return scope === "domain" ? domain : provider;
}

/** Where an email would go, and under which limits. */
export interface Bound {
  readonly account: PacedCapacity;
  readonly recipient: Recipient | null;
  readonly limits: SharedLimits | null;
}

interface Reached extends Full<LimitCode> {
  /** What the sentence speaks of, where it is not the account. */
  readonly subject: string;
}

/** null where every limit beyond the account's own has room at `at`; else one that has not, and when it frees. */
export function nextSharedRoom(bound: Bound, at: Instant): Reached | null {
  const { account, recipient, limits } = bound;
  if (recipient !== null && (account.breakers !== undefined || account.ramps !== undefined)) {
    const paced = nextProviderRoom(account, recipient.provider, at);
    if (paced !== null) return paced;
  }
  if (limits === null) return null;
  for (const { scope, key, cap, ...period } of sharedRooms(bound, at)) {
    if (scope === "account_provider" || (limits.used.get(sharedKey(scope, key, period)) ?? 0) < cap) continue;
    return { limit: `${scope}_limit`, at: endOf(period, limits), subject: key };
  }
  return null;
}

function nextProviderRoom(account: PacedCapacity, provider: string, at: Instant): Reached | null {
  const { hour, day } = periodsAt(account, at);
  const breaker = account.breakers?.get(provider);
  if (breaker !== undefined) {
    const { notBefore, perHour } = paceOf(breaker);
    if (notBefore !== null && at < notBefore) return { limit: "provider_pace", at: notBefore, subject: provider };
    if (perHour !== null && (account.used.get(providerKey(provider, hour)) ?? 0) >= perHour)
      return { limit: "provider_pace", at: endOf(hour, account), subject: provider };
  }
  const cap = account.ramps === undefined ? null : rampCapAt(account, at, provider);
  if (cap === null || (account.used.get(providerKey(provider, day)) ?? 0) < cap) return null;
  return { limit: "provider_ramp", at: endOf(day, account), subject: provider };
}

function endOf({ period, startsAt }: Period, zoned: { readonly zone: string }): Instant {
  return period === "hour" ? addMs(startsAt, HOUR_MS) : nextDayOf(zoneOfAccount(zoned), startsAt);
}

function sharedRooms({ recipient, limits }: Bound, at: Instant): Reservation[] {
  const rooms: Reservation[] = [];
  if (limits === null) return rooms;
  const { hour, day } = periodsAt(limits, at);
  for (const scope of sharedScopes) {
    if (recipient === null && scope !== "workspace") continue;
    const { perHour, perDay } = limits.caps[scope];
    if (perHour === null && perDay === null) continue;
    const key = recipient === null ? "" : keyIn(scope, recipient);
    if (perHour !== null) rooms.push({ scope, key, cap: perHour, ...hour });
    if (perDay !== null) rooms.push({ scope, key, cap: perDay, ...day });
  }
  return rooms;
}

/** Everything beyond its account's hour and day that an email takes when it leaves at `at`. */
export function roomsAt(bound: Bound, at: Instant): Reservation[] {
  const rooms = sharedRooms(bound, at);
  const { account, recipient } = bound;
  if (recipient === null) return rooms;
  const { provider } = recipient;
  const { hour, day } = periodsAt(account, at);
  const taken = { scope: "account_provider", key: `${account.id} ${provider}` } as const;
  const breaker = account.breakers?.get(provider);
  const perHour = breaker === undefined ? null : paceOf(breaker).perHour;
  if (perHour !== null) rooms.push({ ...taken, cap: perHour, ...hour });
  const perDay = account.ramps === undefined ? null : rampCapAt(account, at, provider);
  if (perDay !== null) rooms.push({ ...taken, cap: perDay, ...day });
  return rooms;
}

/** Takes (1) or gives back (-1) rooms in the books of the account and of what all share. */
export function changeRooms({ account, recipient, limits }: Bound, rooms: readonly Reservation[], by: 1 | -1): void {
  for (const { scope, key, period, startsAt } of rooms) {
    if (scope !== "account_provider") {
      if (limits !== null) addUse(limits.used, sharedKey(scope, key, { period, startsAt }), by);
    } else if (recipient !== null) addUse(account.used, providerKey(recipient.provider, { period, startsAt }), by);
  }
}

/**
 * Until when an email may leave on the room it holds: the end of its hour, or of its account's or the workspace's day
 * where that comes first. Whoever comes later holds room in a period that is over, and is planned again.
 */
export function heldUntil({ account, limits }: Pick<Bound, "account" | "limits">, at: Instant): Instant {
  const hourEnds = addMs(hourOf(at), HOUR_MS);
  const ends = earlierOf(hourEnds, nextDayOf(zoneOfAccount(account), at));
  return limits === null ? ends : earlierOf(ends, nextDayOf(zoneOfAccount(limits), at));
}
