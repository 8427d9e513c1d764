import { asInstant, type Instant } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";

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
