import type { Queries, Tx } from "../platform/db/index.ts";

export async function listWorkspaceIds(sweep: Queries): Promise<string[]> {
  return (await sweep.rows<{ id: string }>("select id from workspaces order by id")).map((row) => row.id);
}

/** Accounts whose mailbox is read: paused ones too, since people still answer them. */
export async function listAccountIds(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    "select id from sending_accounts where workspace_id = $1 and archived_at is null",
    [tx.workspaceId],
  );
  return rows.map((row) => row.id);
}
