import type { Instant } from "@haste/engine/base";
import type { EnrollmentState } from "@haste/engine/react";
import type { Tx } from "../../platform/db/index.ts";

export interface NewEnrollment {
  readonly id: string;
  readonly sequenceId: string;
  readonly contactId: string;
  readonly sequenceVersion: number;
  readonly currentStepId: string;
  readonly stepDueAt: Instant;
  readonly sendingAccountId: string | null;
  /** The deal it is about; left out: the newest open one of the person. */
  readonly dealId?: string | null;
  readonly enrolledBy: string | null;
  /** The bulk job that enrolls them, by which they can be taken back. */
  readonly jobId?: string | null;
  readonly context: Readonly<Record<string, unknown>>;
}

/** How somebody begins: on the way, or held out, and under what percentage that was decided. */
export interface Beginning {
  readonly row: NewEnrollment;
  readonly state: EnrollmentState;
  /** null: the sequence holds nobody out. */
  readonly holdOut: number | null;
}

/** Inserts enrollments; a contact that is active or paused here already is left as it is. Returns the new ids. */
export async function insertEnrollments(tx: Tx, beginnings: readonly Beginning[], now: Instant): Promise<string[]> {
  const rows = beginnings.map(({ row }) => row);
  const states = beginnings.map(({ state }) => state);
  const dateOrNull = (at: Instant | null) => (at === null ? null : new Date(at));
  const inserted = await tx.rows<{ id: string }>(
    `insert into sequence_enrollments (workspace_id, id, sequence_id, contact_id, sequence_version, current_step_id,
       step_due_at, due_at, sending_account_id, enrolled_by, context, enrolled_at, created_at, updated_at,
       enrolled_by_job, deal_id, status, stop_reason, stopped_at, hold_out)
     select $1, x.id, x.sequence_id, x.contact_id, x.version, x.step_id, x.due_at, x.due_at, x.account_id, x.enrolled_by,
       x.context, $10, $10, $10, x.job_id, x.deal_id, x.status, x.stop_reason, x.stopped_at, x.hold_out
     from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::uuid[], $7::timestamptz[], $8::uuid[], $9::uuid[],
       $11::jsonb[], $12::uuid[], $13::uuid[], $14::text[], $15::text[], $16::timestamptz[], $17::smallint[])
       x(id, sequence_id, contact_id, version, step_id, due_at, account_id, enrolled_by, context, job_id, deal_id, status,
         stop_reason, stopped_at, hold_out)
     where x.status = 'active' or not exists (select from sequence_enrollments n
       where n.workspace_id = $1 and n.sequence_id = x.sequence_id and n.contact_id = x.contact_id
         and n.status in ('active', 'paused'))
     on conflict (workspace_id, sequence_id, contact_id) where status in ('active', 'paused') do nothing
     returning id`,
    [
      tx.workspaceId,
      rows.map((row) => row.id),
      rows.map((row) => row.sequenceId),
      rows.map((row) => row.contactId),
      rows.map((row) => row.sequenceVersion),
      states.map((state) => state.currentStepId),
      states.map((state) => dateOrNull(state.dueAt)),
      rows.map((row) => row.sendingAccountId),
      rows.map((row) => row.enrolledBy),
      new Date(now),
      rows.map((row) => JSON.stringify(row.context)),
      rows.map((row) => row.jobId ?? null),
      rows.map((row) => row.dealId ?? null),
      states.map((state) => state.status),
      states.map((state) => state.stopReason),
      states.map((state) => dateOrNull(state.stoppedAt)),
      beginnings.map(({ holdOut }) => holdOut),
    ],
    "ledger-insert-enrollments",
  );
  return inserted.map((row) => row.id);
}
