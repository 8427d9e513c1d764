import type { Tx } from "../../../platform/db/index.ts";

/** A task with what the API shows around it and what its words may ask of the person. */
export interface ShownTask {
  id: string;
  kind: "task" | "call" | "linkedin" | "sms";
  title: string;
  notes: string | null;
  status: "open" | "done" | "skipped" | "canceled";
  due: "overdue" | "today" | "upcoming" | "waiting" | null;
  waits_for: "person_paused" | "out_of_office" | "sequence_paused" | null;
  waits_until: Date | null;
  is_awaited: boolean;
  /** The version its person follows now; null without a sequence. */
  present_version: number | null;
  outcome: string | null;
  remark: string | null;
  owner_id: string | null;
  owner_name: string | null;
  enrollment_id: string | null;
  sequence_id: string | null;
  sequence_name: string | null;
  step_id: string | null;
  due_at: Date | null;
  queue_at: Date;
  completed_at: Date | null;
  completed_by: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  contact_id: string;
  email: string;
  first_name: string | null;
  last_name: string | null;
  job_title: string | null;
  timezone: string | null;
  contact_fields: Record<string, unknown>;
  company_name: string | null;
  company_domain: string | null;
  company_industry: string | null;
  company_fields: Record<string, unknown> | null;
  deal_name: string | null;
  deal_stage: string | null;
  deal_amount: number | null;
  deal_currency: string | null;
  deal_fields: Record<string, unknown> | null;
  context: Record<string, unknown> | null;
  sender_name: string | null;
  sender_email: string | null;
}

/** The present, and where today ends in the workspace's zone. */
export interface Day {
  readonly now: Date;
  readonly endsAt: Date;
}

/** Whose pause keeps a task from being due: the sequence's is told first, because it holds everybody. */
const waitsFor = `case when t.status <> 'open' or n.id is null then null
  when q.status = 'paused' then 'sequence_paused'
  when n.status = 'paused' and n.pause_reason = 'out_of_office' then 'out_of_office'
  when n.status = 'paused' then 'person_paused' end`;

/** $2 is the present, $3 the end of today. A task without a date is for today, every day. */
const due = `case when t.status <> 'open' then null
  when n.id is not null and (n.status = 'paused' or q.status = 'paused') then 'waiting'
  when t.due_at < $2 then 'overdue' when t.due_at >= $3 then 'upcoming' else 'today' end`;

const around = `left join sequence_enrollments n on n.workspace_id = $1 and n.id = t.enrollment_id
  left join email_sequences q on q.workspace_id = $1 and q.id = t.sequence_id`;

const shown = `t.id, t.kind, t.title, t.notes, t.status, ${due} as due, ${waitsFor} as waits_for,
  case when t.status = 'open' and n.status = 'paused' then n.resume_at end as waits_until,
  t.status = 'open' and n.status in ('active', 'paused') and n.current_step_id = t.step_id is true as is_awaited,
  n.sequence_version as present_version,
  t.outcome, t.remark, t.owner_id, u.name as owner_name, t.enrollment_id, t.sequence_id, q.name as sequence_name,
  t.step_id, t.due_at, t.queue_at, t.completed_at, t.completed_by, t.version, t.created_at, t.updated_at,
  t.contact_id, c.email, c.first_name, c.last_name, c.title as job_title, c.timezone, c.custom_fields as contact_fields,
  o.name as company_name, o.domain as company_domain, o.industry as company_industry,
  o.custom_fields as company_fields, d.name as deal_name, d.stage as deal_stage, d.amount as deal_amount, d.currency as deal_currency,
  d.custom_fields as deal_fields,
  n.context, coalesce(a.display_name, u.name) as sender_name, coalesce(a.email, u.email) as sender_email`;

const shownFrom = `${around}
  join contacts c on c.workspace_id = $1 and c.id = t.contact_id
  left join companies o on o.workspace_id = $1 and o.id = c.company_id
  left join lateral deal_of($1, c.id, n.deal_id) d on true
  left join users u on u.id = t.owner_id
  left join sending_accounts a on a.workspace_id = $1 and a.id = n.sending_account_id`;

export async function findShownTask(tx: Tx, day: Day, id: string): Promise<ShownTask | null> {
  const rows = await tx.rows<ShownTask>(
    `select ${shown} from tasks t ${shownFrom} where t.workspace_id = $1 and t.id = $4`,
    [tx.workspaceId, day.now, day.endsAt, id],
    "tasks-find",
  );
  return rows[0] ?? null;
}

/** The open task of a step that somebody stands at. */
export async function findOpenTaskOf(tx: Tx, day: Day, enrollmentId: string): Promise<ShownTask | null> {
  const rows = await tx.rows<ShownTask>(
    `select ${shown} from tasks t ${shownFrom}
     where t.workspace_id = $1 and t.enrollment_id = $4 and t.status = 'open' and t.step_id = n.current_step_id`,
    [tx.workspaceId, day.now, day.endsAt, enrollmentId],
    "tasks-find-awaited",
  );
  return rows[0] ?? null;
}

export interface TaskFilter {
  readonly statuses: readonly string[] | null;
  readonly kinds: readonly string[] | null;
  readonly dues: readonly string[] | null;
  /** `id` null: nobody's. */
  readonly owner: { readonly id: string | null } | null;
  readonly sequenceId: string | null;
  readonly contactId: string | null;
}

export type TaskSort = "-createdAt" | "dueAt" | "-completedAt";

/** Each order walks an index of its own; the queue holds open tasks only, the other two whatever there is. */
const orders: Readonly<Record<TaskSort, { where: string; after: string; by: string }>> = {
  "-createdAt": { where: "true", after: "($11::timestamptz is null and t.id < $12::uuid)", by: "t.id desc" },
  dueAt: {
    where: "t.status = 'open'",
    after: "(t.queue_at, t.id) > ($11::timestamptz, $12::uuid)",
    by: "t.queue_at, t.id",
  },
  "-completedAt": {
    where: "t.completed_at is not null",
    after: "(t.completed_at, t.id) < ($11::timestamptz, $12::uuid)",
    by: "t.completed_at desc, t.id desc",
  },
};

const filtered = `($4::text[] is null or t.status = any($4)) and ($5::text[] is null or t.kind = any($5))
  and ($6::text[] is null or ${due} = any($6)) and (not $7 or t.owner_id is not distinct from $8::uuid)
  and ($9::uuid is null or t.sequence_id = $9) and ($10::uuid is null or t.contact_id = $10)`;

function filterValues(tx: Tx, day: Day, filter: TaskFilter): unknown[] {
  return [
    ...[tx.workspaceId, day.now, day.endsAt],
    ...[filter.statuses, filter.kinds, filter.dues],
    ...[filter.owner !== null, filter.owner?.id ?? null, filter.sequenceId, filter.contactId],
  ];
}

export interface TaskPage {
  readonly sort: TaskSort;
  readonly after: { readonly at: string | null; readonly id: string } | null;
  readonly limit: number;
}

export async function listTasks(
  tx: Tx,
  day: Day,
  filter: TaskFilter,
  { sort, after, limit }: TaskPage,
): Promise<ShownTask[]> {
  const order = orders[sort];
  return tx.rows<ShownTask>(
    `select ${shown} from tasks t ${shownFrom}
     where t.workspace_id = $1 and ${order.where} and ${filtered} and ($12::uuid is null or ${order.after})
     order by ${order.by} limit $13`,
    [...filterValues(tx, day, filter), after?.at ?? null, after?.id ?? null, limit],
    `tasks-list-${sort}`,
  );
}

/** Counting further than this would cost the reader more than the number is worth. */
const mostCounted = 10_000;

/** Undefined where there are more than anybody counts. */
export async function countTasks(tx: Tx, day: Day, filter: TaskFilter, sort: TaskSort): Promise<number | undefined> {
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from (
       select from tasks t ${around}
       where t.workspace_id = $1 and ${orders[sort].where} and ${filtered} limit $11) counted`,
    [...filterValues(tx, day, filter), mostCounted + 1],
    `tasks-count-${sort}`,
  );
  const n = rows[0]?.n ?? 0;
  return n > mostCounted ? undefined : n;
}

export interface DueTasks {
  kind: ShownTask["kind"];
  tasks: number;
  since: Date;
}

/** What is due by now, by kind; what waits or has another day is not counted. */
export async function countDueTasks(tx: Tx, day: Day): Promise<DueTasks[]> {
  return tx.rows<DueTasks>(
    `select t.kind, count(*)::int as tasks, min(t.queue_at) as since from tasks t ${around}
     where t.workspace_id = $1 and t.status = 'open' and t.queue_at < $3 and ${due} in ('overdue', 'today')
     group by t.kind order by t.kind`,
    [tx.workspaceId, day.now, day.endsAt],
    "tasks-count-due",
  );
}

/** Whether this user belongs to the workspace: row-level security shows no others. */
export async function isMember(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.rows(
    "select from members where workspace_id = $1 and user_id = $2",
    [tx.workspaceId, userId],
    "tasks-is-member",
  );
  return rows.length > 0;
}

/** Whether this contact exists and is not archived. */
export async function isContact(tx: Tx, contactId: string): Promise<boolean> {
  const rows = await tx.rows(
    "select from contacts where workspace_id = $1 and id = $2 and archived_at is null",
    [tx.workspaceId, contactId],
    "tasks-is-contact",
  );
  return rows.length > 0;
}
