import { asInstant, type Instant } from "@haste/engine/base";
import { type Breaker, flowing } from "@haste/engine/pace";
import type { Tx } from "../../platform/db/index.ts";

/** One sending account towards one recipient provider. */
export interface PacePair {
  readonly accountId: string;
  readonly provider: string;
}

interface PaceRow {
  account_id: string;
  provider: string;
  rests_until: Date | null;
  per_hour: number | null;
  trips: number;
  struck_at: Date | null;
  taken: number;
  is_stopped: boolean;
  used: number;
}

export interface LockedPace extends PacePair {
  readonly breaker: Breaker;
  /** What the account gave room to in this hour or the last, whichever is more. */
  readonly sentPerHour: number;
}

const instantOf = (date: Date | null) => (date === null ? null : asInstant(date.getTime()));

/** Locks the paces of these pairs in key order; those that never were asked for less flow. */
export async function lockPaces(
  tx: Tx,
  pairs: readonly PacePair[],
  hour: Instant,
  now: Instant,
): Promise<LockedPace[]> {
  const keys = [
    tx.workspaceId,
    pairs.map((pair) => pair.accountId),
    pairs.map((pair) => pair.provider),
    new Date(now),
  ] as const;
  await tx.rows(
    `insert into provider_paces (workspace_id, sending_account_id, provider, updated_at)
     select $1, x.account_id, x.provider, $4 from unnest($2::uuid[], $3::text[]) x(account_id, provider)
     order by 2, 3 on conflict do nothing`,
    [...keys],
    "ledger-make-paces",
  );
  const rows = await tx.rows<PaceRow>(
    `select p.sending_account_id as account_id, p.provider, p.rests_until, p.per_hour, p.trips, p.struck_at, p.taken,
       p.stopped_at is not null as is_stopped,
       coalesce((select max(c.used) from capacity c where c.workspace_id = $1 and c.scope = 1
         and c.scope_key = p.sending_account_id::text and c.period = 1
         and c.starts_at between $4::timestamptz - interval '1 hour' and $4), 0)::int as used
     from provider_paces p join unnest($2::uuid[], $3::text[]) x(account_id, provider)
       on p.workspace_id = $1 and p.sending_account_id = x.account_id and p.provider = x.provider
     where p.workspace_id = $1 order by 1, 2 for update of p`,
    [...keys.slice(0, 3), new Date(hour)],
    "ledger-lock-paces",
  );
  return rows.map((row) => ({
    accountId: row.account_id,
    provider: row.provider,
    sentPerHour: row.used,
    breaker: {
      ...flowing,
      ...{ restsUntil: instantOf(row.rests_until), perHour: row.per_hour, trips: row.trips },
      ...{ struckAt: instantOf(row.struck_at), taken: row.taken, isStopped: row.is_stopped },
    },
  }));
}

export interface WrittenPace extends PacePair {
  readonly breaker: Breaker;
  /** Whether what waits for it was planned for another pace. */
  readonly replans: boolean;
  /** The server's words, where it asked for less. */
  readonly reply: string | null;
}

export async function writePaces(tx: Tx, paces: readonly WrittenPace[], now: Instant): Promise<void> {
  const dateOf = (at: Instant | null) => (at === null ? null : new Date(at));
  await tx.rows(
    `update provider_paces p set rests_until = x.rests_until, per_hour = x.per_hour, trips = x.trips,
       struck_at = x.struck_at, taken = x.taken, replans = p.replans or x.replans,
       last_reply = coalesce(x.reply, p.last_reply), updated_at = $11,
       held_since = case when x.rests_until is null and x.per_hour is null then null
         else coalesce(p.held_since, $11) end
     from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[], $8::int[],
       $9::bool[], $10::text[])
       x(account_id, provider, rests_until, per_hour, trips, struck_at, taken, replans, reply)
     where p.workspace_id = $1 and p.sending_account_id = x.account_id and p.provider = x.provider`,
    [
      tx.workspaceId,
      paces.map((pace) => pace.accountId),
      paces.map((pace) => pace.provider),
      paces.map(({ breaker }) => dateOf(breaker.restsUntil)),
      paces.map(({ breaker }) => breaker.perHour),
      paces.map(({ breaker }) => breaker.trips),
      paces.map(({ breaker }) => dateOf(breaker.struckAt)),
      paces.map(({ breaker }) => breaker.taken),
      paces.map((pace) => pace.replans),
      paces.map((pace) => pace.reply),
      new Date(now),
    ],
    "ledger-write-paces",
  );
}

/** Complaints stop a pair, and what waits for it is planned again; false where they have. */
export async function stopPace(
  tx: Tx,
  { accountId, provider, reason }: PacePair & { readonly reason: string },
  now: Instant,
): Promise<boolean> {
  const stopped = await tx.rows(
    `insert into provider_paces as p (workspace_id, sending_account_id, provider, stopped_at, stop_reason, replans, updated_at)
     values ($1, $2, $3, $5, $4, true, $5)
     on conflict (workspace_id, sending_account_id, provider) do update
       set stopped_at = $5, stop_reason = $4, replans = true, updated_at = $5
     where p.stopped_at is null returning 1 as done`,
    [tx.workspaceId, accountId, provider, reason, new Date(now)],
  );
  return stopped.length > 0;
}

/** The pair goes on, and complaints about mail from before count no more; false where nothing had stopped it. */
export async function letPaceGoOn(tx: Tx, { accountId, provider }: PacePair, now: Instant): Promise<boolean> {
  const going = await tx.rows(
    `update provider_paces set stopped_at = null, stop_reason = null, complaints_since = $4, updated_at = $4
      where workspace_id = $1 and sending_account_id = $2 and provider = $3 and stopped_at is not null returning 1 as done`,
    [tx.workspaceId, accountId, provider, new Date(now)],
  );
  return going.length > 0;
}

/** Of these pairs, those that complaints stopped. */
export async function findStopped(tx: Tx, pairs: readonly PacePair[]): Promise<PacePair[]> {
  if (pairs.length === 0) return [];
  return tx.rows<PacePair>(
    `select p.sending_account_id as "accountId", p.provider
     from provider_paces p join (select distinct * from unnest($2::uuid[], $3::text[]) x(account_id, provider)) x
       on p.sending_account_id = x.account_id and p.provider = x.provider
     where p.workspace_id = $1 and p.stopped_at is not null`,
    [tx.workspaceId, pairs.map((pair) => pair.accountId), pairs.map((pair) => pair.provider)],
    "ledger-find-stopped",
  );
}

/** The pairs whose pace changed since their mail was planned; asked once per plan, under its lock. */
export async function takeChangedPaces(tx: Tx): Promise<PacePair[]> {
  return tx.rows<PacePair>(
    `update provider_paces set replans = false where workspace_id = $1 and replans
     returning sending_account_id as "accountId", provider`,
    [tx.workspaceId],
    "ledger-take-changed-paces",
  );
}
