import type { RunningTest } from "@haste/engine/experiment";
import type { Tx } from "../../../platform/db/index.ts";

/** Tests that were started, as they are dealt now. */
export async function readRunningTests(tx: Tx, ids: readonly string[]): Promise<RunningTest[]> {
  return tx.rows<RunningTest>(
    `select t.id, t.sample_size as "sampleSize", t.winner as "winnerId",
       case when t.stopped_at is null then coalesce(p.shares, '[]') else '[]' end as shares,
       coalesce(p.number, 0) as period,
       array(select v.id from ab_test_variants v
             where v.workspace_id = $1 and v.ab_test_id = t.id and v.stopped_at is not null) as barred
     from ab_tests t
     left join lateral (
       select shares, number from ab_test_periods
       where workspace_id = $1 and ab_test_id = t.id order by number desc limit 1) p on true
     where t.workspace_id = $1 and t.id = any($2) and t.started_at is not null`,
    [tx.workspaceId, ids],
    "experiment-running-tests",
  );
}

/** Running tests that nobody has looked at since. */
export async function listDueTests(tx: Tx, ids: readonly string[], since: Date): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select id from ab_tests where workspace_id = $1 and id = any($2) and started_at is not null and stopped_at is null
       and (evaluated_at is null or evaluated_at <= $3)`,
    [tx.workspaceId, ids, since],
    "experiment-due-tests",
  );
  return rows.map(({ id }) => id);
}

export interface DealtRow {
  readonly contactId: string;
  readonly enrollmentId: string;
  readonly testId: string;
  readonly variantId: string;
  readonly period: number | null;
}

/** What these tests dealt to these people, with emails and at branches, oldest first. */
export async function readDealtBefore(
  tx: Tx,
  contactIds: readonly string[],
  testIds: readonly string[],
): Promise<DealtRow[]> {
  return tx.rows<DealtRow>(
    `select e.contact_id as "contactId", e.enrollment_id as "enrollmentId", v.ab_test_id as "testId",
       e.variant_id as "variantId", e.ab_period as period, e.created_at as at, e.id
     from email_activities e
     join ab_test_variants v on v.workspace_id = $1 and v.id = e.variant_id
     where e.workspace_id = $1 and e.contact_id = any($2) and v.ab_test_id = any($3)
     union all
     select n.contact_id, a.enrollment_id, a.ab_test_id, a.variant_id, a.ab_period, a.assigned_at, a.enrollment_id
     from sequence_enrollments n
     join ab_test_assignments a on a.workspace_id = $1 and a.enrollment_id = n.id
     where n.workspace_id = $1 and n.contact_id = any($2) and a.ab_test_id = any($3)
     order by at, id`,
    [tx.workspaceId, contactIds, testIds],
    "experiment-dealt-before",
  );
}
