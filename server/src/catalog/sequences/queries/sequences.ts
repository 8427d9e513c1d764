import type { Weekday } from "@haste/engine/base";
import type { DefinitionWindow, Intake, TrackingChoice } from "@haste/engine/sequence";
import type { Tx } from "../../../platform/db/index.ts";

export type SequenceStatus = "draft" | "active" | "paused" | "completed";

/** A row of `email_sequences`, the draft's settings as they were written. */
export interface SequenceRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly status: SequenceStatus;
  readonly statusReason: string | null;
  /** Null: the workspace's. */
  readonly timezone: string | null;
  readonly timezoneMode: "contact" | "sequence";
  readonly sendingDays: readonly Weekday[];
  readonly sendingHours: { readonly start: string; readonly end: string };
  readonly sendingWindows: readonly DefinitionWindow[] | null;
  readonly replyHandling: "stop" | "pause" | "continue";
  readonly bounceHandling: "stop" | "pause";
  readonly tracking: TrackingChoice;
  readonly reEntry: "never" | "afterFinish" | "always";
  readonly intake: Intake;
  readonly cooldownDays: number;
  readonly publishedVersion: number | null;
  readonly draftRevision: number;
  readonly draftPublished: number;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdBy: string | null;
  readonly archivedAt: Date | null;
}

const columns = `id, name, description, status, status_reason as "statusReason", timezone,
  timezone_mode as "timezoneMode", sending_days as "sendingDays", sending_hours as "sendingHours",
  sending_windows as "sendingWindows", reply_handling as "replyHandling", bounce_handling as "bounceHandling", tracking,
  published_version as "publishedVersion", draft_revision as "draftRevision", draft_published as "draftPublished",
  version, created_at as "createdAt", updated_at as "updatedAt", created_by as "createdBy", archived_at as "archivedAt",
  re_entry as "reEntry", intake, cooldown_days as "cooldownDays"`;

export async function findSequence(tx: Tx, id: string): Promise<SequenceRow | null> {
  const rows = await tx.rows<SequenceRow>(
    `select ${columns} from email_sequences where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id],
    "sequence",
  );
  return rows[0] ?? null;
}

/** Holds the sequence against other changes, but not against enrolling: a foreign key's check goes through. */
export async function lockSequence(tx: Tx, id: string): Promise<SequenceRow | null> {
  const rows = await tx.rows<SequenceRow>(
    `select ${columns} from email_sequences where workspace_id = $1 and id = $2 for no key update`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

const sorts = {
  "-createdAt": { key: "created_at", type: "timestamptz", direction: "desc", beyond: "<" },
  createdAt: { key: "created_at", type: "timestamptz", direction: "asc", beyond: ">" },
  name: { key: "name", type: "text", direction: "asc", beyond: ">" },
  "-name": { key: "name", type: "text", direction: "desc", beyond: "<" },
} as const;
export type SequenceSort = keyof typeof sorts;
export const sequenceSorts = Object.keys(sorts) as SequenceSort[];

export interface SequenceFilter {
  /** Null: every status. */
  readonly statuses: readonly string[] | null;
  /** Only the archived ones, or only the others. */
  readonly archived: boolean;
  /** Part of a name, in any case. */
  readonly q: string | null;
}

export interface SequenceList extends SequenceFilter {
  readonly sort: SequenceSort;
  /** The sort key and id of the last row already shown. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

const matches = `workspace_id = $1 and ($2::text[] is null or status = any($2)) and (archived_at is not null) = $3
  and ($4::text is null or position(lower($4) in lower(name)) > 0)`;

export async function listSequences(tx: Tx, list: SequenceList): Promise<SequenceRow[]> {
  const { key, type, direction, beyond } = sorts[list.sort];
  return tx.rows<SequenceRow>(
    `select ${columns} from email_sequences
      where ${matches} and ($5::${type} is null or (${key}, id) ${beyond} ($5::${type}, $6::uuid))
      order by ${key} ${direction}, id ${direction} limit $7`,
    [tx.workspaceId, list.statuses, list.archived, list.q, list.after?.[0], list.after?.[1], list.limit],
  );
}

export async function countSequences(tx: Tx, filter: SequenceFilter): Promise<number> {
  const rows = await tx.rows<{ n: number }>(`select count(*)::int as n from email_sequences where ${matches}`, [
    tx.workspaceId,
    filter.statuses,
    filter.archived,
    filter.q,
  ]);
  return rows[0]?.n ?? 0;
}

/** The names in use that start with `prefix`. */
export async function listNamesFrom(tx: Tx, prefix: string): Promise<string[]> {
  const rows = await tx.rows<{ name: string }>(
    "select name from email_sequences where workspace_id = $1 and archived_at is null and starts_with(name, $2)",
    [tx.workspaceId, prefix],
  );
  return rows.map((row) => row.name);
}

function valuesOf(row: SequenceRow): unknown[] {
  return [
    row.id,
    row.name,
    row.description,
    row.status,
    row.statusReason,
    row.timezone,
    row.timezoneMode,
    row.sendingDays,
    JSON.stringify(row.sendingHours),
    row.sendingWindows === null ? null : JSON.stringify(row.sendingWindows),
    row.replyHandling,
    row.bounceHandling,
    JSON.stringify(row.tracking),
    row.publishedVersion,
    row.draftRevision,
    row.draftPublished,
    row.version,
    row.createdAt,
    row.updatedAt,
    row.createdBy,
    row.archivedAt,
    row.reEntry,
    JSON.stringify(row.intake),
    row.cooldownDays,
  ];
}

export async function insertSequence(tx: Tx, row: SequenceRow): Promise<void> {
  await tx.rows(
    `insert into email_sequences (workspace_id, id, name, description, status, status_reason, timezone, timezone_mode,
       sending_days, sending_hours, sending_windows, reply_handling, bounce_handling, tracking, published_version,
       draft_revision, draft_published, version, created_at, updated_at, created_by, archived_at,
       re_entry, intake, cooldown_days)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
       $23, $24, $25)`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}

/** Writes the whole row; it is locked already. */
export async function updateSequence(tx: Tx, row: SequenceRow): Promise<void> {
  await tx.rows(
    `update email_sequences set name = $3, description = $4, status = $5, status_reason = $6, timezone = $7,
       timezone_mode = $8, sending_days = $9, sending_hours = $10, sending_windows = $11, reply_handling = $12,
       bounce_handling = $13, tracking = $14, published_version = $15, draft_revision = $16, draft_published = $17,
       version = $18, created_at = $19, updated_at = $20, created_by = $21, archived_at = $22,
       re_entry = $23, intake = $24, cooldown_days = $25
     where workspace_id = $1 and id = $2`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}
