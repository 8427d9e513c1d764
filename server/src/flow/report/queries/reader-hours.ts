import type { Tx } from "../../../platform/db/index.ts";
import { type Cohort, type HourSums, newestPeople } from "./sequence.ts";

/**
 * Mails to the newest people of a sequence by the hour of the week at which they left on their readers' own clocks, as
 * these stand today. Rollups do not know readers, so this reads mails, as many at most as of so many people.
 *
 * @param timezone of whoever has none of their own
 */
export async function sumReaderHours(
  tx: Tx,
  sequenceId: string,
  { from, to, most, timezone }: Cohort & { readonly timezone: string },
): Promise<HourSums[]> {
  return tx.rows<HourSums>(
    `with ${newestPeople}
     select extract(isodow from local)::int as weekday, extract(hour from local)::int as hour, count(*)::int as sent,
       count(opened_at)::int as opened, count(replied_at)::int as replied
     from (
       select e.sent_at at time zone coalesce(c.timezone, $6) as local, e.opened_at, e.replied_at
       from newest n
       join email_activities e on e.workspace_id = $1 and e.enrollment_id = n.id and e.sent_at is not null
       join contacts c on c.workspace_id = $1 and c.id = n.contact_id) mails
     group by 1, 2 order by 1, 2`,
    [tx.workspaceId, sequenceId, from, to, most, timezone],
    "report-sum-reader-hours",
  );
}
