import type { Tx } from "../../platform/db/index.ts";

/** An enrollment that something happened in, read without a lock: only to find out whom else it reaches. */
export interface SourceRow {
  id: string;
  contact_id: string;
  sequence_id: string;
  sequence_version: number;
  company_id: string | null;
  email_domain: string | null;
}

/** The named enrollments, and all open ones of the named contacts. */
export async function readSources(
  tx: Tx,
  enrollmentIds: readonly string[],
  contactIds: readonly string[],
): Promise<SourceRow[]> {
  return tx.rows<SourceRow>(
    `select n.id, n.contact_id, n.sequence_id, n.sequence_version, c.company_id, c.email_domain
     from sequence_enrollments n join contacts c on c.workspace_id = $1 and c.id = n.contact_id
     where n.workspace_id = $1 and n.id = any(array(
       select unnest($2::uuid[])
       union
       select id from sequence_enrollments
       where workspace_id = $1 and contact_id = any($3) and status in ('active', 'paused')))
     order by n.id`,
    [tx.workspaceId, enrollmentIds, contactIds],
    "ledger-read-sources",
  );
}

/**
 * The open enrollments of whoever shares the company, or the domain; null asks for nobody by it. Both are read from an
 * index under row-level security: 0.1 ms for a domain of 7 among 20,000 people (November 2026).
 */
export async function readColleagues(
  tx: Tx,
  of: { readonly contactId: string; readonly companyId: string | null; readonly domain: string | null },
  limit: number,
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select n.id from sequence_enrollments n
     where n.workspace_id = $1 and n.status in ('active', 'paused') and n.contact_id = any(array(
       select id from contacts where workspace_id = $1 and company_id = $3 and id <> $2
       union
       select id from contacts where workspace_id = $1 and email_domain = $4 and email_domain <> ''
         and archived_at is null and id <> $2))
     order by n.id limit $5`,
    [tx.workspaceId, of.contactId, of.companyId, of.domain, limit],
    "ledger-read-colleagues",
  );
  return rows.map((row) => row.id);
}
