/**
 * Which account writes to somebody whose thread has none yet. Newcomers are spread so that accounts fill evenly against
 * what each may take: the one goes next whose day would be filled the least, measured against its daily limit (while it is
 * warmed up, its ramp) × the weight the sequence gives it × its health. So no account is ever a whole
 * email short of its share (D'Hondt's divisors), where "the one with the most room" would let the largest do all the work first.
 */
import { HOUR_MS, type Instant, seedsFrom } from "../base/index.ts";
import { dayAt, hourOf } from "./capacity.ts";
import type { Candidates, PlanAccount, Pool, Round } from "./round.ts";

/** Somebody for whom an account is looked for. */
export interface Newcoming {
  readonly contactId: string;
  /** Who reads their mail; null where it is not known. */
  readonly provider: string | null;
}

/** Points of health that count as no difference: the score moves by as much with a handful of bounces. */
const sameHealth = 10;

/** How much more of its provider's recipients an account gets: mail within one house is filtered less, not unfiltered. */
const matchFactor = 2;

/** Those of a pool that are there and active, in the order in which they stand. */
export function candidatesOf(pool: Pool, { accounts, pools }: Pick<Round, "accounts" | "pools">): Candidates {
  const known = pools.get(pool);
  if (known !== undefined) return known;
  const named = pool ?? [...accounts.keys()].map((id) => ({ id, weight: 1 }));
  const entries = named.filter(({ id }) => accounts.get(id)?.isActive === true);
  const healthiest = Math.max(0, ...entries.map(({ id }) => healthOf(accounts.get(id) as PlanAccount)));
  const candidates = { entries, healthiest };
  pools.set(pool, candidates);
  return candidates;
}

function healthOf({ health }: PlanAccount): number {
  return health ?? 100;
}

/**
 * The candidate that writes to a newcomer, of those that may (`isFit`); null for none. Those without room today come last.
 * Where two would be filled equally, whoever has been idle longest; where that is equal too, a seeded order, so that the
 * same snapshot always gives the same answer.
 */
export function nextInTurn(
  who: Newcoming,
  { entries, healthiest }: Candidates,
  isFit: (account: PlanAccount) => boolean,
  round: Round,
): PlanAccount | null {
  const draw = seedsFrom(round.seed, who.contactId);
  // Asked for only where nothing before it decides: most accounts are told apart by their load.
  const rank = (account: PlanAccount) => String(draw(account.id)[0]);
  let best: PlanAccount | null = null;
  let bestLoad = 0;
  for (const { id, weight } of entries) {
    const account = round.accounts.get(id) as PlanAccount;
    const isMatch = who.provider !== null && account.provider === who.provider;
    const favor = isMatch && healthOf(account) > healthiest - sameHealth ? matchFactor : 1;
    const load = loadOf(account, weight * favor, round);
    if ((best !== null && load > bestLoad) || !isFit(account)) continue;
    if (best !== null && load === bestLoad && !isBefore(account, best, { round, rank })) continue;
    best = account;
    bestLoad = load;
  }
  return best;
}

/** How full its day would be with one more, against its share; beyond every other where nothing more goes in today. */
function loadOf(account: PlanAccount, weight: number, round: Round): number {
  let day = round.days.get(account.id);
  if (day === undefined) {
    day = dayAt(account, round.now);
    round.days.set(account.id, day);
  }
  const share = day.cap * weight * healthOf(account);
  return day.used >= day.cap || share === 0 ? Number.POSITIVE_INFINITY : (day.used + 1) / share;
}

interface Ties {
  readonly round: Round;
  rank(account: PlanAccount): string;
}

function isBefore(account: PlanAccount, other: PlanAccount, { round, rank }: Ties): boolean {
  const mine = lastHourOf(account, round);
  const theirs = lastHourOf(other, round);
  return mine === theirs ? rank(account) < rank(other) : mine < theirs;
}

/** A day back: whoever was idle longer than that is as idle as anybody. */
const idleHours = 24;

/** The last clock hour in which it sends or sent; 0 for none of late. Hours are what every snapshot knows of any account. */
function lastHourOf(account: PlanAccount, { lastHours, now }: Round): number {
  const known = lastHours.get(account.id);
  if (known !== undefined) return known;
  const from = hourOf(now) - idleHours * HOUR_MS;
  let last = 0;
  for (const [key, used] of account.used) {
    if (used <= 0 || !key.startsWith("hour:")) continue;
    const hour = Number(key.slice("hour:".length));
    if (hour >= from && hour > last) last = hour;
  }
  lastHours.set(account.id, last);
  return last;
}

/** Something leaves from it at `at`: what is known of its turn goes with it. */
export function noteTurn({ id }: Pick<PlanAccount, "id">, at: Instant, { days, lastHours }: Round): void {
  days.delete(id);
  const last = lastHours.get(id);
  if (last !== undefined && hourOf(at) > last) lastHours.set(id, hourOf(at));
}
