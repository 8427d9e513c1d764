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
 * Moves the workspace's clock forward to `now` and wakes what fell due by it. Forward only: an offset that would be
 * smaller than the stored one is ignored.
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
  const lanes = await tx.rows<{ stage: number; lane: string }>(
    `select ${stages.schedule} as stage, '${noLane}' as lane
     where exists (select from sequence_enrollments where workspace_id = $1 and due_at <= $2)
     union all
     select ${stages.judge}, '${noLane}'
     where exists (select from pending_verdicts where workspace_id = $1 and due_at <= $2)
     union all
     select ${stages.send}, a.id::text from sending_accounts a
     where a.workspace_id = $1 and exists (
       select from email_activities where workspace_id = $1 and sending_account_id = a.id and due_at <= $2)`,
    [tx.workspaceId, new Date(move.now)],
    "ledger-due-lanes-of-workspace",
  );
  for (const { stage, lane } of lanes) {
    await tx.rows(
      "insert into wakeups (workspace_id, stage, lane, due_at, id) values ($1, $2, $3, $4, $5)",
      [tx.workspaceId, stage, lane, new Date(move.machineNow), move.newId()],
      "ledger-append-wakeup",
    );
  }
}
