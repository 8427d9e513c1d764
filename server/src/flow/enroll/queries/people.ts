import type { Tx } from "../../../platform/db/index.ts";

/** People a bulk job enrolled, in id order, with whether anything of their sequence has happened to them. */
export async function readEnrolledBy(
  tx: Tx,
  jobId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<{ id: string; has_begun: boolean }[]> {
  return tx.rows(
    `select n.id, n.status in ('completed', 'stopped')
         or exists (select from email_activities e where e.workspace_id = $1 and e.enrollment_id = n.id
           and e.status not in ('scheduled', 'held', 'canceled'))
         or exists (select from tasks t where t.workspace_id = $1 and t.enrollment_id = n.id
           and t.status in ('done', 'skipped')) as has_begun
     from sequence_enrollments n
     where n.workspace_id = $1 and n.enrolled_by_job = $2 and ($3::uuid is null or n.id > $3)
     order by n.id limit $4`,
    [tx.workspaceId, jobId, page.after, page.limit],
  );
}

export interface PeopleChoice {
  readonly sequenceId: string;
  /** Where they stand; null: anywhere. */
  readonly stepId: string | null;
  /** Null: whoever is named, and of those a filter finds whoever is on the way. */
  readonly status: "active" | "paused" | null;
  readonly among: readonly string[] | null;
}

/** Enrollments of a sequence in id order, those named or those a filter finds. */
export async function readPeopleOf(
  tx: Tx,
  choice: PeopleChoice,
  page: { readonly after: string | null; readonly limit: number },
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select id from sequence_enrollments
     where workspace_id = $1 and sequence_id = $2 and ($3::uuid is null or current_step_id = $3)
       and case when $4::text is not null then status = $4
         else $5::uuid[] is not null or status in ('active', 'paused') end
       and ($5::uuid[] is null or id = any($5)) and ($6::uuid is null or id > $6)
     order by id limit $7`,
    [tx.workspaceId, choice.sequenceId, choice.stepId, choice.status, choice.among, page.after, page.limit],
  );
  return rows.map((row) => row.id);
}
