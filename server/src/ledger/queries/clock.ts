import { asInstant, type Instant } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";
import { noLane, stages } from "../lanes.ts";

/** Workspace time minus machine time, in milliseconds; 0 in live workspaces. */
export async function readClockOffset(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ offset_ms: number }>(
    "select clock_offset_ms as offset_ms from workspaces where id = $1",
    [tx.workspaceId],
    "ledger-read-clock-offset",
  );
  const offsetMs = rows[0]?.offset_ms;
  if (offsetMs === undefined) throw new Error(`Workspace ${tx.workspaceId} does not exist`);
  return offsetMs;
}

export interface DueInstants {
  /** The earliest instant (workspace time) at which the pipeline has something to do. */
  readonly next: Instant | null;
}

/** When the next person, email or verdict falls due, however long from now. */
export async function readNextDue(tx: Tx): Promise<DueInstants> {
  const rows = await tx.rows<{ next: Date | null }>(
    `select least(
       (select min(due_at) from sequence_enrollments where workspace_id = $1 and due_at is not null),
       (select min(due_at) from email_activities where workspace_id = $1 and due_at is not null),
       (select min(due_at) from pending_verdicts where workspace_id = $1)) as next`,
    [tx.workspaceId],
    "ledger-read-next-due",
  );
  const next = rows[0]?.next ?? null;
  return { next: next === null ? null : asInstant(next.getTime()) };
}

/** Nothing is due at `now`, nothing is claimed, nothing is on the wire. */
export async function isSettled(tx: Tx, now: Instant): Promise<boolean> {
  const rows = await tx.rows<{ settled: boolean }>(
    `select not exists (select from sequence_enrollments where workspace_id = $1 and due_at <= $2)
       and not exists (select from email_activities where workspace_id = $1 and due_at <= $2)
       and not exists (select from pending_verdicts where workspace_id = $1 and due_at <= $2)
       and not exists (select from claims where workspace_id = $1) as settled`,
    [tx.workspaceId, new Date(now)],
    "ledger-is-settled",
  );
  return rows[0]?.settled === true;
}

/**
 * Moves the workspace's clock forward to `now` and wakes what fell due by it. What falls due later has its wake-up where
 * the clock of before would have come to it: it gets one at its new time as well, for time goes on by itself from here.
 * Forward only: an offset that would be smaller than the stored one is ignored.
 */
export async function moveClock(
  tx: Tx,
  move: { readonly now: Instant; readonly machineNow: Instant; readonly newId: () => string },
): Promise<void> {
  const offsetMs = move.now - move.machineNow;
  await tx.rows(
    "update workspaces set clock_offset_ms = $2 where id = $1 and clock_offset_ms < $2",
    [tx.workspaceId, offsetMs],
    "ledger-move-clock",
  );
  for (const { stage, lane, due_at: dueAt } of await nextOfLanes(tx)) {
    const wakeAt = new Date(Math.max(dueAt.getTime(), move.now) - offsetMs);
    await tx.rows(
      `insert into wakeups (workspace_id, stage, lane, due_at, id) select $1, $2, $3, $4, $5
       where $6 or not exists (select from wakeups where workspace_id = $1 and stage = $2 and lane = $3 and due_at <= $4)`,
      // Whoever takes a wake-up that is due already may go by the clock of before, so that one is no reason to add none.
      [tx.workspaceId, stage, lane, wakeAt, move.newId(), dueAt.getTime() <= move.now],
      "ledger-wake-lane-anew",
    );
  }
}

/** Every lane of the workspace on which anything waits, and when the first of it is due. */
async function nextOfLanes(tx: Tx): Promise<{ stage: number; lane: string; due_at: Date }[]> {
  return tx.rows(
    `select stage, lane, due_at from (
       select ${stages.schedule} as stage, '${noLane}' as lane,
         (select min(due_at) from sequence_enrollments where workspace_id = $1 and due_at is not null) as due_at
       union all
       select ${stages.judge}, '${noLane}', (select min(due_at) from pending_verdicts where workspace_id = $1)
       union all
       select ${stages.send}, a.id::text, (select min(due_at) from email_activities
         where workspace_id = $1 and sending_account_id = a.id and due_at is not null)
       from sending_accounts a where a.workspace_id = $1) lanes
     where due_at is not null`,
    [tx.workspaceId],
    "ledger-next-of-lanes",
  );
}
