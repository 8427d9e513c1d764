import type { Queries, Tx } from "../../../platform/db/index.ts";

export const actKinds = ["open", "click", "reply", "out-of-office", "bounce", "complain", "unsubscribe"] as const;
export type ActKind = (typeof actKinds)[number];

/** What a recipient does, in its particulars; each kind reads its own. */
export interface ActDetail {
  readonly as?: "human" | "scanner" | "prefetch" | "proxy";
  /** Which scanner; the one that names itself when left out. */
  readonly scanner?: "barracuda" | "safelinks" | "safelinks-at-click" | "mimecast" | "proofpoint" | "patient";
  readonly link?: string;
  /** Of a click without `link`: the link's place in the mail. */
  readonly place?: number;
  readonly text?: string;
  readonly from?: string;
  readonly subject?: string;
  /** ISO date of the return. */
  readonly until?: string;
  readonly bounce?: "hard" | "soft" | "policy";
  readonly language?: string;
}

export interface ActRow {
  readonly id: string;
  readonly mailId: string;
  readonly kind: ActKind;
  readonly doneBy: "person" | "persona";
  readonly detail: ActDetail;
  readonly dueAt: Date;
}

export async function insertActs(tx: Tx, acts: readonly ActRow[]): Promise<void> {
  if (acts.length === 0) return;
  await tx.rows(
    `insert into sandbox_acts (workspace_id, id, mail_id, kind, done_by, detail, due_at)
     select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::timestamptz[])`,
    [
      tx.workspaceId,
      acts.map((act) => act.id),
      acts.map((act) => act.mailId),
      acts.map((act) => act.kind),
      acts.map((act) => act.doneBy),
      acts.map((act) => JSON.stringify(act.detail)),
      acts.map((act) => act.dueAt),
    ],
    "sandbox-insert-acts",
  );
}

/** Takes back what the persona of a mail's recipient still plans to do with it. */
export async function dropPlannedActs(tx: Tx, mailId: string): Promise<void> {
  await tx.rows(
    "delete from sandbox_acts where workspace_id = $1 and mail_id = $2 and done_at is null and done_by = 'persona'",
    [tx.workspaceId, mailId],
  );
}

export interface ClaimedAct extends ActRow {
  readonly attempt: number;
}

/**
 * Claims acts that are due, earliest first. A worker that dies keeps its claim until `until`; then they are claimed
 * again: a repeated visit is harmless, a repeated answer is stored together with "done" and so happens once.
 */
export async function claimDueActs(
  tx: Tx,
  claim: { readonly now: Date; readonly machineNow: Date; readonly until: Date; readonly limit: number },
): Promise<ClaimedAct[]> {
  const rows = await tx.rows<ClaimedAct>(
    `update sandbox_acts a set claimed_until = $4, attempt = a.attempt + 1
      where a.workspace_id = $1 and a.id in (
        select id from sandbox_acts
         where workspace_id = $1 and done_at is null and due_at <= $2
           and (claimed_until is null or claimed_until <= $3)
         order by due_at, id limit $5 for update skip locked)
      returning a.id, a.mail_id as "mailId", a.kind, a.done_by as "doneBy", a.detail, a.due_at as "dueAt", a.attempt`,
    [tx.workspaceId, claim.now, claim.machineNow, claim.until, claim.limit],
    "sandbox-claim-acts",
  );
  return rows.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.id.localeCompare(b.id));
}

/** Marks an act as done; false when somebody else did so first. */
export async function finishAct(
  tx: Tx,
  id: string,
  done: { readonly at: Date; readonly failure: string | null },
): Promise<boolean> {
  const rows = await tx.rows<{ id: string }>(
    `update sandbox_acts set done_at = $3, failure = $4
      where workspace_id = $1 and id = $2 and done_at is null returning id`,
    [tx.workspaceId, id, done.at, done.failure],
    "sandbox-finish-act",
  );
  return rows.length > 0;
}

/** Gives an act back, to be claimed again from `from` (machine time). */
export async function releaseAct(tx: Tx, id: string, from: Date): Promise<void> {
  await tx.rows("update sandbox_acts set claimed_until = $3 where workspace_id = $1 and id = $2", [
    tx.workspaceId,
    id,
    from,
  ]);
}

/** Acts that are due and not done, whoever is at them. */
export async function countDueActs(tx: Tx, now: Date): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    "select count(*)::int as n from sandbox_acts where workspace_id = $1 and done_at is null and due_at <= $2",
    [tx.workspaceId, now],
    "sandbox-count-due-acts",
  );
  return row?.n ?? 0;
}

/** When the next act after `now` falls due (workspace time). */
export async function nextActDueAfter(tx: Tx, now: Date): Promise<Date | null> {
  const [row] = await tx.rows<{ due_at: Date | null }>(
    "select min(due_at) as due_at from sandbox_acts where workspace_id = $1 and done_at is null and due_at > $2",
    [tx.workspaceId, now],
    "sandbox-next-act",
  );
  return row?.due_at ?? null;
}

export interface MailAct {
  readonly mailId: string;
  readonly kind: ActKind;
  readonly detail: ActDetail;
  readonly doneBy: "person" | "persona";
  readonly dueAt: Date;
  readonly doneAt: Date | null;
}

/** Acts on these mails, newest first. Acts a persona only plans are not shown: nobody knows yet. */
export async function actsOfMails(tx: Tx, mailIds: readonly string[]): Promise<MailAct[]> {
  return tx.rows<MailAct>(
    `select mail_id as "mailId", kind, detail, done_by as "doneBy", due_at as "dueAt", done_at as "doneAt"
       from sandbox_acts
      where workspace_id = $1 and mail_id = any($2::uuid[]) and (done_at is not null or done_by = 'person')
      order by coalesce(done_at, due_at) desc, id desc`,
    [tx.workspaceId, mailIds],
  );
}

/** Workspaces in which an act is due now, each by its own clock. Asked as the sweep. */
export async function workspacesWithDueActs(sweep: Queries, machineNow: Date): Promise<string[]> {
  const rows = await sweep.rows<{ id: string }>(
    `select w.id from workspaces w
      where w.mode = 'sandbox' and exists (
        select from sandbox_acts a
         where a.workspace_id = w.id and a.done_at is null
           and a.due_at <= $1::timestamptz + make_interval(secs => w.clock_offset_ms / 1000.0))`,
    [machineNow],
    "sandbox-due-workspaces",
  );
  return rows.map((row) => row.id);
}
