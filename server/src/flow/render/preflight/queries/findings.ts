import type { Finding } from "@haste/engine/preflight";
import type { Tx } from "../../../../platform/db/index.ts";

export interface SequenceState {
  readonly draftRevision: number;
  readonly isArchived: boolean;
}

export async function readSequenceState(tx: Tx, id: string): Promise<SequenceState | null> {
  const rows = await tx.rows<SequenceState>(
    `select draft_revision as "draftRevision", archived_at is not null as "isArchived"
       from email_sequences where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Somebody on the way, with what their mails are filled with. */
export interface EnrolledRow {
  readonly id: string;
  readonly contactId: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly accountId: string | null;
  readonly dealId: string | null;
}

/** The next people on the way, by enrollment, after `after`. */
export async function listEnrolled(tx: Tx, sequenceId: string, after: string, limit: number): Promise<EnrolledRow[]> {
  return tx.rows<EnrolledRow>(
    `select id, contact_id as "contactId", context, sending_account_id as "accountId", deal_id as "dealId"
      from sequence_enrollments
      where workspace_id = $1 and sequence_id = $2 and id > $3 and status in ('active', 'paused')
      order by id limit $4`,
    [tx.workspaceId, sequenceId, after, limit],
    "preflight-enrolled",
  );
}

export async function countEnrolled(tx: Tx, sequenceId: string): Promise<number> {
  const rows = await tx.rows<{ people: number }>(
    `select coalesce(sum(people), 0)::int as people from enrollment_counts
      where workspace_id = $1 and sequence_id = $2 and status in ('active', 'paused')`,
    [tx.workspaceId, sequenceId],
  );
  return rows[0]?.people ?? 0;
}

export async function countEverybody(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ people: number }>(
    "select count(*)::int as people from contacts where workspace_id = $1 and archived_at is null",
    [tx.workspaceId],
  );
  return rows[0]?.people ?? 0;
}

export interface SenderRow {
  readonly id: string;
  readonly displayName: string;
  readonly email: string;
  readonly signature: string | null;
}

/** The one that would write first stands first. */
export async function listSenders(tx: Tx): Promise<SenderRow[]> {
  return tx.rows<SenderRow>(
    `select id, display_name as "displayName", email, signature from sending_accounts
      where workspace_id = $1 and archived_at is null order by status = 'active' desc, id`,
    [tx.workspaceId],
  );
}

/** What was found so far, as it is kept. */
export interface PreflightCounts {
  readonly people: number;
  readonly emails: number;
  readonly peopleWithErrors: number;
  readonly peopleWithWarnings: number;
  readonly peopleClean: number;
  readonly errors: number;
  readonly warnings: number;
  readonly codes: Readonly<Record<string, number>>;
}

export interface PreflightStored {
  readonly id: string;
  readonly sequenceId: string;
  readonly version: number;
  readonly draftRevision: number;
  readonly summary: PreflightCounts;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** Adds one, and leaves of each sequence the newest `kept` only. */
export async function insertPreflight(tx: Tx, row: PreflightStored, kept: number): Promise<void> {
  await tx.rows(
    `insert into preflights (workspace_id, id, sequence_id, version, draft_revision, summary, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.workspaceId,
      row.id,
      row.sequenceId,
      row.version,
      row.draftRevision,
      JSON.stringify(row.summary),
      row.createdAt,
    ],
  );
  await tx.rows(
    `delete from preflights where workspace_id = $1 and sequence_id = $2 and id <> $4 and id not in (
       select id from preflights where workspace_id = $1 and sequence_id = $2 and id <> $4 order by id desc limit $3)`,
    [tx.workspaceId, row.sequenceId, kept - 1, row.id],
  );
}

export async function updatePreflight(
  tx: Tx,
  id: string,
  { summary, finishedAt }: Pick<PreflightStored, "summary" | "finishedAt">,
): Promise<void> {
  await tx.rows("update preflights set summary = $3, finished_at = $4 where workspace_id = $1 and id = $2", [
    tx.workspaceId,
    id,
    JSON.stringify(summary),
    finishedAt,
  ]);
}

export type StoredFinding = Finding & { readonly contactId: string; readonly stepId: string | null };

/** Adds findings behind those there are; `from` is the position of the first. */
export async function insertFindings(
  tx: Tx,
  preflightId: string,
  { from, findings }: { readonly from: number; readonly findings: readonly StoredFinding[] },
): Promise<void> {
  if (findings.length === 0) return;
  await tx.rows(
    `insert into preflight_rows (workspace_id, preflight_id, position, contact_id, step_id, severity, code, detail)
     select $1, $2, $3 + x.at, x.contact_id, x.step_id, x.severity, x.code, x.detail
       from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[])
         with ordinality x(contact_id, step_id, severity, code, detail, at)`,
    [
      tx.workspaceId,
      preflightId,
      from - 1,
      findings.map(({ contactId }) => contactId),
      findings.map(({ stepId }) => stepId),
      findings.map(({ severity }) => severity),
      findings.map(({ code }) => code),
      findings.map(({ detail }) => detail),
    ],
    "preflight-insert-findings",
  );
}
