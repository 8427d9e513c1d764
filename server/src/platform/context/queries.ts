import type { Tx } from "../db/index.ts";
import type { Workspace } from "./context.ts";

/** The workspace of this transaction, or null where its id belongs to none. */
export async function loadWorkspace(tx: Tx): Promise<Workspace | null> {
  const rows = await tx.rows<Workspace>(
    `select id, mode, name, timezone, clock_offset_ms as "clockOffsetMs", clock_rate as "clockRate"
       from workspaces where id = $1`,
    [tx.workspaceId],
    "workspace",
  );
  return rows[0] ?? null;
}
