import { asInstant, type Instant, WEEK_MS } from "@haste/engine/base";
import {
  type CapacityPeriod,
  periodKey,
  providerKey,
  type Reservation,
  type SharedScope,
  sharedKey,
} from "@haste/engine/schedule";
import type { Tx } from "../../platform/db/index.ts";

/** What room is counted by: an account, what all accounts share, what one account sends to one recipient provider. */
export type CapacityScope = "account" | Reservation["scope"];

const scopes: Readonly<Record<CapacityScope, number>> = {
  account: 1,
  workspace: 2,
  domain: 3,
  provider: 4,
  account_provider: 5,
};
const periods: Readonly<Record<CapacityPeriod, number>> = { hour: 1, day: 2 };

export interface CapacityChange {
  readonly scope: CapacityScope;
  /** The account, or what the reservation names. */
  readonly key: string;
  readonly period: CapacityPeriod;
  readonly startsAt: Instant;
  readonly cap: number;
  readonly by: number;
}

interface UsedRow {
  scope: number;
  scope_key: string;
  period: number;
  starts_at: Date;
  used: number;
}

function periodOf(row: UsedRow) {
  const period = row.period === periods.hour ? ("hour" as const) : ("day" as const);
  return { period, startsAt: asInstant(row.starts_at.getTime()) };
}

/** Used room of accounts from `from` on, by account and `periodKey`. */
export async function readCapacity(
  tx: Tx,
  accountIds: readonly string[],
  from: Instant,
): Promise<Map<string, Map<string, number>>> {
  const rows = await tx.rows<UsedRow>(
    `select scope, scope_key, period, starts_at, used from capacity
     where workspace_id = $1 and scope = ${scopes.account} and scope_key = any($2) and starts_at >= $3 and used > 0`,
    [tx.workspaceId, accountIds, new Date(from)],
    "ledger-read-capacity",
  );
  const used = new Map<string, Map<string, number>>(accountIds.map((id) => [id, new Map()]));
  for (const row of rows) used.get(row.scope_key)?.set(periodKey(periodOf(row)), row.used);
  return used;
}

/** Adds what accounts sent to single recipient providers, by `providerKey`; read only where a pace or a ramp asks. */
export async function addProviderCapacity(
  tx: Tx,
  used: ReadonlyMap<string, Map<string, number>>,
  wanted: readonly { readonly accountId: string; readonly provider: string }[],
  from: Instant,
): Promise<void> {
  if (wanted.length === 0) return;
  const rows = await tx.rows<UsedRow>(
    `select scope, scope_key, period, starts_at, used from capacity
     where workspace_id = $1 and scope = ${scopes.account_provider} and scope_key = any($2) and starts_at >= $3 and used > 0`,
    [tx.workspaceId, wanted.map(({ accountId, provider }) => `${accountId} ${provider}`), new Date(from)],
    "ledger-read-provider-capacity",
  );
  for (const row of rows) {
    const [accountId = "", provider = ""] = row.scope_key.split(" ");
    used.get(accountId)?.set(providerKey(provider, periodOf(row)), row.used);
  }
}

/** Used room of what all accounts share, by `sharedKey`. */
export async function readSharedCapacity(
  tx: Tx,
  keys: Readonly<Record<SharedScope, readonly string[]>>,
  from: Instant,
): Promise<Map<string, number>> {
  const wanted = (Object.keys(keys) as SharedScope[]).flatMap((scope) =>
    keys[scope].map((key) => ({ scope: scopes[scope], key })),
  );
  if (wanted.length === 0) return new Map();
  const rows = await tx.rows<UsedRow>(
    `select c.scope, c.scope_key, c.period, c.starts_at, c.used
     from unnest($2::smallint[], $3::text[]) x(scope, key)
     join capacity c on c.workspace_id = $1 and c.scope = x.scope and c.scope_key = x.key
     where c.starts_at >= $4 and c.used > 0`,
    [tx.workspaceId, wanted.map(({ scope }) => scope), wanted.map(({ key }) => key), new Date(from)],
    "ledger-read-shared-capacity",
  );
  const named = new Map(Object.entries(scopes).map(([scope, number]) => [number, scope as SharedScope]));
  return new Map(
    rows.map((row) => [sharedKey(named.get(row.scope) as SharedScope, row.scope_key, periodOf(row)), row.used]),
  );
}

/**
 * Takes and gives room, in key order so that writers never wait in a circle. No check against the cap here: the planner
 * decided under the workspace's plan lock, and a person may lower a cap below what is used.
 */
export function changeCapacity(tx: Tx, changes: readonly CapacityChange[]): void {
  const merged = new Map<string, CapacityChange>();
  for (const change of changes) {
    const key = `${scopes[change.scope]} ${change.key} ${periods[change.period]} ${change.startsAt}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? change : { ...known, cap: change.cap, by: known.by + change.by });
  }
  const rows = [...merged.entries()].filter(([, change]) => change.by !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return;
  const list = rows.map(([, change]) => change);
  tx.write(
    `insert into capacity as c (workspace_id, scope, scope_key, period, starts_at, cap, used)
     select $1, x.scope, x.key, x.period, x.starts_at, x.cap, x.by
     from unnest($2::smallint[], $3::text[], $4::smallint[], $5::timestamptz[], $6::int[], $7::int[])
       x(scope, key, period, starts_at, cap, by)
     on conflict (workspace_id, scope, scope_key, period, starts_at)
     do update set used = c.used + excluded.used, cap = case when excluded.used > 0 then excluded.cap else c.cap end`,
    [
      tx.workspaceId,
      list.map((change) => scopes[change.scope]),
      list.map((change) => change.key),
      list.map((change) => periods[change.period]),
      list.map((change) => new Date(change.startsAt)),
      list.map((change) => change.cap),
      list.map((change) => change.by),
    ],
    "ledger-change-capacity",
  );
}

/** Planners look back two days at most. */
const capacityKeptMs = WEEK_MS;

/**
 * Forgets the room of hours and days long past. Whoever still gives such room back (an email settled late) leaves a row
 * below zero, which nobody reads and the next plan takes away.
 */
export async function forgetCapacity(tx: Tx, accountIds: readonly string[], now: Instant): Promise<void> {
  if (accountIds.length === 0) return;
  await tx.rows(
    `delete from capacity where workspace_id = $1 and scope = ${scopes.account} and scope_key = any($2)
       and period = any(array[${periods.hour}, ${periods.day}]::smallint[]) and starts_at < $3`,
    [tx.workspaceId, accountIds, new Date(now - capacityKeptMs)],
    "ledger-forget-capacity",
  );
}

/** The same for what these rooms are counted by beyond accounts. */
export async function forgetSharedCapacity(tx: Tx, rooms: readonly Reservation[], now: Instant): Promise<void> {
  if (rooms.length === 0) return;
  await tx.rows(
    `delete from capacity c using (select distinct * from unnest($2::smallint[], $3::text[]) x(scope, key)) x
     where c.workspace_id = $1 and c.scope = x.scope and c.scope_key = x.key and c.starts_at < $4`,
    [
      tx.workspaceId,
      rooms.map(({ scope }) => scopes[scope]),
      rooms.map(({ key }) => key),
      new Date(now - capacityKeptMs),
    ],
    "ledger-forget-shared-capacity",
  );
}
