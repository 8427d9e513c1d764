import type { Opinion } from "@haste/engine/track";
import type { Queries, Tx } from "../../../../platform/db/index.ts";

/** Writes down that a reply is to be asked about, where the workspace asks at all; with the reply itself, or not at all. */
export function queueOpinion(tx: Tx, inboundId: string, machineNow: Date): void {
  tx.write(
    `insert into reply_opinions (workspace_id, inbound_id, begun_at, ask_at)
     select s.workspace_id, $2, $3, $3 from opinion_settings s where s.workspace_id = $1 and s.is_on`,
    [tx.workspaceId, inboundId, machineNow],
    "opinions-queue",
  );
}

export async function workspacesThatWait(sweep: Queries, machineNow: Date): Promise<string[]> {
  const rows = await sweep.rows<{ id: string }>(
    "select distinct workspace_id as id from reply_opinions where ask_at <= $1",
    [machineNow],
  );
  return rows.map(({ id }) => id);
}

export interface WaitingRow {
  readonly inboundId: string;
  readonly begunAt: Date;
  /** Before this one. */
  readonly tries: number;
}

/** The next reply to ask about, under lock; another process that looks now sees the others. */
export async function takeWaiting(tx: Tx, machineNow: Date): Promise<WaitingRow | null> {
  const rows = await tx.rows<WaitingRow>(
    `select inbound_id as "inboundId", begun_at as "begunAt", tries from reply_opinions
     where workspace_id = $1 and ask_at <= $2 order by ask_at limit 1 for update skip locked`,
    [tx.workspaceId, machineNow],
    "opinions-take-waiting",
  );
  return rows[0] ?? null;
}

/** It is being asked about; a process that dies meanwhile leaves it to others from then on. */
export async function noteTry(tx: Tx, inboundId: string, againAt: Date): Promise<void> {
  await tx.rows(
    "update reply_opinions set tries = tries + 1, ask_at = $3 where workspace_id = $1 and inbound_id = $2",
    [tx.workspaceId, inboundId, againAt],
    "opinions-note-try",
  );
}

/**
 * Held until what came of asking is written, so that whoever turns the model off meanwhile has the last word; false: it
 * is settled or was dropped. Before the settings, as everybody locks these two.
 */
export async function lockWaiting(tx: Tx, inboundId: string): Promise<boolean> {
  const rows = await tx.rows(
    `select 1 as found from reply_opinions
     where workspace_id = $1 and inbound_id = $2 and ask_at is not null for update`,
    [tx.workspaceId, inboundId],
    "opinions-lock-waiting",
  );
  return rows.length === 1;
}

/** Nobody is asked about anything before. */
export async function putOff(tx: Tx, until: Date): Promise<void> {
  await tx.rows("update reply_opinions set ask_at = $2 where workspace_id = $1 and ask_at < $2", [
    tx.workspaceId,
    until,
  ]);
}

export async function putOffOne(tx: Tx, inboundId: string, until: Date): Promise<void> {
  await tx.rows(
    "update reply_opinions set ask_at = $3 where workspace_id = $1 and inbound_id = $2 and ask_at is not null",
    [tx.workspaceId, inboundId, until],
  );
}

/** Replies that wait while nobody is asked any more. */
export async function dropWaiting(tx: Tx): Promise<void> {
  await tx.rows("delete from reply_opinions where workspace_id = $1 and ask_at is not null", [tx.workspaceId]);
}

export async function countWaiting(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ count: number }>(
    "select count(*)::int as count from reply_opinions where workspace_id = $1 and ask_at is not null",
    [tx.workspaceId],
  );
  return rows[0]?.count ?? 0;
}

export interface Settled {
  readonly inboundId: string;
  readonly outcome: string;
  /** null: none came. */
  readonly opinion: Opinion | null;
  readonly model: string;
  readonly at: Date;
}

/** The last word on a reply; under its lock. */
export async function settleOpinion(tx: Tx, { inboundId, outcome, opinion, model, at }: Settled): Promise<void> {
  await tx.rows(
    `update reply_opinions set ask_at = null, outcome = $3, class = $4, confidence = $5, until = $6, model = $7,
       answered_at = $8
     where workspace_id = $1 and inbound_id = $2`,
    [
      ...[tx.workspaceId, inboundId, outcome, opinion?.class ?? null, opinion?.confidence ?? null],
      ...[opinion?.until ?? null, model, at],
    ],
    "opinions-settle",
  );
}

/** Gives a reply the class that a model named; its words teach nothing, because nobody of the team said so. */
export async function writeAdvised(
  tx: Tx,
  {
    inboundId,
    opinion,
    until,
  }: { readonly inboundId: string; readonly opinion: Opinion; readonly until: string | null },
): Promise<void> {
  await tx.rows(
    `update inbound_mails set reply_class = $3, reply_confidence = $4, reply_until = $5, reply_by = 'llm'
     where workspace_id = $1 and id = $2 and reply_corrected_at is null`,
    [tx.workspaceId, inboundId, opinion.class, opinion.confidence, until],
    "opinions-write-advised",
  );
}

/** What people are called whom a reply may name: its writer, and whoever of us writes mail. */
export async function readNames(tx: Tx, contactId: string | null): Promise<string[]> {
  const rows = await tx.rows<{ name: string }>(
    `select name from (
       select unnest(array[c.first_name, c.last_name]) as name from contacts c where c.workspace_id = $1 and c.id = $2
       union all
       select o.name from contacts c join companies o on o.workspace_id = $1 and o.id = c.company_id
         where c.workspace_id = $1 and c.id = $2
       union all
       select display_name from sending_accounts where workspace_id = $1
       union all
       select u.name from members m join users u on u.id = m.user_id where m.workspace_id = $1) names
     where name is not null and name <> ''`,
    [tx.workspaceId, contactId],
    "opinions-read-names",
  );
  return rows.map(({ name }) => name);
}
