import type { Simulation } from "@haste/contract/nouns/simulations";
import type { EnrollmentRow, HeldRoom } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

/** The summary as it is kept: the answer without its log. */
export type KeptSummary = Omit<Simulation, "log">;
export type KeptLine = Simulation["log"][number];

export interface History {
  sent: number;
  opened: number;
  clicked: number;
  replied: number;
  bounced: number;
  unsubscribed: number;
}

/** What became of the emails of the whole workspace since `since`; each happening counts once per email. */
export async function readHistory(tx: Tx, since: Date): Promise<History> {
  const rows = await tx.rows<History>(
    `select coalesce(sum(sent + refused), 0)::int as sent, coalesce(sum(opened), 0)::int as opened,
       coalesce(sum(clicked), 0)::int as clicked, coalesce(sum(replied), 0)::int as replied,
       coalesce(sum(bounced), 0)::int as bounced, coalesce(sum(unsubscribed), 0)::int as unsubscribed
     from email_rollups where workspace_id = $1 and bucket >= $2`,
    [tx.workspaceId, since],
  );
  return rows[0] ?? { sent: 0, opened: 0, clicked: 0, replied: 0, bounced: 0, unsubscribed: 0 };
}

/** Keeps what a simulation found, and of each sequence the newest `kept` only. */
export async function keepSimulation(
  tx: Tx,
  simulation: {
    readonly id: string;
    readonly sequenceId: string;
    readonly summary: KeptSummary;
    readonly at: Date;
    readonly kept: number;
  },
): Promise<void> {
  const { id, sequenceId, summary, at, kept } = simulation;
  await tx.rows(
    `insert into simulations (workspace_id, id, sequence_id, summary, created_at) values ($1, $2, $3, $4, $5)
     on conflict (workspace_id, id) do update set summary = excluded.summary`,
    [tx.workspaceId, id, sequenceId, JSON.stringify(summary), at],
  );
  await tx.rows(
    `delete from simulations where workspace_id = $1 and sequence_id = $2 and id not in (
       select id from simulations where workspace_id = $1 and sequence_id = $2 order by id desc limit $3)`,
    [tx.workspaceId, sequenceId, kept],
  );
}

export interface Timeline {
  readonly contactId: string;
  readonly lines: readonly KeptLine[];
}

export async function keepTimelines(tx: Tx, simulationId: string, timelines: readonly Timeline[]): Promise<void> {
  await tx.rows(
    `insert into simulation_timelines (workspace_id, simulation_id, contact_id, lines)
     select $1, $2, x.contact_id, x.lines from unnest($3::uuid[], $4::jsonb[]) x(contact_id, lines)
     on conflict (workspace_id, simulation_id, contact_id) do update set lines = excluded.lines`,
    [
      tx.workspaceId,
      simulationId,
      timelines.map((timeline) => timeline.contactId),
      timelines.map((timeline) => JSON.stringify(timeline.lines)),
    ],
  );
}

export async function readSimulation(tx: Tx, id: string): Promise<KeptSummary | null> {
  const rows = await tx.rows<{ summary: KeptSummary }>(
    "select summary from simulations where workspace_id = $1 and id = $2",
    [tx.workspaceId, id],
  );
  return rows[0]?.summary ?? null;
}

/** Whole timelines in the order of contacts, after `after`; of one contact only where it is named. */
export async function listTimelines(
  tx: Tx,
  simulationId: string,
  page: { readonly contactId: string | null; readonly after: string | null; readonly limit: number },
): Promise<Timeline[]> {
  return tx.rows<Timeline>(
    `select contact_id as "contactId", lines from simulation_timelines
     where workspace_id = $1 and simulation_id = $2 and ($3::uuid is null or contact_id = $3)
       and ($4::uuid is null or contact_id > $4)
     order by contact_id limit $5`,
    [tx.workspaceId, simulationId, page.contactId, page.after, page.limit],
  );
}

/** An open enrollment with what a simulation needs to let its person go on. */
export interface UnderwayRow extends EnrollmentRow {
  sending_account_id: string | null;
  timezone: string | null;
  company_id: string | null;
  email_domain: string | null;
  is_held: boolean;
  context: Record<string, unknown>;
  enrolled_at: Date;
  intake_day: Date | null;
}

/** Whoever wants room some day: due, with an email that waits, or with a task that is open; up to `limit` of each. */
const wanting = (limit: string) => `
  (select id, due_at from sequence_enrollments
   where workspace_id = $1 and due_at is not null and status in ('active', 'paused') order by due_at ${limit})
  union all
  (select enrollment_id, due_at from email_activities
   where workspace_id = $1 and due_at is not null and enrollment_id is not null order by due_at ${limit})
  union all
  (select enrollment_id, created_at from tasks
   where workspace_id = $1 and status = 'open' and enrollment_id is not null and step_id is not null
   order by created_at ${limit})`;

/** In a sequence that runs, and not suppressed: whoever is held or paused by hand wants nothing until somebody acts. */
const isRunning = `n.status in ('active', 'paused') and q.status = 'active' and q.archived_at is null
  and not exists (select from suppression_of($1, c.email_key, n.sequence_id))`;

const aroundEnrollment = `join sequence_enrollments n on n.workspace_id = $1 and n.id = f.id
     join email_sequences q on q.workspace_id = $1 and q.id = n.sequence_id
     join contacts c on c.workspace_id = $1 and c.id = n.contact_id`;

/** The people of running sequences who will want room, those whose turn comes first, up to `limit`. */
export async function readUnderway(tx: Tx, limit: number): Promise<UnderwayRow[]> {
  return tx.rows<UnderwayRow>(
    `with first as (select id, min(due_at) as due_at from (${wanting("limit $2")}) w group by id)
     select n.id, n.contact_id, n.sequence_id, n.sequence_version, n.status, n.current_step, n.current_step_id,
       n.step_due_at, n.due_at, n.pause_reason, n.resume_at, n.replied_at, n.completed_at, n.stopped_at, n.stop_reason,
       n.sending_account_id, n.context, n.enrolled_at, c.timezone, c.company_id, c.email_domain,
       coalesce(n.waiting ? 'hold', false) as is_held, p.day as intake_day
     from first f ${aroundEnrollment}
     left join intake_places p on p.workspace_id = $1 and p.enrollment_id = n.id
     where ${isRunning}
     order by f.due_at, n.id limit $2`,
    [tx.workspaceId, limit],
  );
}

/** How many there are in all. Looks at every one of them, so it is asked only where not all were read. */
export async function countUnderway(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ people: number }>(
    `with first as (select distinct id from (${wanting("")}) w)
     select count(*)::int as people from first f ${aroundEnrollment} where ${isRunning}`,
    [tx.workspaceId],
  );
  return rows[0]?.people ?? 0;
}

export interface DoneRow {
  enrollment_id: string;
  step_id: string;
}

/** What these people have behind them and before them: emails that left, one that waits, and their tasks. */
export async function readDone(tx: Tx, enrollmentIds: readonly string[]) {
  const emails = await tx.rows<
    DoneRow & { account_id: string; due_at: Date | null; rooms: HeldRoom[] | null; has_left: boolean }
  >(
    `select enrollment_id, step_id, sending_account_id as account_id, reserved_rooms as rooms,
       case when status = 'scheduled' then due_at end as due_at,
       status in ('sent', 'delivered', 'bounced', 'failed') as has_left
     from email_activities where workspace_id = $1 and enrollment_id = any($2) and step_id is not null`,
    [tx.workspaceId, enrollmentIds],
  );
  const tasks = await tx.rows<DoneRow & { is_open: boolean }>(
    `select enrollment_id, step_id, status = 'open' as is_open from tasks
     where workspace_id = $1 and enrollment_id = any($2) and step_id is not null`,
    [tx.workspaceId, enrollmentIds],
  );
  return { emails, tasks };
}
