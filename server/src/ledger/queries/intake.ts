import { asInstant, DAY_MS, type Instant } from "@haste/engine/base";
import { intakeKey } from "@haste/engine/schedule";
import type { Tx } from "../../platform/db/index.ts";

/** Who of these people has not been mailed yet in this episode, with their company. */
export async function readNewcomers(tx: Tx, enrollmentIds: readonly string[]): Promise<Map<string, string | null>> {
  const rows = await tx.rows<{ id: string; company_id: string | null }>(
    `select n.id, c.company_id from sequence_enrollments n
     join contacts c on c.workspace_id = $1 and c.id = n.contact_id
     where n.workspace_id = $1 and n.id = any($2) and not exists (
       select from email_activities e
       where e.workspace_id = $1 and e.enrollment_id = n.id and e.status not in ('scheduled', 'held', 'canceled'))`,
    [tx.workspaceId, enrollmentIds],
    "ledger-read-newcomers",
  );
  return new Map(rows.map((row) => [row.id, row.company_id]));
}

/**
 * How many people begin on each day from `from` on, by `intakeKey`, without those who are planned just now. A place is
 * counted while its person is on the way or was mailed: whoever is paused, removed or taken back gives it up unasked.
 */
export async function readIntake(
  tx: Tx,
  sequenceIds: readonly string[],
  { from, without }: { readonly from: Instant; readonly without: readonly string[] },
): Promise<Map<string, number>> {
  const rows = await tx.rows<{ sequence_id: string; company_id: string | null; day: Date; people: number }>(
    `select p.sequence_id, p.company_id, p.day, count(*)::int as people from intake_places p
     join sequence_enrollments n on n.workspace_id = $1 and n.id = p.enrollment_id
     where p.workspace_id = $1 and p.sequence_id = any($2) and p.day >= $3 and p.enrollment_id <> all($4)
       and (n.status = 'active' or exists (
         select from email_activities e
         where e.workspace_id = $1 and e.enrollment_id = n.id and e.status not in ('scheduled', 'held', 'canceled')))
     group by 1, 2, 3`,
    [tx.workspaceId, sequenceIds, new Date(from), without],
    "ledger-read-intake",
  );
  const counts = new Map<string, number>();
  for (const { sequence_id: sequenceId, company_id: companyId, day, people } of rows) {
    for (const of of companyId === null ? [null] : [null, companyId]) {
      const key = intakeKey({ sequenceId, companyId: of }, asInstant(day.getTime()));
      counts.set(key, (counts.get(key) ?? 0) + people);
    }
  }
  return counts;
}

export interface GivenPlace {
  sequence_id: string;
  day: Date;
}

/** The places, from `since` on, of those of these people who were not mailed; of running sequences only. */
export async function readGivenPlaces(tx: Tx, enrollmentIds: readonly string[], since: Instant): Promise<GivenPlace[]> {
  return tx.rows<GivenPlace>(
    `select p.sequence_id, p.day from intake_places p
     join email_sequences q on q.workspace_id = $1 and q.id = p.sequence_id
     where p.workspace_id = $1 and p.enrollment_id = any($2) and p.day >= $3
       and q.status = 'active' and q.archived_at is null
       and not exists (
         select from email_activities e where e.workspace_id = $1 and e.enrollment_id = p.enrollment_id
           and e.status not in ('scheduled', 'held', 'canceled'))`,
    [tx.workspaceId, enrollmentIds, new Date(since)],
    "ledger-read-given-places",
  );
}

export interface LineRow {
  id: string;
  company_id: string | null;
  day: Date;
  step_due_at: Date;
  timezone: string | null;
  sequence_version: number;
}

/** Everybody who waits for a day of this sequence later than `after`; whose mail is scheduled already waits no more. */
export async function readLine(
  tx: Tx,
  sequenceId: string,
  { after, now }: { readonly after: Instant; readonly now: Instant },
): Promise<LineRow[]> {
  return tx.rows<LineRow>(
    `select n.id, p.company_id, p.day, n.step_due_at, c.timezone, n.sequence_version
     from intake_places p
     join sequence_enrollments n on n.workspace_id = $1 and n.id = p.enrollment_id
     join contacts c on c.workspace_id = $1 and c.id = n.contact_id
     where p.workspace_id = $1 and p.sequence_id = $2 and p.day > $3 and n.status = 'active' and n.due_at > $4
       and n.step_due_at is not null`,
    [tx.workspaceId, sequenceId, new Date(after), new Date(now)],
    "ledger-read-line",
  );
}

/**
 * Lets the planner look at these people now. Whom somebody else holds stays where they are: to wait for them could be
 * to wait in a circle, and the plan gives out days by what it finds anyway.
 */
export async function callUp(tx: Tx, enrollmentIds: readonly string[], now: Instant): Promise<number> {
  const rows = await tx.rows(
    `update sequence_enrollments set due_at = $3, updated_at = $3 where workspace_id = $1 and id = any(array(
       select id from sequence_enrollments
       where workspace_id = $1 and id = any($2) and status = 'active' and due_at > $3 order by id for update skip locked))
     returning id`,
    [tx.workspaceId, enrollmentIds, new Date(now)],
    "ledger-call-up",
  );
  return rows.length;
}

export interface KeptPlace {
  readonly enrollmentId: string;
  readonly day: Instant;
}

/** Keeps everybody's one place, and forgets those of days that are over everywhere on earth. */
export async function keepPlaces(tx: Tx, places: readonly KeptPlace[], now: Instant): Promise<void> {
  if (places.length === 0) return;
  await tx.rows(
    `insert into intake_places as p (workspace_id, enrollment_id, sequence_id, company_id, day)
     select $1, n.id, n.sequence_id, c.company_id, x.day from unnest($2::uuid[], $3::timestamptz[]) x(id, day)
     join sequence_enrollments n on n.workspace_id = $1 and n.id = x.id
     join contacts c on c.workspace_id = $1 and c.id = n.contact_id
     on conflict (workspace_id, enrollment_id) do update set day = excluded.day, company_id = excluded.company_id`,
    [tx.workspaceId, places.map((place) => place.enrollmentId), places.map((place) => new Date(place.day))],
    "ledger-keep-places",
  );
  await tx.rows(
    `delete from intake_places where workspace_id = $1 and day < $3
       and sequence_id in (select sequence_id from sequence_enrollments where workspace_id = $1 and id = any($2))`,
    [tx.workspaceId, places.map((place) => place.enrollmentId), new Date(now - 3 * DAY_MS)],
    "ledger-sweep-places",
  );
}
