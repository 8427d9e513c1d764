import type { Tx } from "../../platform/db/index.ts";

export interface SuppressionRow {
  id: string;
  email_key: string;
  reason: "unsubscribe" | "hard_bounce" | "complaint" | "manual";
  source: string;
  created_at: Date;
}

/** Suppressions before an id, newest first; `prefix` is the beginning of an address. */
export async function listSuppressions(
  tx: Tx,
  filter: { readonly prefix: string | null },
  page: { readonly beforeId: string | null; readonly limit: number },
): Promise<SuppressionRow[]> {
  return tx.rows<SuppressionRow>(
    `select id, email_key, reason, source, created_at from suppressions
     where workspace_id = $1 and ($2::uuid is null or id < $2) and ($3::text is null or starts_with(email_key, $3))
     order by id desc limit $4`,
    [tx.workspaceId, page.beforeId, filter.prefix, page.limit],
    "compliance-list-suppressions",
  );
}

export async function countSuppressions(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ n: number }>("select count(*)::int as n from suppressions where workspace_id = $1", [
    tx.workspaceId,
  ]);
  return rows[0]?.n ?? 0;
}
