import type { Tx } from "../../../platform/db/index.ts";

/** People on the way who stand before one step of one version. */
export interface GroupRow {
  readonly version: number;
  readonly stepId: string;
  /** Active and paused. */
  readonly people: number;
  readonly paused: number;
  /** When the first of them falls due; null where all wait for a person. */
  readonly firstDueAt: Date | null;
  /** The contact's zone of that one. */
  readonly firstZone: string | null;
  /** When the first email that is planned already leaves. */
  readonly plannedAt: Date | null;
}

/** Reads everybody who is on the way in a sequence, once for each look at what publishing would do. */
export async function listGroups(tx: Tx, sequenceId: string): Promise<GroupRow[]> {
  return tx.rows<GroupRow>(
    `with planned as (
       select sequence_version, step_id, min(send_at) as at from email_activities
        where workspace_id = $1 and due_at is not null and sequence_id = $2 group by 1, 2),
     standing as (
       select n.sequence_version, n.current_step_id, n.status, c.timezone,
              case when n.status = 'active' then n.step_due_at
                   when n.resume_at is not null then greatest(n.step_due_at, n.resume_at) end as next_at
         from sequence_enrollments n
         join contacts c on c.workspace_id = $1 and c.id = n.contact_id
        where n.workspace_id = $1 and n.sequence_id = $2 and n.status in ('active', 'paused')
          and n.current_step_id is not null)
     select s.sequence_version as version, s.current_step_id as "stepId", count(*)::int as people,
            count(*) filter (where s.status = 'paused')::int as paused, min(s.next_at) as "firstDueAt",
            (array_agg(s.timezone order by s.next_at) filter (where s.next_at is not null))[1] as "firstZone",
            min(p.at) as "plannedAt"
       from standing s
       left join planned p on p.sequence_version = s.sequence_version and p.step_id = s.current_step_id
      group by 1, 2`,
    [tx.workspaceId, sequenceId],
  );
}

export type StandingRow = Pick<GroupRow, "version" | "stepId" | "people" | "paused">;

/** Where people who are on the way stand, without anything foreseen: by version and step. */
export async function countStanding(tx: Tx, sequenceId: string): Promise<StandingRow[]> {
  return tx.rows<StandingRow>(
    `select sequence_version as version, current_step_id as "stepId", count(*)::int as people,
            count(*) filter (where status = 'paused')::int as paused
       from sequence_enrollments
      where workspace_id = $1 and sequence_id = $2 and status in ('active', 'paused') and current_step_id is not null
      group by 1, 2`,
    [tx.workspaceId, sequenceId],
  );
}
