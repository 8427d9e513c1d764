import type { Role } from "@haste/contract/endpoint";
import type { Tx } from "../../../platform/db/index.ts";

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly role: Role;
  readonly scopes: string[] | null;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly createdAt: Date;
}

/** With the prefix of the newest secret, the one that stays. */
const columns = `k.id, k.name, k.role, k.scopes, k.expires_at as "expiresAt", k.last_used_at as "lastUsedAt",
  k.revoked_at as "revokedAt", k.created_at as "createdAt",
  coalesce((select s.prefix from api_key_secrets s where s.workspace_id = k.workspace_id and s.key_id = k.id
             order by s.created_at desc limit 1), '') as prefix`;

export interface NewKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly createdBy: string | null;
  readonly at: Date;
}

export async function insertKey(tx: Tx, key: NewKey): Promise<void> {
  await tx.rows(
    `insert into api_keys (workspace_id, id, name, role, scopes, created_by, expires_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tx.workspaceId, key.id, key.name, key.role, key.scopes, key.createdBy, key.expiresAt, key.at],
  );
}

export async function insertKeySecret(
  tx: Tx,
  secret: { keyId: string; hash: Buffer; prefix: string; at: Date },
): Promise<void> {
  await tx.rows(
    "insert into api_key_secrets (workspace_id, hash, key_id, prefix, created_at) values ($1, $2, $3, $4, $5)",
    [tx.workspaceId, secret.hash, secret.keyId, secret.prefix, secret.at],
  );
}

/** Before a rotation: what was ending anyway ends now, the present secret works until `until`. */
export async function retireKeySecrets(tx: Tx, keyId: string, until: Date): Promise<void> {
  await tx.rows("delete from api_key_secrets where workspace_id = $1 and key_id = $2 and expires_at is not null", [
    tx.workspaceId,
    keyId,
  ]);
  await tx.rows("update api_key_secrets set expires_at = $3 where workspace_id = $1 and key_id = $2", [
    tx.workspaceId,
    keyId,
    until,
  ]);
}

export async function findKey(tx: Tx, id: string): Promise<KeyRow | null> {
  const rows = await tx.rows<KeyRow>(`select ${columns} from api_keys k where k.workspace_id = $1 and k.id = $2`, [
    tx.workspaceId,
    id,
  ]);
  return rows[0] ?? null;
}

export async function lockKey(tx: Tx, id: string): Promise<KeyRow | null> {
  await tx.rows("select from api_keys where workspace_id = $1 and id = $2 for update", [tx.workspaceId, id]);
  return findKey(tx, id);
}

export async function revokeKey(tx: Tx, id: string, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    "update api_keys set revoked_at = $3 where workspace_id = $1 and id = $2 and revoked_at is null returning id",
    [tx.workspaceId, id, at],
  );
  return rows.length === 1;
}

export async function listKeys(tx: Tx, list: { limit: number; before: string | null }): Promise<KeyRow[]> {
  return tx.rows<KeyRow>(
    `select ${columns} from api_keys k
      where k.workspace_id = $1 and ($2::uuid is null or k.id < $2) order by k.id desc limit $3`,
    [tx.workspaceId, list.before, list.limit],
  );
}

export async function countKeys(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ n: number }>("select count(*)::int as n from api_keys where workspace_id = $1", [
    tx.workspaceId,
  ]);
  return rows[0]?.n ?? 0;
}
