import type { WrappedSigningKey } from "../../platform/crypto/index.ts";
import type { Queries } from "../../platform/db/index.ts";

export async function listSigningKeys(tx: Queries): Promise<WrappedSigningKey[]> {
  return tx.rows<WrappedSigningKey>("select id, wrapped from signing_keys order by id");
}

/** Stores the key unless another process was faster with this id; then that one counts. */
export async function insertSigningKey(tx: Queries, key: WrappedSigningKey, at: Date): Promise<void> {
  await tx.rows("insert into signing_keys (id, wrapped, created_at) values ($1, $2, $3) on conflict (id) do nothing", [
    key.id,
    key.wrapped,
    at,
  ]);
}
