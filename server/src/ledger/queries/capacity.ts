import { asInstant, type Instant, WEEK_MS } from "@haste/engine/base";
import { type CapacityPeriod, periodKey } from "@haste/engine/schedule";
import type { Tx } from "../../platform/db/index.ts";

/** What the capacity of an account is counted by; recipient domains and people come as further scopes. */
const accountScope = 1;
const periods: Readonly<Record<CapacityPeriod, number>> = { hour: 1, day: 2 };

export interface CapacityChange {
  readonly accountId: string;
  readonly period: CapacityPeriod;
  readonly startsAt: Instant;
  readonly cap: number;
  readonly by: number;
}

/** Used room of accounts from `from` on, by account and `periodKey`. */
export async function readCapacity(
  tx: Tx,
  accountIds: readonly string[],
  from: Instant,
): Promise<Map<string, Map<string, number>>> {
  const rows = await tx.rows<{ scope_key: string; period: number; starts_at: Date; used: number }>(
    `select scope_key, period, starts_at, used from capacity
     where workspace_id = $1 and scope = ${accountScope} and scope_key = any($2) and starts_at >= $3 and used > 0`,
    [tx.workspaceId, accountIds, new Date(from)],
    "ledger-read-capacity",
  );
  const used = new Map<string, Map<string, number>>(accountIds.map((id) => [id, new Map()]));
  for (const row of rows) {
    const period = row.period === periods.hour ? "hour" : "day";
    used.get(row.scope_key)?.set(periodKey({ period, startsAt: asInstant(row.starts_at.getTime()) }), row.used);
  }
  return used;
}

/**
 * Takes and gives room, in key order so that writers never wait in a circle. No check against the cap here: the planner
 * decided under the workspace's plan lock, and a person may lower a cap below what is used.
 */
export function changeCapacity(tx: Tx, changes: readonly CapacityChange[]): void {
  const merged = new Map<string, CapacityChange>();
  for (const change of changes) {
    const key = `${change.accountId} ${periods[change.period]} ${change.startsAt}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? change : { ...known, cap: change.cap, by: known.by + change.by });
  }
  const rows = [...merged.entries()].filter(([, change]) => change.by !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return;
  const list = rows.map(([, change]) => change);
  tx.write(
    `insert into capacity as c (workspace_id, scope, scope_key, period, starts_at, cap, used)
     select $1, ${accountScope}, x.account, x.period, x.starts_at, x.cap, x.by
     from unnest($2::text[], $3::smallint[], $4::timestamptz[], $5::int[], $6::int[]) x(account, period, starts_at, cap, by)
     on conflict (workspace_id, scope, scope_key, period, starts_at)
     do update set used = c.used + excluded.used, cap = case when excluded.used > 0 then excluded.cap else c.cap end`,
    [
      tx.workspaceId,
      list.map((change) => change.accountId),
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
    `delete from capacity where workspace_id = $1 and scope = ${accountScope} and scope_key = any($2)
       and period = any(array[${periods.hour}, ${periods.day}]::smallint[]) and starts_at < $3`,
    [tx.workspaceId, accountIds, new Date(now - capacityKeptMs)],
    "ledger-forget-capacity",
  );
}

/** When emails of paced accounts leave or left within the last hour, ascending. */
export async function readSlots(tx: Tx, accountIds: readonly string[], now: Instant): Promise<Map<string, Instant[]>> {
  const slots = new Map<string, Instant[]>(accountIds.map((id) => [id, []]));
  if (accountIds.length === 0) return slots;
  const rows = await tx.rows<{ account_id: string; at: Date }>(
    `select sending_account_id as account_id, slot_at as at from account_slots
     where workspace_id = $1 and sending_account_id = any($2) and slot_at between $3 and $4
     union
     select sending_account_id, due_at from email_activities
     where workspace_id = $1 and sending_account_id = any($2) and due_at is not null
     order by 1, 2`,
    [tx.workspaceId, accountIds, new Date(now - slotsKeptMs), new Date(now)],
    "ledger-read-slots",
  );
  for (const row of rows) slots.get(row.account_id)?.push(asInstant(row.at.getTime()));
  return slots;
}

const slotsKeptMs = 3_600_000;

/** Notes the slots of a plan and forgets those that no gap reaches back to. */
export async function keepSlots(
  tx: Tx,
  slots: readonly { readonly accountId: string; readonly at: Instant }[],
  now: Instant,
): Promise<void> {
  if (slots.length === 0) return;
  const accountIds = slots.map((slot) => slot.accountId);
  await tx.rows(
    `delete from account_slots where workspace_id = $1 and sending_account_id = any($2) and slot_at < $3`,
    [tx.workspaceId, accountIds, new Date(now - slotsKeptMs)],
    "ledger-sweep-slots",
  );
  await tx.rows(
    `insert into account_slots (workspace_id, sending_account_id, slot_at)
     select $1, x.account_id, x.at from unnest($2::uuid[], $3::timestamptz[]) x(account_id, at) on conflict do nothing`,
    [tx.workspaceId, accountIds, slots.map((slot) => new Date(slot.at))],
    "ledger-keep-slots",
  );
}
