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
