import type { Tx } from "../../platform/db/index.ts";

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
