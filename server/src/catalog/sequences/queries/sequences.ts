import type { Weekday } from "@haste/engine/base";
import type {
  DefinitionWindow,
  Intake,
  PooledAccount,
  SequencePriority,
  SequenceStatus,
  StopRule,
  TrackingChoice,
  Trigger,
} from "@haste/engine/sequence";
import type { Tx } from "../../../platform/db/index.ts";

/** A row of `email_sequences`, the draft's settings as they were written. */
export interface SequenceRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** As it was left by whoever activated or paused it; whether it is completed, its people tell. */
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
  readonly holdOut: number;
  readonly priority: SequencePriority;
  readonly sendingAccounts: readonly PooledAccount[] | null;
  readonly holidayCalendarId: string | null;
  readonly stopRules: readonly StopRule[] | null;
  readonly triggers: readonly Trigger[];
  readonly publishedVersion: number | null;
  readonly draftRevision: number;
  readonly draftPublished: number;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdBy: string | null;
  readonly archivedAt: Date | null;
  readonly endsAt: Date | null;
  /** By hand. */
  readonly closedAt: Date | null;
  /** Active and paused people; counted, never written. */
  readonly onTheWay: number;
}

/** O(steps): the ledger keeps the count. */
const onTheWay = `(select coalesce(sum(n.people), 0)::int from enrollment_counts n
  where n.workspace_id = $1 and n.sequence_id = email_sequences.id and n.status in ('active', 'paused'))`;

const columns = `id, name, description, status, status_reason as "statusReason", timezone,
  timezone_mode as "timezoneMode", sending_days as "sendingDays", sending_hours as "sendingHours",
  sending_windows as "sendingWindows", reply_handling as "replyHandling", bounce_handling as "bounceHandling", tracking,
  published_version as "publishedVersion", draft_revision as "draftRevision", draft_published as "draftPublished",
  version, created_at as "createdAt", updated_at as "updatedAt", created_by as "createdBy", archived_at as "archivedAt",
  holiday_calendar_id as "holidayCalendarId", ends_at as "endsAt", closed_at as "closedAt", re_entry as "reEntry", intake,
  cooldown_days as "cooldownDays", stop_rules as "stopRules", triggers,
  sending_accounts as "sendingAccounts", hold_out as "holdOut", priority, ${onTheWay} as "onTheWay"`;

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

/** The rule of `statusOf` (engine), for lists that ask for one status. */
const statusNow = `case when status in ('active', 'paused') and (closed_at is not null or ends_at <= $5)
  and ${onTheWay} = 0 then 'completed' else status end`;
/**
 * What costs most to ignore is highest: everybody waits, some mails wait for a person, it runs, it is being written, it is
 * over. Ids are in the order of making, so that within each the newest comes first.
 */
const urgency = `case ${statusNow} when 'paused' then 5
  when 'active' then case when needy.sequence_id is not null then 4 else 3 end when 'draft' then 2 else 1 end`;

const sorts = {
  attention: { key: "urgency", type: "int", direction: "desc", beyond: "<" },
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
  /** Closed since then or earlier is closed. */
  readonly now: Date;
}

export interface SequenceList extends SequenceFilter {
  readonly sort: SequenceSort;
  /** The sort key and id of the last row already shown. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

const matches = `workspace_id = $1 and ($2::text[] is null or ${statusNow} = any($2)) and (archived_at is not null) = $3
  and ($4::text is null or position(lower($4) in lower(name)) > 0)`;

/** A sequence and how much it needs a person. */
export type ListedRow = SequenceRow & { readonly urgency: number };

/** Under `attention` a row may move while somebody pages: it is shown twice, or at the top of the next reading. */
export async function listSequences(tx: Tx, list: SequenceList): Promise<ListedRow[]> {
  const { key, type, direction, beyond } = sorts[list.sort];
  return tx.rows<ListedRow>(
    `with needy as (select distinct sequence_id from email_attention where workspace_id = $1),
       listed as (select email_sequences.*, ${urgency} as urgency
         from email_sequences left join needy on needy.sequence_id = email_sequences.id where ${matches})
     select ${columns}, urgency from listed as email_sequences
      where $6::${type} is null or (${key}, id) ${beyond} ($6::${type}, $7::uuid)
      order by ${key} ${direction}, id ${direction} limit $8`,
    [tx.workspaceId, list.statuses, list.archived, list.q, list.now, list.after?.[0], list.after?.[1], list.limit],
  );
}

export async function countSequences(tx: Tx, filter: SequenceFilter): Promise<number> {
  const rows = await tx.rows<{ n: number }>(`select count(*)::int as n from email_sequences where ${matches}`, [
    tx.workspaceId,
    filter.statuses,
    filter.archived,
    filter.q,
    filter.now,
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
    row.holidayCalendarId,
    row.endsAt,
    row.closedAt,
    row.reEntry,
    JSON.stringify(row.intake),
    row.cooldownDays,
    row.stopRules === null ? null : JSON.stringify(row.stopRules),
    JSON.stringify(row.triggers),
    row.sendingAccounts === null ? null : JSON.stringify(row.sendingAccounts),
    row.holdOut,
    row.priority,
  ];
}

export async function insertSequence(tx: Tx, row: SequenceRow): Promise<void> {
  await tx.rows(
    `insert into email_sequences (workspace_id, id, name, description, status, status_reason, timezone, timezone_mode,
       sending_days, sending_hours, sending_windows, reply_handling, bounce_handling, tracking, published_version,
       draft_revision, draft_published, version, created_at, updated_at, created_by, archived_at, holiday_calendar_id,
       ends_at, closed_at, re_entry, intake, cooldown_days, stop_rules, triggers, sending_accounts, hold_out, priority)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
       $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)`,
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
       holiday_calendar_id = $23, ends_at = $24, closed_at = $25, re_entry = $26, intake = $27, cooldown_days = $28,
       stop_rules = $29, triggers = $30, sending_accounts = $31, hold_out = $32, priority = $33
     where workspace_id = $1 and id = $2`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}

/** Counts one more change of every draft with this calendar, and says which. */
export async function touchDraftsWith(tx: Tx, calendarId: string, now: Date): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `update email_sequences set draft_revision = draft_revision + 1, version = version + 1, updated_at = $3
      where workspace_id = $1 and holiday_calendar_id = $2 and archived_at is null returning id`,
    [tx.workspaceId, calendarId, now],
  );
  return rows.map(({ id }) => id);
}

/** Counts one more change of these drafts. */
export async function touchDrafts(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  await tx.rows(
    `update email_sequences set draft_revision = draft_revision + 1, version = version + 1, updated_at = $3
      where workspace_id = $1 and id in (
        select id from email_sequences where workspace_id = $1 and id = any($2) order by id for no key update)`,
    [tx.workspaceId, ids, now],
  );
}

/** These sequences, by name. */
export async function listSequencesById(tx: Tx, ids: readonly string[]): Promise<SequenceRow[]> {
  return tx.rows<SequenceRow>(
    `select ${columns} from email_sequences where workspace_id = $1 and id = any($2) order by name`,
    [tx.workspaceId, ids],
  );
}
