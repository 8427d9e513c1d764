import type { ResealedValue } from "../crypto/index.ts";
import type { Tx } from "../db/index.ts";

/** A key belongs to the caller that sent it: nobody is answered with another caller's reply. */
export interface IdempotencyPlace {
  readonly actorId: string;
  readonly key: string;
}

export interface StoredAnswer {
  readonly requestHash: Buffer;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer | null;
}

/** False while another transaction works for the same key. Held to the end of this one. */
export async function tryLockKey(tx: Tx, place: IdempotencyPlace): Promise<boolean> {
  const rows = await tx.rows<{ free: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as free",
    [`idempotency ${tx.workspaceId} ${place.actorId} ${place.key}`],
    "idempotency-lock",
  );
  return rows[0]?.free === true;
}

/** A statement after the lock, so that it sees what the holder before us committed. */
export async function findAnswer(tx: Tx, place: IdempotencyPlace, machineNow: Date): Promise<StoredAnswer | null> {
  const rows = await tx.rows<StoredAnswer>(
    `select request_hash as "requestHash", status, headers, body from idempotency_keys
      where workspace_id = $1 and actor_id = $2 and key = $3 and expires_at > $4`,
    [tx.workspaceId, place.actorId, place.key, machineNow],
    "idempotency-find",
  );
  return rows[0] ?? null;
}

export interface NewAnswer extends StoredAnswer {
  readonly machineNow: Date;
  readonly expiresAt: Date;
}

/** Replaces an expired answer of the same key, and takes up to 100 other expired ones of the workspace along. */
export async function storeAnswer(tx: Tx, place: IdempotencyPlace, answer: NewAnswer): Promise<void> {
  await tx.rows(
    `delete from idempotency_keys where (workspace_id, actor_id, key) in (
       select workspace_id, actor_id, key from idempotency_keys
        where workspace_id = $1 and expires_at <= $2 limit 100 for update skip locked)`,
    [tx.workspaceId, answer.machineNow],
    "idempotency-purge",
  );
  await tx.rows(
    `insert into idempotency_keys
       (workspace_id, actor_id, key, request_hash, status, headers, body, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (workspace_id, actor_id, key) do update set request_hash = excluded.request_hash,
       status = excluded.status, headers = excluded.headers, body = excluded.body,
       created_at = excluded.created_at, expires_at = excluded.expires_at`,
    [
      tx.workspaceId,
      place.actorId,
      place.key,
      answer.requestHash,
      answer.status,
      JSON.stringify(answer.headers),
      answer.body,
      answer.machineNow,
      answer.expiresAt,
    ],
    "idempotency-store",
  );
}

/** Every answer of the workspace that has a body; they are kept for a day. */
export function listAnswers(tx: Tx): Promise<(IdempotencyPlace & { readonly body: Buffer })[]> {
  return tx.rows(
    `select actor_id as "actorId", key, body from idempotency_keys where workspace_id = $1 and body is not null`,
    [tx.workspaceId],
  );
}

export async function deleteAnswer(tx: Tx, place: IdempotencyPlace): Promise<void> {
  await tx.rows("delete from idempotency_keys where workspace_id = $1 and actor_id = $2 and key = $3", [
    ...[tx.workspaceId, place.actorId, place.key],
  ]);
}

/** Whether the database answers; for readiness. */
export const pingStatement = "select 1";

/** Part of a rotation: the same value under another key, unless somebody wrote another one meanwhile. */
export async function replaceAnswer(tx: Tx, { id, before, after }: ResealedValue): Promise<readonly object[]> {
  return tx.rows(
    `update idempotency_keys set body = $3 where workspace_id = $1 and body = $2 and actor_id = $4 and key = $5 returning 1 as done`,
    [tx.workspaceId, before, after, ...id],
  );
}
