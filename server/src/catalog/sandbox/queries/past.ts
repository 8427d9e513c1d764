import type { Tx } from "../../../platform/db/index.ts";

/** Who takes the places of those who lived a recorded past. */
export interface Successors {
  readonly ownerId: string;
  readonly goalId: string;
  /** In the order in which they were added. */
  readonly accounts: readonly { readonly id: string; readonly email: string }[];
}

export async function findSuccessors(tx: Tx): Promise<Successors> {
  const [row] = await tx.rows<{ ownerId: string; goalId: string }>(
    `select (select user_id from members where workspace_id = $1 and role = 'owner' limit 1) as "ownerId",
       (select id from goals where workspace_id = $1 order by created_at limit 1) as "goalId"`,
    [tx.workspaceId],
  );
  const accounts = await tx.rows<{ id: string; email: string }>(
    "select id, email from sending_accounts where workspace_id = $1 and archived_at is null order by created_at, id",
    [tx.workspaceId],
  );
  return { ownerId: row?.ownerId ?? "", goalId: row?.goalId ?? "", accounts };
}
