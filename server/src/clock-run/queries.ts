import type { Queries, Tx } from "../platform/db/index.ts";

/** When the next act of the sandbox's people falls due (workspace time). */
export async function readNextAct(tx: Tx): Promise<Date | null> {
  const rows = await tx.rows<{ due_at: Date | null }>(
    "select min(due_at) as due_at from sandbox_acts where workspace_id = $1 and done_at is null",
    [tx.workspaceId],
    "clock-next-act",
  );
  return rows[0]?.due_at ?? null;
}

/** How many emails have left so far. */
export async function countSent(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ sent: number }>(
    "select coalesce(sum(sent), 0)::int as sent from happening_rollups where workspace_id = $1",
    [tx.workspaceId],
    "clock-count-sent",
  );
  return rows[0]?.sent ?? 0;
}

export async function readRate(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ clock_rate: number }>(
    "select clock_rate from workspaces where id = $1",
    [tx.workspaceId],
    "clock-read-rate",
  );
  return rows[0]?.clock_rate ?? 1;
}

export async function writeRate(tx: Tx, rate: number, machineNow: Date): Promise<void> {
  await tx.rows("update workspaces set clock_rate = $2, clock_rate_since = $3 where id = $1", [
    tx.workspaceId,
    rate,
    machineNow,
  ]);
}

/** Sandboxes whose clock runs faster than real time. */
export async function readFastClocks(sweep: Queries): Promise<{ id: string; clock_rate: number }[]> {
  return sweep.rows("select id, clock_rate from workspaces where clock_rate > 1", [], "clock-read-fast");
}
