import type { ExportInput } from "@haste/contract/nouns/exports";
import type { Job } from "@haste/contract/nouns/operations";
import type { Rhythm } from "@haste/engine/report";
import type { Queries, Tx } from "../../../platform/db/index.ts";

export interface ScheduleRow {
  readonly id: string;
  readonly viewId: string;
  readonly format: ExportInput["format"];
  readonly rhythm: Rhythm;
  readonly hour: number;
  readonly timezone: string;
  readonly sendingAccountId: string;
  readonly recipients: readonly string[];
  readonly isOn: boolean;
  readonly createdBy: string;
  readonly nextAt: Date;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** With its view and its latest occasion. */
export interface ListedSchedule extends ScheduleRow {
  readonly viewName: string;
  readonly dueAt: Date | null;
  readonly jobId: string | null;
  readonly jobStatus: Job["status"] | null;
  readonly jobError: string | null;
  readonly mails: number;
}

const columns = `s.id, s.view_id as "viewId", s.format, s.rhythm, s.hour, s.timezone,
  s.sending_account_id as "sendingAccountId", s.recipients, s.is_on as "isOn", s.created_by as "createdBy",
  s.next_at as "nextAt", s.version, s.created_at as "createdAt", s.updated_at as "updatedAt"`;

/** A private view, and what is mailed of it, is its owner's alone: `$2` asks. */
const listed = `select ${columns}, v.name as "viewName", o.due_at as "dueAt", o.job_id as "jobId", j.status as "jobStatus",
    j.error as "jobError", coalesce(o.mails, 0)::int as mails
  from report_schedules s
  join saved_views v on v.workspace_id = s.workspace_id and v.id = s.view_id
    and (v.visibility = 'workspace' or v.owner_id = $2)
  left join lateral (
    select o.due_at, o.job_id, (select count(*) from report_mails m where m.workspace_id = o.workspace_id
        and m.schedule_id = o.schedule_id and m.due_at = o.due_at) as mails
      from report_occasions o where o.workspace_id = s.workspace_id and o.schedule_id = s.id
     order by o.due_at desc limit 1) o on true
  left join jobs j on j.workspace_id = s.workspace_id and j.id = o.job_id
  where s.workspace_id = $1`;

export function listSchedules(
  tx: Tx,
  page: { readonly who: string | null; readonly before: string | null; readonly limit: number },
): Promise<ListedSchedule[]> {
  return tx.rows<ListedSchedule>(`${listed} and ($3::uuid is null or s.id < $3) order by s.id desc limit $4`, [
    ...[tx.workspaceId, page.who, page.before, page.limit],
  ]);
}

export async function findSchedule(tx: Tx, id: string, who: string | null): Promise<ListedSchedule | null> {
  const rows = await tx.rows<ListedSchedule>(`${listed} and s.id = $3`, [tx.workspaceId, who, id]);
  return rows[0] ?? null;
}

export async function lockSchedule(tx: Tx, id: string): Promise<ScheduleRow | null> {
  const rows = await tx.rows<ScheduleRow>(
    `select ${columns} from report_schedules s where s.workspace_id = $1 and s.id = $2 for update`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

export async function insertSchedule(tx: Tx, row: ScheduleRow): Promise<void> {
  await tx.rows(
    `insert into report_schedules (workspace_id, id, view_id, format, rhythm, hour, timezone, sending_account_id,
       recipients, is_on, created_by, next_at, version, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      ...[tx.workspaceId, row.id, row.viewId, row.format, JSON.stringify(row.rhythm), row.hour, row.timezone],
      ...[row.sendingAccountId, row.recipients, row.isOn, row.createdBy, row.nextAt, row.version],
      ...[row.createdAt, row.updatedAt],
    ],
  );
}

export async function updateSchedule(tx: Tx, row: ScheduleRow): Promise<void> {
  await tx.rows(
    `update report_schedules set format = $3, rhythm = $4, hour = $5, timezone = $6, sending_account_id = $7,
       recipients = $8, is_on = $9, next_at = $10, version = $11, updated_at = $12
      where workspace_id = $1 and id = $2`,
    [
      ...[tx.workspaceId, row.id, row.format, JSON.stringify(row.rhythm), row.hour, row.timezone],
      ...[row.sendingAccountId, row.recipients, row.isOn, row.nextAt, row.version, row.updatedAt],
    ],
  );
}

export async function deleteSchedule(tx: Tx, id: string): Promise<void> {
  await tx.rows("delete from report_schedules where workspace_id = $1 and id = $2", [tx.workspaceId, id]);
}

/** Workspaces that mail reports at all; each looks by its own clock which are due. */
export async function workspacesWithSchedules(sweep: Queries): Promise<string[]> {
  const rows = await sweep.rows<{ id: string }>(
    "select distinct workspace_id as id from report_schedules where is_on",
    [],
  );
  return rows.map(({ id }) => id);
}

/** Those that are due, under lock; another process that looks now sees the others. */
export function takeDue(tx: Tx, now: Date): Promise<ScheduleRow[]> {
  return tx.rows<ScheduleRow>(
    `select ${columns} from report_schedules s where s.workspace_id = $1 and s.is_on and s.next_at <= $2
      order by s.id for update skip locked`,
    [tx.workspaceId, now],
  );
}

export async function setNext(tx: Tx, id: string, nextAt: Date): Promise<void> {
  await tx.rows("update report_schedules set next_at = $3 where workspace_id = $1 and id = $2", [
    ...[tx.workspaceId, id, nextAt],
  ]);
}

/** One occasion of a schedule. */
export interface Occasion {
  readonly scheduleId: string;
  readonly dueAt: Date;
}

/** Whether this occasion is begun now; one that was begun before stays as it is. */
export async function isBegun(tx: Tx, { scheduleId, dueAt }: Occasion): Promise<boolean> {
  const rows = await tx.rows(
    "select from report_occasions where workspace_id = $1 and schedule_id = $2 and due_at = $3",
    [tx.workspaceId, scheduleId, dueAt],
  );
  return rows.length > 0;
}

export async function insertOccasion(tx: Tx, { scheduleId, dueAt }: Occasion, jobId: string): Promise<void> {
  await tx.rows("insert into report_occasions (workspace_id, schedule_id, due_at, job_id) values ($1, $2, $3, $4)", [
    tx.workspaceId,
    scheduleId,
    dueAt,
    jobId,
  ]);
}

/** Takes an occasion to mail it; false where that was done, or its schedule is gone. */
export async function lockUnmailed(tx: Tx, { scheduleId, dueAt }: Occasion): Promise<boolean> {
  const rows = await tx.rows(
    `select from report_occasions where workspace_id = $1 and schedule_id = $2 and due_at = $3 and mailed_at is null
      for update`,
    [tx.workspaceId, scheduleId, dueAt],
  );
  return rows.length > 0;
}

export async function noteMailed(
  tx: Tx,
  { scheduleId, dueAt }: Occasion,
  { emailIds, at }: { readonly emailIds: readonly string[]; readonly at: Date },
): Promise<void> {
  await tx.rows(
    "update report_occasions set mailed_at = $4 where workspace_id = $1 and schedule_id = $2 and due_at = $3",
    [tx.workspaceId, scheduleId, dueAt, at],
  );
  await tx.rows(
    `insert into report_mails (workspace_id, schedule_id, due_at, email_id) select $1, $2, $3, unnest($4::uuid[])`,
    [tx.workspaceId, scheduleId, dueAt, emailIds],
  );
}

/** Of these readers those who still want it: none that left by a mail of this schedule, none that may get no mail at all. */
export async function readersLeft(tx: Tx, { id, recipients }: ScheduleRow): Promise<string[]> {
  const rows = await tx.rows<{ email: string }>(
    `select r.email from unnest($3::text[]) with ordinality r (email, place)
      where not exists (
          select from report_mails m join email_activities e on e.workspace_id = m.workspace_id and e.id = m.email_id
           where m.workspace_id = $1 and m.schedule_id = $2 and lower(e.to_email) = r.email
             and (e.unsubscribed or e.spam_complaint))
        and not exists (select from suppression_of($1, r.email))
      order by r.place`,
    [tx.workspaceId, id, recipients],
  );
  return rows.map(({ email }) => email);
}

/** The view that a schedule mails. */
export async function findMailedView(
  tx: Tx,
  id: string,
): Promise<{ readonly name: string; readonly query: Record<string, string> } | null> {
  const rows = await tx.rows<{ name: string; query: Record<string, string> }>(
    "select name, query from saved_views where workspace_id = $1 and id = $2 and screen = 'reports'",
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}
