import type { Finding } from "@haste/engine/preflight";
import type { Tx } from "../../../../platform/db/index.ts";
import type { PreflightStored } from "./findings.ts";

export interface PreflightRead extends PreflightStored {
  /** Of the draft it looked at, where it did. */
  readonly isStale: boolean;
}

const columns = `p.id, p.sequence_id as "sequenceId", p.version, p.draft_revision as "draftRevision", p.summary,
  p.created_at as "createdAt", p.finished_at as "finishedAt",
  case when p.version = 0 then p.draft_revision <> q.draft_revision else p.version <> q.published_version end as "isStale"`;
const joined = `preflights p join email_sequences q on q.workspace_id = $1 and q.id = p.sequence_id`;

export async function findPreflight(tx: Tx, id: string): Promise<PreflightRead | null> {
  const rows = await tx.rows<PreflightRead>(
    `select ${columns} from ${joined} where p.workspace_id = $1 and p.id = $2`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Newest first; only a few are kept. */
export async function listPreflights(tx: Tx, sequenceId: string): Promise<PreflightRead[]> {
  return tx.rows<PreflightRead>(
    `select ${columns} from ${joined} where p.workspace_id = $1 and p.sequence_id = $2 order by p.id desc`,
    [tx.workspaceId, sequenceId],
  );
}

interface Person {
  readonly contactId: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

export interface FindingRow extends Person, Finding {
  readonly position: number;
  readonly stepId: string | null;
}

export interface FindingFilter {
  readonly severity: string | null;
  readonly code: string | null;
  readonly stepId: string | null;
  readonly contactId: string | null;
}

const matches = `r.workspace_id = $1 and r.preflight_id = $2 and ($3::text is null or r.severity = $3)
  and ($4::text is null or r.code = $4) and ($5::uuid is null or r.step_id = $5)
  and ($6::uuid is null or r.contact_id = $6)`;

function valuesOf(tx: Tx, id: string, { severity, code, stepId, contactId }: FindingFilter): unknown[] {
  return [tx.workspaceId, id, severity, code, stepId, contactId];
}

/** In the order in which they were found, after the position `after`. */
export async function listFindings(
  tx: Tx,
  id: string,
  filter: FindingFilter,
  page: { readonly after: number; readonly limit: number },
): Promise<FindingRow[]> {
  return tx.rows<FindingRow>(
    `select r.position, r.contact_id as "contactId", r.step_id as "stepId", r.severity, r.code, r.detail, c.email,
            c.first_name as "firstName", c.last_name as "lastName"
       from preflight_rows r left join contacts c on c.workspace_id = $1 and c.id = r.contact_id
      where ${matches} and r.position > $7 order by r.position limit $8`,
    [...valuesOf(tx, id, filter), page.after, page.limit],
  );
}

export async function countFindings(tx: Tx, id: string, filter: FindingFilter): Promise<number> {
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from preflight_rows r where ${matches}`,
    valuesOf(tx, id, filter),
  );
  return rows[0]?.n ?? 0;
}

export interface WorstRow extends Person {
  readonly errors: number;
  readonly warnings: number;
  readonly codes: string[];
}

/** Reads all findings of one pre-flight once: 150,000 take about 0.1 s. */
export async function listWorst(tx: Tx, id: string, limit: number): Promise<WorstRow[]> {
  return tx.rows<WorstRow>(
    `select w.*, c.email, c.first_name as "firstName", c.last_name as "lastName"
       from (select contact_id as "contactId", count(*) filter (where severity = 'error')::int as errors,
                    count(*) filter (where severity = 'warning')::int as warnings,
                    array_agg(distinct code::text order by code::text) as codes
               from preflight_rows where workspace_id = $1 and preflight_id = $2
              group by contact_id order by 2 desc, 3 desc, contact_id limit $3) w
       left join contacts c on c.workspace_id = $1 and c.id = w."contactId"
      order by errors desc, warnings desc, "contactId"`,
    [tx.workspaceId, id, limit],
  );
}
