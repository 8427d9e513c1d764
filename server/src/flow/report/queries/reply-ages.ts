import type { Lived } from "@haste/engine/base";
import type { Tx } from "../../../platform/db/index.ts";

/** Mails sent in one week or month that lived as long. */
export interface CohortAge extends Lived {
  /** The first day of the span. */
  readonly cohort: string;
}

/** The newest mails of a sequence by their span, the steps of six hours they have lived, and that in which they were answered. */
export async function countReplyAges(
  tx: Tx,
  sequenceId: string,
  asked: { readonly by: string; readonly timezone: string; readonly now: Date; readonly most: number },
): Promise<CohortAge[]> {
  return tx.rows<CohortAge>(
    `with newest as materialized (
       select id from sequence_enrollments where workspace_id = $1 and sequence_id = $2 order by id desc limit $6)
     select to_char(date_trunc($3, e.sent_at at time zone $4), 'YYYY-MM-DD') as cohort,
       floor(extract(epoch from $5 - e.sent_at) / 21600)::int as age,
       floor(extract(epoch from e.replied_at - e.sent_at) / 21600)::int as "successAge", count(*)::int as emails
     from newest n join email_activities e on e.workspace_id = $1 and e.enrollment_id = n.id and e.sent_at is not null
     group by 1, 2, 3 order by 1`,
    [tx.workspaceId, sequenceId, asked.by, asked.timezone, asked.now, asked.most],
    "report-count-reply-ages",
  );
}
