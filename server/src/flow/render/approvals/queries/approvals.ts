import type { ResealedValue } from "../../../../platform/crypto/index.ts";
import type { Tx } from "../../../../platform/db/index.ts";

export interface ApprovalRow {
  readonly emailId: string;
  readonly status: "pending" | "approved" | "rejected";
  /** Sealed; null: as the step says. */
  readonly content: Uint8Array | null;
}

export async function readApprovals(tx: Tx, emailIds: readonly string[]): Promise<Map<string, ApprovalRow>> {
  const rows = await tx.rows<ApprovalRow>(
    `select email_id as "emailId", status, content from email_approvals
      where workspace_id = $1 and email_id = any($2)`,
    [tx.workspaceId, emailIds],
    "render-read-approvals",
  );
  return new Map(rows.map((row) => [row.emailId, row]));
}

/** How many emails of each of these steps were approved so far, by `sequence step`. */
export async function countApproved(
  tx: Tx,
  steps: readonly { readonly sequenceId: string; readonly stepId: string }[],
): Promise<Map<string, number>> {
  const rows = await tx.rows<{ key: string; approved: number }>(
    `select a.sequence_id || ' ' || a.step_id as key, count(*)::int as approved
       from email_approvals a
       join (select distinct * from unnest($2::uuid[], $3::uuid[]) s(sequence_id, step_id)) s
         on s.sequence_id = a.sequence_id and s.step_id = a.step_id
      where a.workspace_id = $1 and a.status = 'approved' group by 1`,
    [tx.workspaceId, steps.map(({ sequenceId }) => sequenceId), steps.map(({ stepId }) => stepId)],
    "render-count-approved",
  );
  return new Map(rows.map(({ key, approved }) => [key, approved]));
}

export interface Asked {
  readonly emailId: string;
  readonly sequenceId: string;
  readonly stepId: string;
  readonly enrollmentId: string;
  readonly contactId: string;
  readonly askedAt: Date;
}

/** Asks for these emails; one that was rejected and fell due once more is asked for again. */
export async function askForApproval(tx: Tx, asked: readonly Asked[]): Promise<void> {
  if (asked.length === 0) return;
  await tx.rows(
    `insert into email_approvals as a (workspace_id, email_id, sequence_id, step_id, enrollment_id, contact_id, asked_at)
     select $1, x.email_id, x.sequence_id, x.step_id, x.enrollment_id, x.contact_id, x.asked_at
       from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::timestamptz[])
         x(email_id, sequence_id, step_id, enrollment_id, contact_id, asked_at)
     on conflict (workspace_id, email_id) do update set status = 'pending', asked_at = excluded.asked_at,
       decided_at = null, decided_by_name = null where a.status = 'rejected'`,
    [
      tx.workspaceId,
      asked.map(({ emailId }) => emailId),
      asked.map(({ sequenceId }) => sequenceId),
      asked.map(({ stepId }) => stepId),
      asked.map(({ enrollmentId }) => enrollmentId),
      asked.map(({ contactId }) => contactId),
      asked.map(({ askedAt }) => askedAt),
    ],
    "render-ask-for-approval",
  );
}

/** An email that waits or waited, with whom it is for. */
export interface ShownApproval extends ApprovalRow, Asked {
  readonly version: number;
  readonly emailStatus: string;
  readonly reason: string | null;
  readonly sequenceName: string;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly decidedAt: Date | null;
  readonly decidedByName: string | null;
}

const shown = `a.email_id as "emailId", a.status, a.content, a.sequence_id as "sequenceId", a.step_id as "stepId",
  a.enrollment_id as "enrollmentId", a.contact_id as "contactId", a.asked_at as "askedAt", a.decided_at as "decidedAt",
  a.decided_by_name as "decidedByName", e.sequence_version as version, e.status as "emailStatus",
  case when e.status = 'held' then e.held_reason end as reason,
  q.name as "sequenceName", c.email, c.first_name as "firstName", c.last_name as "lastName"`;
const joined = `email_approvals a
  join email_activities e on e.workspace_id = $1 and e.id = a.email_id
  join email_sequences q on q.workspace_id = $1 and q.id = a.sequence_id
  join contacts c on c.workspace_id = $1 and c.id = a.contact_id`;

/** For a decision: whoever decides second finds it decided. In one order, so that two who decide do not wait for each other. */
export async function lockApprovals(tx: Tx, emailIds: readonly string[]): Promise<ShownApproval[]> {
  return tx.rows<ShownApproval>(
    `select ${shown} from ${joined} where a.workspace_id = $1 and a.email_id = any($2) order by a.email_id for update of a`,
    [tx.workspaceId, emailIds],
  );
}

export async function findApproval(tx: Tx, emailId: string): Promise<ShownApproval | null> {
  const rows = await tx.rows<ShownApproval>(
    `select ${shown} from ${joined} where a.workspace_id = $1 and a.email_id = $2`,
    [tx.workspaceId, emailId],
  );
  return rows[0] ?? null;
}

export interface ApprovalFilter {
  readonly status: string;
  readonly sequenceId: string | null;
  readonly stepId: string | null;
}

/** Those that wait are held emails; an email that was canceled meanwhile waits for nobody. */
const matches = `a.workspace_id = $1 and a.status = $2 and ($3::uuid is null or a.sequence_id = $3)
  and ($4::uuid is null or a.step_id = $4) and (a.status <> 'pending' or e.status = 'held')`;

/** In the order in which the emails were made, after `after`. */
export async function listApprovals(
  tx: Tx,
  { status, sequenceId, stepId }: ApprovalFilter,
  page: { readonly after: string | null; readonly limit: number },
): Promise<ShownApproval[]> {
  return tx.rows<ShownApproval>(
    `select ${shown} from ${joined} where ${matches} and ($5::uuid is null or a.email_id > $5)
      order by a.email_id limit $6`,
    [tx.workspaceId, status, sequenceId, stepId, page.after, page.limit],
  );
}

export async function countApprovals(tx: Tx, { status, sequenceId, stepId }: ApprovalFilter): Promise<number> {
  const rows = await tx.rows<{ n: number }>(`select count(*)::int as n from ${joined} where ${matches}`, [
    tx.workspaceId,
    status,
    sequenceId,
    stepId,
  ]);
  return rows[0]?.n ?? 0;
}

export interface ApprovingRow {
  readonly sequenceId: string;
  readonly sequenceName: string;
  readonly stepId: string;
  /** By which most recent people run. */
  readonly version: number;
  readonly waiting: number;
  readonly oldestAskedAt: Date;
}

/** Steps with emails that wait; whose emails wait longest comes first. */
export async function listApprovingSteps(tx: Tx, sequenceId: string | null): Promise<ApprovingRow[]> {
  return tx.rows<ApprovingRow>(
    `select a.sequence_id as "sequenceId", q.name as "sequenceName", a.step_id as "stepId",
            max(e.sequence_version) as version, count(*)::int as waiting, min(a.asked_at) as "oldestAskedAt"
       from email_approvals a
       join email_activities e on e.workspace_id = $1 and e.id = a.email_id and e.status = 'held'
       join email_sequences q on q.workspace_id = $1 and q.id = a.sequence_id
      where a.workspace_id = $1 and a.status = 'pending' and ($2::uuid is null or a.sequence_id = $2)
      group by a.sequence_id, q.name, a.step_id order by min(a.asked_at), a.step_id`,
    [tx.workspaceId, sequenceId],
  );
}

export async function sealEdit(tx: Tx, emailId: string, content: Uint8Array): Promise<void> {
  await tx.rows("update email_approvals set content = $3 where workspace_id = $1 and email_id = $2", [
    tx.workspaceId,
    emailId,
    Buffer.from(content),
  ]);
}

export interface Decided {
  readonly at: Date;
  readonly byName: string;
}

/** What was written for one person stays as it is. */
export async function decideApprovals(
  tx: Tx,
  emailIds: readonly string[],
  { status, at, byName }: Decided & { readonly status: "approved" | "rejected" },
): Promise<void> {
  await tx.rows(
    `update email_approvals set status = $3, decided_at = $4, decided_by_name = $5
      where workspace_id = $1 and email_id = any($2)`,
    [tx.workspaceId, emailIds, status, at, byName],
  );
}

/**
 * Takes the question back for everything of a step that still waits; answers with whose emails these were. What somebody
 * wrote for one person is approved instead: without its row it would leave in the words of the step.
 */
export async function withdrawPending(
  tx: Tx,
  { sequenceId, stepId }: Pick<Asked, "sequenceId" | "stepId">,
  { at, byName }: Decided,
): Promise<string[]> {
  const ofStep = "workspace_id = $1 and sequence_id = $2 and step_id = $3 and status = 'pending'";
  const step = [tx.workspaceId, sequenceId, stepId];
  const answer = `returning enrollment_id as "enrollmentId"`;
  const written = await tx.rows<{ enrollmentId: string }>(
    `update email_approvals set status = 'approved', decided_at = $4, decided_by_name = $5
      where ${ofStep} and content is not null ${answer}`,
    [...step, at, byName],
  );
  const others = await tx.rows<{ enrollmentId: string }>(`delete from email_approvals where ${ofStep} ${answer}`, step);
  return [...written, ...others].map(({ enrollmentId }) => enrollmentId);
}

/** Part of a rotation: the same value under another key, unless somebody wrote another one meanwhile. */
export async function replaceEdit(tx: Tx, { id, before, after }: ResealedValue): Promise<readonly object[]> {
  return tx.rows(
    `update email_approvals set content = $3 where workspace_id = $1 and content = $2 and email_id = $4 returning 1 as done`,
    [tx.workspaceId, before, after, ...id],
  );
}
