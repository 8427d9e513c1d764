import type { WorkContext } from "../context/index.ts";
import type { Tx } from "../db/index.ts";
import type { SealedNote } from "./seal-note.ts";

/**
 * Rows, their details, and their places in the queue of the chain: one statement. Nothing is read and no row is shared
 * between writers, so those of one workspace do not wait for each other.
 */
export async function insertAuditRows(ctx: WorkContext, notes: readonly SealedNote[]): Promise<void> {
  await ctx.tx.rows(
    `with given as (
       select * from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::uuid[], $7::bytea[], $8::bytea[],
         $9::text[]) as g (id, at, action, subject_kind, subject_id, salt, commitment, detail)),
     row as (
       insert into audit_log (workspace_id, id, at, actor_kind, actor_id, actor_name, request_id, action, subject_kind,
         subject_id, commitment)
       select $1, id, at, $10, $11, $12, $13, action, subject_kind, subject_id, commitment from given),
     detail as (
       insert into audit_details (workspace_id, audit_id, salt, detail) select $1, id, salt, detail from given)
     insert into audit_queue (workspace_id, audit_id) select $1, id from given`,
    [
      ctx.tx.workspaceId,
      notes.map((note) => note.id),
      notes.map((note) => note.at),
      notes.map((note) => note.action),
      notes.map((note) => note.subject.kind),
      notes.map((note) => note.subject.id),
      notes.map((note) => note.salt),
      notes.map((note) => note.commitment),
      notes.map((note) => note.text),
      ctx.actor.kind,
      ctx.actor.id,
      ctx.actor.name,
      ctx.requestId,
    ],
    "audit",
  );
}

/** The latest row about one thing; asked for things that changed lately, so the walk backwards is short. */
export async function findLastAuditRow(
  tx: Tx,
  subject: { readonly kind: string; readonly id: string },
): Promise<{ readonly actorName: string; readonly at: Date } | null> {
  const rows = await tx.rows<{ actorName: string; at: Date }>(
    `select actor_name as "actorName", at from audit_log
      where workspace_id = $1 and subject_kind = $2 and subject_id = $3 order by id desc limit 1`,
    [tx.workspaceId, subject.kind, subject.id],
  );
  return rows[0] ?? null;
}

/** Takes rows that wait for their place in the chain out of the queue, in the order of their ids. */
export async function takeQueued(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `delete from audit_queue where workspace_id = $1 and audit_id in (
       select audit_id from audit_queue where workspace_id = $1 order by audit_id limit $2)
     returning audit_id as id`,
    [tx.workspaceId, limit],
  );
  return rows.map((row) => row.id);
}
