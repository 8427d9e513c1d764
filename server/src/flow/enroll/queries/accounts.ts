import type { StrandedAccount } from "@haste/contract/nouns/rotation";
import type { Tx } from "../../../platform/db/index.ts";

/** Whether somebody could be given this account now. */
export async function findActiveAccount(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.rows(
    `select id from sending_accounts
     where workspace_id = $1 and id = $2 and status = 'active' and archived_at is null for share`,
    [tx.workspaceId, id],
  );
  return rows.length > 0;
}

/** People on the way in a sequence whose thread runs through an account. */
export async function countPeopleOfAccount(
  tx: Tx,
  { sequenceId, fromAccountId }: { readonly sequenceId: string; readonly fromAccountId: string },
): Promise<number> {
  const rows = await tx.rows<{ people: number }>(
    `select count(*)::int as people from sequence_enrollments
     where workspace_id = $1 and sequence_id = $2 and sending_account_id = $3 and status in ('active', 'paused')`,
    [tx.workspaceId, sequenceId, fromAccountId],
  );
  return rows[0]?.people ?? 0;
}

/** Nothing of the people is read where no account is paused. */
export async function listStranded(tx: Tx, sequenceId: string): Promise<StrandedAccount[]> {
  return tx.rows<StrandedAccount>(
    `select a.id, a.email, a.status_reason as "statusReason", n.people
     from sending_accounts a cross join lateral (
       select count(*)::int as people from sequence_enrollments
       where workspace_id = $1 and sequence_id = $2 and sending_account_id = a.id and status in ('active', 'paused')) n
     where a.workspace_id = $1 and a.status = 'paused' and a.archived_at is null and n.people > 0
     order by n.people desc, a.id`,
    [tx.workspaceId, sequenceId],
  );
}
