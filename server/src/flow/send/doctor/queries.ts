import type { Hop } from "@haste/contract/nouns/connecting";
import type { Tx } from "../../../platform/db/index.ts";

export interface CheckRow {
  readonly id: string;
  readonly accountId: string;
  readonly hops: readonly Hop[];
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** Of each account; what was found before tells nobody anything. */
const kept = 5;

export async function insertCheck(tx: Tx, row: Omit<CheckRow, "hops" | "finishedAt">): Promise<void> {
  await tx.rows(
    "insert into account_checks (workspace_id, id, sending_account_id, started_at) values ($1, $2, $3, $4)",
    [tx.workspaceId, row.id, row.accountId, row.startedAt],
  );
  await tx.rows(
    `delete from account_checks where workspace_id = $1 and sending_account_id = $2 and id not in (
       select id from account_checks where workspace_id = $1 and sending_account_id = $2 order by id desc limit $3)`,
    [tx.workspaceId, row.accountId, kept],
  );
}

export async function updateCheck(tx: Tx, id: string, hops: readonly Hop[], finishedAt: Date | null): Promise<void> {
  await tx.rows("update account_checks set hops = $3, finished_at = $4 where workspace_id = $1 and id = $2", [
    tx.workspaceId,
    id,
    JSON.stringify(hops),
    finishedAt,
  ]);
}

export async function findLastCheck(tx: Tx, accountId: string): Promise<CheckRow | null> {
  const rows = await tx.rows<CheckRow>(
    `select id, sending_account_id as "accountId", hops, started_at as "startedAt", finished_at as "finishedAt"
       from account_checks where workspace_id = $1 and sending_account_id = $2 order by id desc limit 1`,
    [tx.workspaceId, accountId],
  );
  return rows[0] ?? null;
}
