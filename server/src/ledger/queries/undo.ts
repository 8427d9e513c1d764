import type { Instant } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";

/**
 * Enrollments of a contact that ended at this instant, and may begin again: nobody is twice in one sequence, so one that
 * was entered anew since is left out.
 */
export async function findEndedAt(tx: Tx, contactId: string, at: Instant): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select n.id from sequence_enrollments n
     where n.workspace_id = $1 and n.contact_id = $2 and n.status = 'stopped' and n.stopped_at = $3
       and not exists (select from sequence_enrollments o where o.workspace_id = $1 and o.contact_id = $2
         and o.sequence_id = n.sequence_id and o.status in ('active', 'paused'))`,
    [tx.workspaceId, contactId, new Date(at)],
    "ledger-find-ended-at",
  );
  return rows.map((row) => row.id);
}
