import type { StoredSigningKey, WrappedSigningKey } from "../../platform/crypto/index.ts";
import type { Queries } from "../../platform/db/index.ts";

export async function listSigningKeys(tx: Queries): Promise<StoredSigningKey[]> {
  return tx.rows<StoredSigningKey>(`select id, wrapped, created_at as "createdAt" from signing_keys order by id`);
}

/** Stores the key unless another process was faster with this id; then that one counts. */
export async function insertSigningKey(tx: Queries, key: WrappedSigningKey, at: Date): Promise<void> {
  await tx.rows("insert into signing_keys (id, wrapped, created_at) values ($1, $2, $3) on conflict (id) do nothing", [
    key.id,
    key.wrapped,
    at,
  ]);
}
