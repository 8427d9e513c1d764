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

export interface EpisodeRow {
  status: "active" | "paused" | "completed" | "stopped";
  stop_reason: string | null;
}

/** The latest episode of each of these people in their sequence, by `"<sequence> <contact>"`; none: never there. */
export async function readEpisodes(
  tx: Tx,
  pairs: readonly { readonly sequenceId: string; readonly contactId: string }[],
): Promise<Map<string, EpisodeRow>> {
  const rows = await tx.rows<EpisodeRow & { pair: string }>(
    `select x.sequence_id || ' ' || x.contact_id as pair, n.status, n.stop_reason
     from unnest($2::uuid[], $3::uuid[]) x(sequence_id, contact_id)
     cross join lateral (select status, stop_reason from sequence_enrollments
       where workspace_id = $1 and contact_id = x.contact_id and sequence_id = x.sequence_id
         and stop_reason is distinct from 'removed'
       order by id desc limit 1) n`,
    [tx.workspaceId, pairs.map((pair) => pair.sequenceId), pairs.map((pair) => pair.contactId)],
  );
  return new Map(rows.map(({ pair, ...episode }) => [pair, episode]));
}

export interface OpenEpisodes {
  readonly contactIds: readonly string[] | null;
  readonly companyIds: readonly string[] | null;
}

/** The versions by which these contacts, or everybody of these companies, are on the way, with who is. */
export async function readOpenEpisodes(
  tx: Tx,
  { contactIds, companyIds }: OpenEpisodes,
): Promise<{ sequenceId: string; version: number; contactIds: string[] }[]> {
  return tx.rows(
    `select n.sequence_id as "sequenceId", n.sequence_version as version, array_agg(n.contact_id) as "contactIds"
       from sequence_enrollments n
      where n.workspace_id = $1 and n.status in ('active', 'paused') and n.contact_id = any(array(
        select unnest($2::uuid[])
        union all
        select id from contacts where workspace_id = $1 and company_id = any($3::uuid[])))
      group by n.sequence_id, n.sequence_version`,
    [tx.workspaceId, contactIds ?? [], companyIds ?? []],
    "ledger-read-open-episodes",
  );
}
