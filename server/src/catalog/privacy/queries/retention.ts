import type { RetentionKey } from "@haste/engine/privacy";
import type { ResealedValue } from "../../../platform/crypto/index.ts";
import type { Queries, Tx } from "../../../platform/db/index.ts";
import type { DuePlace, DueRow } from "./due-rows.ts";

export interface RetentionRow {
  readonly version: number;
  readonly heldSince: Date | null;
  readonly heldBy: string | null;
  readonly heldBecause: string | null;
  /** Workspace time. */
  readonly nextRunAt: Date | null;
}

export interface PeriodRow {
  readonly key: RetentionKey;
  readonly days: number | null;
  readonly lastRunAt: Date | null;
  readonly lastRemoved: number;
  readonly removed: number;
  /** Nothing older is left, as far as anybody looked. */
  readonly clearedUntil: string | null;
}

/** Of whoever never decided anything. */
const untouched: RetentionRow = { version: 1, heldSince: null, heldBy: null, heldBecause: null, nextRunAt: null };

/** `lock`: `share` keeps a hold from beginning in the middle of a batch, `update` is a change's. */
export async function findRetention(tx: Tx, lock: "share" | "update" | null = null): Promise<RetentionRow> {
  const rows = await tx.rows<RetentionRow>(
    `select version, held_since as "heldSince", held_by as "heldBy", held_because as "heldBecause",
       next_run_at as "nextRunAt" from retention_settings where workspace_id = $1
     ${lock === null ? "" : `for ${lock}`}`,
    [tx.workspaceId],
    `retention-find-${lock ?? "unlocked"}`,
  );
  return rows[0] ?? untouched;
}

/** So that whoever changes it first has something to lock. */
export async function ensureRetention(tx: Tx, now: Date): Promise<void> {
  await tx.rows(
    "insert into retention_settings (workspace_id, updated_at) values ($1, $2) on conflict (workspace_id) do nothing",
    [tx.workspaceId, now],
  );
}

export async function writeRetention(tx: Tx, row: RetentionRow, now: Date): Promise<void> {
  await tx.rows(
    `update retention_settings set version = $2, held_since = $3, held_by = $4, held_because = $5, next_run_at = $6,
       updated_at = $7 where workspace_id = $1`,
    [tx.workspaceId, row.version, row.heldSince, row.heldBy, row.heldBecause, row.nextRunAt, now],
  );
}

export async function putOffRun(tx: Tx, nextRunAt: Date): Promise<void> {
  await tx.rows("update retention_settings set next_run_at = $2 where workspace_id = $1", [tx.workspaceId, nextRunAt]);
}

export function listPeriods(tx: Tx): Promise<PeriodRow[]> {
  return tx.rows<PeriodRow>(
    `select class as key, days, run_at as "lastRunAt", run_removed as "lastRemoved", removed::float8 as removed,
       cleared_until::text as "clearedUntil" from retention_periods where workspace_id = $1`,
    [tx.workspaceId],
    "retention-periods",
  );
}

export async function writePeriod(tx: Tx, key: RetentionKey, days: number | null): Promise<void> {
  await tx.rows(
    `insert into retention_periods (workspace_id, class, days) values ($1, $2, $3)
     on conflict (workspace_id, class) do update set days = excluded.days`,
    [tx.workspaceId, key, days],
  );
}

/** Counts a batch with its run; the first batch of another run begins at nothing. */
export async function noteBatch(
  tx: Tx,
  key: RetentionKey,
  batch: { readonly jobId: string; readonly at: Date; readonly removed: number },
): Promise<void> {
  await tx.rows(
    `update retention_periods
        set run_removed = case when run_job_id is not distinct from $3 then run_removed else 0 end + $5,
            removed = removed + $5, run_job_id = $3, run_at = $4
      where workspace_id = $1 and class = $2`,
    [tx.workspaceId, key, batch.jobId, batch.at, batch.removed],
    "retention-note-batch",
  );
}

export async function noteCleared(tx: Tx, key: RetentionKey, until: Date): Promise<void> {
  await tx.rows("update retention_periods set cleared_until = $3 where workspace_id = $1 and class = $2", [
    ...[tx.workspaceId, key, until],
  ]);
}

/** Workspaces in which anything has a period. */
export async function listWithPeriods(sweep: Queries): Promise<string[]> {
  const rows = await sweep.rows<{ id: string }>(
    "select workspace_id as id from retention_settings where next_run_at is not null",
    [],
    "retention-sweep",
  );
  return rows.map(({ id }) => id);
}

/** The sealed content of these emails. */
export async function readTexts(tx: Tx, ids: readonly string[]): Promise<{ id: string; sealed: Buffer }[]> {
  return tx.rows<{ id: string; sealed: Buffer }>(
    "select email_id as id, sealed from email_contents where workspace_id = $1 and email_id = any($2) for update",
    [tx.workspaceId, ids],
    "retention-read-texts",
  );
}

/** Where the links of an email lead, kept when its words go. */
export interface KeptLinks {
  readonly id: string;
  readonly links: Uint8Array | null;
}

export async function removeSentTexts(tx: Tx, kept: readonly KeptLinks[], at: Date): Promise<void> {
  const ids = kept.map(({ id }) => id);
  const links = kept.map((row) => (row.links === null ? null : Buffer.from(row.links)));
  await tx.rows(
    `insert into removed_texts (workspace_id, email_id, links, removed_at)
     select $1, x.id, x.links, $4 from unnest($2::uuid[], $3::bytea[]) x(id, links)
     on conflict (workspace_id, email_id) do nothing`,
    [tx.workspaceId, ids, links, at],
    "retention-keep-links",
  );
  await tx.rows("select remove_sent_texts($1)", [ids], "retention-remove-sent-texts");
}

/** Where only links were kept. */
export async function replaceKeptLinks(tx: Tx, { id, before, after }: ResealedValue): Promise<readonly object[]> {
  return tx.rows(
    "update removed_texts set links = $3 where workspace_id = $1 and links = $2 and email_id = $4 returning 1 as done",
    [tx.workspaceId, before, after, ...id],
  );
}

export async function eraseKeptLinks(tx: Tx, emailIds: readonly string[]): Promise<number> {
  const rows = await tx.rows(
    "delete from removed_texts where workspace_id = $1 and email_id = any($2) returning 1 as n",
    [...[tx.workspaceId, emailIds]],
  );
  return rows.length;
}

export async function removeDialogues(tx: Tx, rows: readonly DuePlace[]): Promise<void> {
  await tx.rows("select remove_dialogues($1)", [idsOf(rows)], "retention-remove-dialogues");
}

export async function removeReceivedTexts(tx: Tx, rows: readonly DuePlace[], at: Date): Promise<void> {
  await tx.rows("select remove_received_texts($1, $2)", [idsOf(rows), at], "retention-remove-received");
}

export async function removeEvidence(tx: Tx, rows: readonly DueRow[], at: Date): Promise<void> {
  const instants = rows.map((row) => row.at);
  await tx.rows("select remove_evidence($1, $2, $3)", [idsOf(rows), instants, at], "retention-remove-evidence");
}

/** What may hold a million rows. */
const inParts = {
  import_files: "select remove_import_rows($1, $2, $3) as done",
  preflights: "select remove_preflight($1, $2) as done where $3::timestamptz is not null",
  simulations: "select remove_simulation($1, $2) as done where $3::timestamptz is not null",
} as const;
export type InParts = keyof typeof inParts;

export function goesInParts(key: RetentionKey): key is InParts {
  return key in inParts;
}

/** Up to `most` rows of one; true once all of it is gone. */
export async function removePart(
  tx: Tx,
  key: InParts,
  { id, most, at }: { readonly id: string; readonly most: number; readonly at: Date },
): Promise<boolean> {
  const rows = await tx.rows<{ done: boolean }>(inParts[key], [id, most, at], `retention-remove-${key}`);
  return rows[0]?.done ?? true;
}

export async function removeReports(tx: Tx, rows: readonly DuePlace[]): Promise<void> {
  await tx.rows("select remove_mailbox_reports($1)", [idsOf(rows)], "retention-remove-reports");
}

export async function removeAnswers(tx: Tx, rows: readonly DuePlace[]): Promise<void> {
  await tx.rows(
    "update gdpr_requests set answer = null where workspace_id = $1 and id = any($2)",
    [tx.workspaceId, idsOf(rows)],
    "retention-remove-answers",
  );
}

export async function removeToldEvents(tx: Tx, rows: readonly DueRow[], at: Date): Promise<void> {
  const instants = rows.map((row) => row.at);
  await tx.rows("select remove_told_events($1, $2, $3)", [idsOf(rows), instants, at], "retention-remove-told");
}

export async function endWordless(tx: Tx, rows: readonly DuePlace[]): Promise<void> {
  await tx.rows("select end_wordless_emails($1)", [idsOf(rows)], "retention-end-wordless");
}

export async function removeSandboxMails(tx: Tx, rows: readonly DuePlace[]): Promise<void> {
  await tx.rows("select remove_sandbox_mails($1)", [idsOf(rows)], "retention-remove-sandbox");
}

export interface RemovedContacts {
  readonly removed: number;
  /** Rows of the audit log that lost their details. */
  readonly auditIds: readonly string[];
}

/** Those of these contacts that are dormant still. `key` is taken where the workspace has none yet to hash addresses by. */
export async function removeDormant(
  tx: Tx,
  rows: readonly DuePlace[],
  { before, key, at }: { readonly before: Date; readonly key: Buffer; readonly at: Date },
): Promise<RemovedContacts> {
  const [gone] = await tx.rows<RemovedContacts>(
    `select removed, audit_ids as "auditIds" from remove_dormant_contacts($1, $2, $3, $4)`,
    [idsOf(rows), before, key, at],
    "retention-remove-dormant",
  );
  return gone ?? { removed: 0, auditIds: [] };
}

const idsOf = (rows: readonly DuePlace[]) => rows.map(({ id }) => id);
