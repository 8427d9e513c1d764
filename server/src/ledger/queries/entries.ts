import type { Tx } from "../../platform/db/index.ts";

/** The published versions of those sequences that take people in, by sequence. */
export async function readOpenSequences(tx: Tx, ids: readonly string[], now: Date): Promise<Map<string, number>> {
  const rows = await tx.rows<{ id: string; version: number }>(
    `select id, published_version as version from email_sequences
     where workspace_id = $1 and id = any($2) and status in ('active', 'paused') and archived_at is null
       and published_version is not null and closed_at is null and (ends_at is null or ends_at > $3)`,
    [tx.workspaceId, ids, now],
  );
  return new Map(rows.map((row) => [row.id, row.version]));
}

/** Which of these people were never in their sequence: `"<sequence> <contact>"`. */
export async function readStrangers(
  tx: Tx,
  pairs: readonly { readonly sequenceId: string; readonly contactId: string }[],
): Promise<Set<string>> {
  const rows = await tx.rows<{ pair: string }>(
    `select x.sequence_id || ' ' || x.contact_id as pair from unnest($2::uuid[], $3::uuid[]) x(sequence_id, contact_id)
     where not exists (select from sequence_enrollments n
       where n.workspace_id = $1 and n.contact_id = x.contact_id and n.sequence_id = x.sequence_id)`,
    [tx.workspaceId, pairs.map((pair) => pair.sequenceId), pairs.map((pair) => pair.contactId)],
  );
  return new Set(rows.map((row) => row.pair));
}
