import type { Tx } from "../../../platform/db/index.ts";

/** What the guards ask of contacts, read for a batch in one statement. */
export interface FactsRow {
  id: string;
  email: string;
  email_key: string;
  timezone: string | null;
  owner_id: string | null;
  owner_name: string | null;
  suppressed_by: string | null;
  active_here: boolean;
  earlier_episode: string | null;
  active_elsewhere: string[] | null;
  is_customer: boolean;
}

export async function readFacts(tx: Tx, sequenceId: string, contactIds: readonly string[]): Promise<FactsRow[]> {
  return tx.rows<FactsRow>(
    `select c.id, c.email, c.email_key, c.timezone, c.owner_id, u.name as owner_name, s.reason as suppressed_by,
       exists (select from sequence_enrollments n where n.workspace_id = $1 and n.contact_id = c.id
         and n.sequence_id = $2 and n.status in ('active', 'paused')) as active_here,
       (select n.status || coalesce(': ' || n.stop_reason, '') from sequence_enrollments n
         where n.workspace_id = $1 and n.contact_id = c.id and n.sequence_id = $2
           and n.status in ('completed', 'stopped') and n.stop_reason is distinct from 'removed'
         order by n.id desc limit 1) as earlier_episode,
       (select array_agg(distinct q.name) from sequence_enrollments n
         join email_sequences q on q.workspace_id = $1 and q.id = n.sequence_id
         where n.workspace_id = $1 and n.contact_id = c.id and n.sequence_id <> $2 and n.status = 'active') as active_elsewhere,
       exists (select from deals d where d.workspace_id = $1 and d.contact_id = c.id and d.stage = 'won'
         and d.archived_at is null) as is_customer
     from contacts c
     left join suppressions s on s.workspace_id = $1 and s.email_key = c.email_key
     left join users u on u.id = c.owner_id
     where c.workspace_id = $1 and c.id = any($3) and c.archived_at is null`,
    [tx.workspaceId, sequenceId, contactIds],
    "enroll-read-facts",
  );
}

/** Domains this workspace sends from. */
export async function readOwnDomains(tx: Tx): Promise<Set<string>> {
  const rows = await tx.rows<{ domain: string }>(
    `select distinct split_part(email, '@', 2) as domain from sending_accounts
     where workspace_id = $1 and archived_at is null`,
    [tx.workspaceId],
    "enroll-read-own-domains",
  );
  return new Set(rows.map((row) => row.domain.toLowerCase()));
}

export interface EnrollableSequence {
  id: string;
  status: "draft" | "active" | "paused" | "completed";
  published_version: number | null;
  archived_at: Date | null;
  ends_at: Date | null;
  closed_at: Date | null;
}

export async function readSequence(tx: Tx, id: string): Promise<EnrollableSequence | null> {
  const rows = await tx.rows<EnrollableSequence>(
    `select id, status, published_version, archived_at, ends_at, closed_at from email_sequences
     where workspace_id = $1 and id = $2 for share`,
    [tx.workspaceId, id],
    "enroll-read-sequence",
  );
  return rows[0] ?? null;
}

export async function accountExists(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.rows<{ found: boolean }>(
    "select exists (select from sending_accounts where workspace_id = $1 and id = $2 and archived_at is null) as found",
    [tx.workspaceId, id],
  );
  return rows[0]?.found === true;
}

/** The next contacts after `afterId` that a filter names, in id order. */
export async function readFilteredContactIds(
  tx: Tx,
  filter: { readonly prefix: string | null; readonly companyId: string | null },
  page: { readonly afterId: string; readonly limit: number },
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select id from contacts
     where workspace_id = $1 and id > $2 and archived_at is null
       and ($3::text is null or starts_with(email_key, $3) or starts_with(name_lower, $3) or starts_with(last_name_lower, $3))
       and ($4::uuid is null or company_id = $4)
     order by id limit $5`,
    [tx.workspaceId, page.afterId, filter.prefix, filter.companyId, page.limit],
  );
  return rows.map((row) => row.id);
}
