import type { ConsentProvider } from "@haste/contract/nouns/connecting";
import type { ResealedValue } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

export interface ConsentRow {
  readonly id: string;
  readonly provider: ConsentProvider;
  readonly accountId: string | null;
  readonly stateHash: Buffer;
  readonly sealed: Buffer;
  readonly startedByKind: string;
  readonly startedById: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Stores a consent under way, and forgets those that nobody came back from. */
export async function insertConsent(tx: Tx, row: ConsentRow): Promise<void> {
  await tx.rows("delete from oauth_consents where workspace_id = $1 and expires_at <= $2", [
    tx.workspaceId,
    row.createdAt,
  ]);
  await tx.rows(
    `insert into oauth_consents (workspace_id, id, provider, sending_account_id, state_hash, sealed, started_by_kind,
       started_by_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.workspaceId,
      row.id,
      row.provider,
      row.accountId,
      row.stateHash,
      row.sealed,
      row.startedByKind,
      row.startedById,
      row.createdAt,
      row.expiresAt,
    ],
  );
}

/** Takes a consent away and returns it; of two who come back with one state, one gets it. */
export async function takeConsent(tx: Tx, stateHash: Buffer, machineNow: Date): Promise<ConsentRow | null> {
  const rows = await tx.rows<ConsentRow>(
    `delete from oauth_consents where workspace_id = $1 and state_hash = $2 and expires_at > $3
     returning id, provider, sending_account_id as "accountId", state_hash as "stateHash", sealed,
       started_by_kind as "startedByKind", started_by_id as "startedById", created_at as "createdAt",
       expires_at as "expiresAt"`,
    [tx.workspaceId, stateHash, machineNow],
  );
  return rows[0] ?? null;
}

export interface TokenRow {
  readonly accountId: string;
  readonly provider: ConsentProvider;
  readonly sealed: Buffer;
  readonly expiresAt: Date;
  readonly refreshedAt: Date;
  readonly revokedReason: string | null;
}

/** Whoever holds the row is the one who asks the provider; the others wait, and read what came of it. */
export async function lockTokens(tx: Tx, accountId: string): Promise<TokenRow | null> {
  const rows = await tx.rows<TokenRow>(
    `select sending_account_id as "accountId", provider, sealed, expires_at as "expiresAt",
            refreshed_at as "refreshedAt", revoked_reason as "revokedReason"
       from account_tokens where workspace_id = $1 and sending_account_id = $2 for update`,
    [tx.workspaceId, accountId],
  );
  return rows[0] ?? null;
}

export async function upsertTokens(tx: Tx, row: TokenRow): Promise<void> {
  await tx.rows(
    `insert into account_tokens (workspace_id, sending_account_id, provider, sealed, expires_at, refreshed_at,
       revoked_reason) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (workspace_id, sending_account_id) do update set provider = excluded.provider,
       sealed = excluded.sealed, expires_at = excluded.expires_at, refreshed_at = excluded.refreshed_at,
       revoked_reason = excluded.revoked_reason`,
    [tx.workspaceId, row.accountId, row.provider, row.sealed, row.expiresAt, row.refreshedAt, row.revokedReason],
  );
}

export async function deleteTokens(tx: Tx, accountId: string): Promise<void> {
  await tx.rows("delete from account_tokens where workspace_id = $1 and sending_account_id = $2", [
    tx.workspaceId,
    accountId,
  ]);
}

/** Part of a rotation: the same value under another key, unless somebody wrote another one meanwhile. */
export async function replaceTokens(tx: Tx, { id, before, after }: ResealedValue): Promise<readonly object[]> {
  return tx.rows(
    `update account_tokens set sealed = $3 where workspace_id = $1 and sealed = $2 and sending_account_id = $4 returning 1 as done`,
    [tx.workspaceId, before, after, ...id],
  );
}

/** Part of a rotation: the same value under another key, unless somebody wrote another one meanwhile. */
export async function replaceProof(tx: Tx, { id, before, after }: ResealedValue): Promise<readonly object[]> {
  return tx.rows(
    `update oauth_consents set sealed = $3 where workspace_id = $1 and sealed = $2 and id = $4 returning 1 as done`,
    [tx.workspaceId, before, after, ...id],
  );
}
