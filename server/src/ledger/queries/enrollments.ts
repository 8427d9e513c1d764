import { asInstant, DAY_MS, type Instant } from "@haste/engine/base";
import type { EnrollmentState } from "@haste/engine/react";
import type { Constraint } from "@haste/engine/schedule";
import type { Tx } from "../../platform/db/index.ts";
import { noLane, stages } from "../lanes.ts";

/** An enrollment under lock, with what reactions need of the person. */
export interface LockedEnrollment {
  readonly state: EnrollmentState;
  readonly contactZone: string | null;
  readonly contactEmail: string;
  readonly currentStep: number;
  readonly sendingAccountId: string | null;
  /** The deal it is about. */
  readonly dealId: string | null;
}

export interface EnrollmentRow {
  id: string;
  contact_id: string;
  sequence_id: string;
  sequence_version: number;
  status: EnrollmentState["status"];
  current_step: number;
  current_step_id: string | null;
  step_due_at: Date | null;
  due_at: Date | null;
  pause_reason: EnrollmentState["pauseReason"];
  resume_at: Date | null;
  replied_at: Date | null;
  completed_at: Date | null;
  stopped_at: Date | null;
  stop_reason: EnrollmentState["stopReason"];
}

export interface LockedRow extends EnrollmentRow {
  timezone: string | null;
  email_key: string;
  sending_account_id: string | null;
  deal_id: string | null;
}

/** Of `sequence_enrollments n`. */
export const columns = `n.id, n.contact_id, n.sequence_id, n.sequence_version, n.status, n.current_step, n.current_step_id,
  n.step_due_at, n.due_at, n.pause_reason, n.resume_at, n.replied_at, n.completed_at, n.stopped_at, n.stop_reason`;

function instantOrNull(date: Date | null): Instant | null {
  return date === null ? null : asInstant(date.getTime());
}

export function stateOf(row: EnrollmentRow): EnrollmentState {
  return {
    id: row.id,
    contactId: row.contact_id,
    sequenceId: row.sequence_id,
    sequenceVersion: row.sequence_version,
    status: row.status,
    currentStepId: row.current_step_id,
    stepDueAt: instantOrNull(row.step_due_at),
    dueAt: instantOrNull(row.due_at),
    pauseReason: row.pause_reason,
    resumeAt: instantOrNull(row.resume_at),
    repliedAt: instantOrNull(row.replied_at),
    completedAt: instantOrNull(row.completed_at),
    stoppedAt: instantOrNull(row.stopped_at),
    stopReason: row.stop_reason,
  };
}

/** What every lock reads, up to its own conditions; $1 is the workspace. */
const rowsToLock = `select ${columns}, n.sending_account_id, n.deal_id, c.timezone, c.email_key
       from sequence_enrollments n join contacts c on c.workspace_id = $1 and c.id = n.contact_id
       where n.workspace_id = $1`;

export function locked(rows: LockedRow[]): LockedEnrollment[] {
  return rows.map((row) => ({
    state: stateOf(row),
    contactZone: row.timezone,
    contactEmail: row.email_key,
    currentStep: row.current_step,
    sendingAccountId: row.sending_account_id,
    dealId: row.deal_id,
  }));
}

/**
 * Locks the named enrollments and all open ones of the named contacts, in id order: every writer locks enrollments
 * before emails and both in this order, so writers wait for each other but never in a circle.
 */
export async function lockEnrollments(
  tx: Tx,
  enrollmentIds: readonly string[],
  contactIds: readonly string[],
): Promise<LockedEnrollment[]> {
  return locked(
    await tx.rows<LockedRow>(
      `${rowsToLock} and n.id = any(array(
         select unnest($2::uuid[])
         union
         select id from sequence_enrollments
         where workspace_id = $1 and contact_id = any($3) and status in ('active', 'paused')))
       order by n.id for update of n`,
      [tx.workspaceId, enrollmentIds, contactIds],
      "ledger-lock-enrollments",
    ),
  );
}

/**
 * Locks, of these enrollments, those whose email waits and was neither claimed nor tried, together with that email. Whoever
 * is being moved or mailed just now is left out rather than waited for: the planner holds locks already.
 */
export async function lockEnrollmentsToDisplace(tx: Tx, ids: readonly string[]): Promise<LockedEnrollment[]> {
  return locked(
    await tx.rows<LockedRow>(
      `select ${columns}, n.sending_account_id, n.deal_id, c.timezone, c.email_key
       from sequence_enrollments n join contacts c on c.workspace_id = $1 and c.id = n.contact_id
       join email_activities e on e.workspace_id = $1 and e.enrollment_id = n.id and e.step_id = n.current_step_id
       where n.workspace_id = $1 and n.id = any($2) and n.status = 'active' and e.status = 'scheduled'
         and e.due_at is not null and e.attempt = 0
       order by n.id for update of n, e skip locked`,
      [tx.workspaceId, ids],
      "ledger-lock-enrollments-to-displace",
    ),
  );
}

/** Locks the next open enrollments of a sequence after `afterId`, in id order. */
export async function lockEnrollmentsOfSequence(
  tx: Tx,
  sequenceId: string,
  afterId: string,
  limit: number,
): Promise<LockedEnrollment[]> {
  return locked(
    await tx.rows<LockedRow>(
      `${rowsToLock} and n.sequence_id = $2 and n.id > $3 and n.status in ('active', 'paused')
       order by n.id limit $4 for update of n`,
      [tx.workspaceId, sequenceId, afterId, limit],
    ),
  );
}

/** Locks the next open enrollments of a sequence whose thread runs through an account, in id order. */
export async function lockEnrollmentsOfAccount(
  tx: Tx,
  { sequenceId, fromAccountId }: { readonly sequenceId: string; readonly fromAccountId: string },
  afterId: string,
  limit: number,
): Promise<LockedEnrollment[]> {
  return locked(
    await tx.rows<LockedRow>(
      `${rowsToLock} and n.sequence_id = $2 and n.sending_account_id = $3 and n.id > $4
         and n.status in ('active', 'paused')
       order by n.id limit $5 for update of n`,
      [tx.workspaceId, sequenceId, fromAccountId, afterId, limit],
    ),
  );
}

/** Their threads go on from this account. */
export async function setAccount(tx: Tx, ids: readonly string[], accountId: string, now: Instant): Promise<void> {
  await tx.rows(
    `update sequence_enrollments set sending_account_id = $3, updated_at = $4 where workspace_id = $1 and id = any($2)`,
    [tx.workspaceId, ids, accountId, new Date(now)],
  );
}

/** Locks the next people after `afterId` whose email waits to leave from this account, in id order. */
export async function lockEnrollmentsWaitingAt(
  tx: Tx,
  accountId: string,
  afterId: string,
  limit: number,
): Promise<LockedEnrollment[]> {
  return locked(
    await tx.rows<LockedRow>(
      `${rowsToLock} and n.status = 'active' and n.id > $3 and n.id in (
         select enrollment_id from email_activities
         where workspace_id = $1 and sending_account_id = $2 and due_at is not null)
       order by n.id limit $4 for update of n`,
      [tx.workspaceId, accountId, afterId, limit],
    ),
  );
}

/** The same for what waits for the mailboxes of one recipient provider, claimed already or not. */
export async function lockEnrollmentsWaitingFor(
  tx: Tx,
  { accountId, provider }: { readonly accountId: string; readonly provider: string },
  afterId: string,
  limit: number,
): Promise<LockedEnrollment[]> {
  return locked(
    await tx.rows<LockedRow>(
      `${rowsToLock} and n.status = 'active' and n.id > $4 and n.id in (
         select enrollment_id from email_activities
         where workspace_id = $1 and sending_account_id = $2 and due_at is not null and recipient_provider = $3
         union all
         select e.enrollment_id from claims k cross join unnest(k.row_ids) r(id)
         join email_activities e on e.workspace_id = $1 and e.id = r.id
         where k.workspace_id = $1 and e.sending_account_id = $2 and e.status = 'scheduled'
           and e.recipient_provider = $3)
       order by n.id limit $5 for update of n`,
      [tx.workspaceId, accountId, provider, afterId, limit],
    ),
  );
}

/**
 * Active people whom no plan will reach by itself: neither due nor owed a waiting email (no account, account paused or
 * stopped towards their provider, hours that never meet), or whose hours meet in a distant week only.
 */
export async function lockStrandedEnrollments(
  tx: Tx,
  accountId: string | null,
  { now, limit }: { readonly now: Instant; readonly limit: number },
): Promise<LockedEnrollment[]> {
  return locked(
    await tx.rows<LockedRow>(
      `${rowsToLock} and n.status = 'active'
         and (n.due_at is null and n.waiting->>'hold' in ('no_account', 'account_paused', 'provider_stopped', 'workday')
           or n.due_at > $4 and n.waiting @> '{"constraints": [{"code": "workday"}]}')
         and ($2::uuid is null or n.sending_account_id is null or n.sending_account_id = $2)
       order by n.id limit $3 for update of n`,
      [tx.workspaceId, accountId, limit, new Date(now + 35 * DAY_MS)],
    ),
  );
}

export interface EnrollmentWrite {
  readonly state: EnrollmentState;
  readonly currentStep: number;
}

/** Writes the whole state of each enrollment in one statement. Rows are locked already. */
export function updateEnrollments(tx: Tx, writes: readonly EnrollmentWrite[], now: Instant): void {
  if (writes.length === 0) return;
  const states = writes.map((write) => write.state);
  const dates = (pick: (state: EnrollmentState) => Instant | null) =>
    states.map((state) => {
      const instant = pick(state);
      return instant === null ? null : new Date(instant);
    });
  tx.write(
    `update sequence_enrollments n set
       status = x.status, current_step = x.current_step, current_step_id = x.current_step_id,
       step_due_at = x.step_due_at, due_at = x.due_at,
       waiting = case when x.due_at is null and x.status = 'active' then n.waiting end,
       pause_reason = x.pause_reason,
       paused_at = case when x.status = 'paused' then coalesce(n.paused_at, $15) end,
       resume_at = x.resume_at, replied_at = x.replied_at, completed_at = x.completed_at,
       stopped_at = x.stopped_at, stop_reason = x.stop_reason, sequence_version = x.sequence_version, updated_at = $15
     from unnest($2::uuid[], $3::text[], $4::int[], $5::uuid[], $6::timestamptz[], $7::timestamptz[], $8::text[],
       $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::text[], $14::int[])
       x(id, status, current_step, current_step_id, step_due_at, due_at, pause_reason, resume_at, replied_at,
         completed_at, stopped_at, stop_reason, sequence_version)
     where n.workspace_id = $1 and n.id = any($2) and n.id = x.id`,
    [
      tx.workspaceId,
      states.map((state) => state.id),
      states.map((state) => state.status),
      writes.map((write) => write.currentStep),
      states.map((state) => state.currentStepId),
      dates((state) => state.stepDueAt),
      dates((state) => state.dueAt),
      states.map((state) => state.pauseReason),
      dates((state) => state.resumeAt),
      dates((state) => state.repliedAt),
      dates((state) => state.completedAt),
      dates((state) => state.stoppedAt),
      states.map((state) => state.stopReason),
      states.map((state) => state.sequenceVersion),
      new Date(now),
    ],
    "ledger-update-enrollments",
  );
}

/** A due enrollment as the planner reads it; locked until the plan is written. */
export interface DueEnrollment extends EnrollmentRow {
  sending_account_id: string | null;
  deal_id: string | null;
  timezone: string | null;
  company_id: string | null;
  email_key: string;
  suppressed: string | null;
  suppressed_until: Date | null;
  sequence_paused: boolean;
  has_sent: boolean;
  /** What the plan before gave as reasons. */
  waiting: { readonly constraints?: readonly Constraint[] } | null;
}

/**
 * The people whom the planner must look at, locked: those past their first step before the new ones (B20), each oldest
 * first, ties by id, so that a simulation meets the same batches. Two searches, because one ordered by both would sort
 * everybody who is due for every batch; the second finds no follow-ups to step over, since all of them are in the first
 * where that is not full. `skip locked`: a row that a reply holds right now is
 * looked at in the next round, after the reply decided.
 */
export async function lockDueEnrollments(tx: Tx, now: Instant, limit: number): Promise<DueEnrollment[]> {
  return tx.rows<DueEnrollment>(
    `select ${columns}, n.sending_account_id, n.deal_id, c.timezone, c.company_id, c.email_key, s.reason as suppressed, s.expires_at as suppressed_until, n.waiting,
       q.status <> 'active' or q.archived_at is not null as sequence_paused,
       n.current_step > 0 as has_sent
     from sequence_enrollments n
     join contacts c on c.workspace_id = $1 and c.id = n.contact_id
     join email_sequences q on q.workspace_id = $1 and q.id = n.sequence_id
     left join lateral suppression_of($1, c.email_key, n.sequence_id) s on true
     where n.workspace_id = $1 and n.id = any(array(
       with again as materialized (
         select id from sequence_enrollments where workspace_id = $1 and due_at <= $2 and current_step > 0
         order by due_at, id limit $3 for update skip locked),
       fresh as materialized (
         select id from sequence_enrollments where workspace_id = $1 and due_at <= $2 and current_step = 0
         order by due_at, id limit $3 - (select count(*) from again) for update skip locked)
       select id from again union all select id from fresh))
     order by n.id`,
    [tx.workspaceId, new Date(now), limit],
    "ledger-lock-due-enrollments",
  );
}

export interface PlannedEnrollment {
  readonly id: string;
  /** When the planner looks again; null where an email carries the due instant or a person must act. */
  readonly dueAt: Instant | null;
  readonly sendingAccountId: string | null;
  readonly waiting: unknown;
}

/** What the planner decided for people who stay where they are. */
export async function updatePlanned(tx: Tx, rows: readonly PlannedEnrollment[], now: Instant): Promise<void> {
  if (rows.length === 0) return;
  await tx.rows(
    `update sequence_enrollments n set due_at = x.due_at, waiting = x.waiting, updated_at = $6,
       sending_account_id = coalesce(n.sending_account_id, x.account_id)
     from unnest($2::uuid[], $3::timestamptz[], $4::uuid[], $5::jsonb[]) x(id, due_at, account_id, waiting)
     where n.workspace_id = $1 and n.id = any($2) and n.id = x.id`,
    [
      tx.workspaceId,
      rows.map((row) => row.id),
      rows.map((row) => (row.dueAt === null ? null : new Date(row.dueAt))),
      rows.map((row) => row.sendingAccountId),
      rows.map((row) => JSON.stringify(row.waiting)),
      new Date(now),
    ],
    "ledger-update-planned",
  );
}

/** Appends the planner's next wake-up where anything is still due later. */
export async function appendNextPlanWakeup(tx: Tx, id: string, offsetMs: number): Promise<void> {
  await tx.rows(
    `insert into wakeups (workspace_id, stage, lane, due_at, id)
     select $1, ${stages.schedule}, '${noLane}', next.at - $3 * interval '1 millisecond', $2
     from (select least(
       (select min(due_at) from sequence_enrollments where workspace_id = $1 and due_at is not null),
       (select min(expires_at) from suppressions where workspace_id = $1 and expires_at is not null)) as at) next
     where next.at is not null`,
    [tx.workspaceId, id, offsetMs],
    "ledger-next-plan-wakeup",
  );
}
