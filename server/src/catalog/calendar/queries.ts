import type { HolidayRegion } from "@haste/engine/schedule";
import type { Tx } from "../../platform/db/index.ts";

export interface CalendarRow {
  readonly id: string;
  readonly name: string;
  readonly regions: readonly HolidayRegion[];
  readonly byContactRegion: boolean;
  readonly days: readonly { readonly date: string; readonly name: string }[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

const columns = `id, name, regions, by_contact_region as "byContactRegion", days, version, created_at as "createdAt",
  updated_at as "updatedAt", archived_at as "archivedAt"`;

/** Calendars by id, archived ones too, in no order; unknown ids are missing. */
export async function listCalendarsById(tx: Tx, ids: readonly string[]): Promise<CalendarRow[]> {
  return tx.rows<CalendarRow>(`select ${columns} from holiday_calendars where workspace_id = $1 and id = any($2)`, [
    tx.workspaceId,
    ids,
  ]);
}

export async function lockCalendar(tx: Tx, id: string): Promise<CalendarRow | null> {
  const rows = await tx.rows<CalendarRow>(
    `select ${columns} from holiday_calendars where workspace_id = $1 and id = $2 and archived_at is null for update`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

const matches = `workspace_id = $1 and archived_at is null
  and ($2::text is null or position(lower($2) in lower(name)) > 0)`;

/** Newest first, after the calendar `before`. */
export async function listCalendars(
  tx: Tx,
  list: { readonly q: string | null; readonly before: string | null; readonly limit: number },
): Promise<CalendarRow[]> {
  return tx.rows<CalendarRow>(
    `select ${columns} from holiday_calendars where ${matches} and ($3::uuid is null or id < $3)
      order by id desc limit $4`,
    [tx.workspaceId, list.q, list.before, list.limit],
  );
}

export async function countCalendars(tx: Tx, q: string | null): Promise<number> {
  const rows = await tx.rows<{ n: number }>(`select count(*)::int as n from holiday_calendars where ${matches}`, [
    tx.workspaceId,
    q,
  ]);
  return rows[0]?.n ?? 0;
}

/** The sequences whose settings name these calendars, archived ones left out. */
export async function listUsers(
  tx: Tx,
  ids: readonly string[],
): Promise<{ readonly calendarId: string; readonly name: string }[]> {
  return tx.rows(
    `select holiday_calendar_id as "calendarId", name from email_sequences
      where workspace_id = $1 and holiday_calendar_id = any($2) and archived_at is null order by name`,
    [tx.workspaceId, ids],
  );
}

function valuesOf(row: CalendarRow): unknown[] {
  return [
    row.id,
    row.name,
    row.regions,
    row.byContactRegion,
    JSON.stringify(row.days),
    row.version,
    row.createdAt,
    row.updatedAt,
    row.archivedAt,
  ];
}

export async function insertCalendar(tx: Tx, row: CalendarRow): Promise<void> {
  await tx.rows(
    `insert into holiday_calendars (workspace_id, id, name, regions, by_contact_region, days, version, created_at,
       updated_at, archived_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}

/** Writes the whole row; it is locked already. */
export async function updateCalendar(tx: Tx, row: CalendarRow): Promise<void> {
  await tx.rows(
    `update holiday_calendars set name = $3, regions = $4, by_contact_region = $5, days = $6, version = $7,
       created_at = $8, updated_at = $9, archived_at = $10
     where workspace_id = $1 and id = $2`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}
