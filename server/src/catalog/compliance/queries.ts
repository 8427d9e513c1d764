import type { Tx } from "../../platform/db/index.ts";

export interface SuppressionRow {
  id: string;
  /** An address as it is compared, or `@` and a domain. */
  email_key: string;
  reason: "unsubscribe" | "hard_bounce" | "complaint" | "manual";
  source: string;
  note: string | null;
  email_id: string | null;
  added_by: string | null;
  expires_at: Date | null;
  created_at: Date;
}

const columns = "id, email_key, reason, source, note, email_id, added_by, expires_at, created_at";

/** Suppressions before an id, newest first; `prefix` is the beginning of an address or a domain. */
export async function listSuppressions(
  tx: Tx,
  filter: { readonly prefix: string | null; readonly reason: string | null; readonly domains?: boolean },
  page: { readonly beforeId: string | null; readonly limit: number },
): Promise<SuppressionRow[]> {
  return tx.rows<SuppressionRow>(
    `select ${columns} from suppressions
     where workspace_id = $1 and ($2::uuid is null or id < $2)
       and ($3::text is null or starts_with(email_key, $3) or starts_with(email_key, '@' || $3))
       and ($5::text is null or reason = $5) and ($6::boolean is null or starts_with(email_key, '@') = $6)
     order by id desc limit $4`,
    [tx.workspaceId, page.beforeId, filter.prefix, page.limit, filter.reason, filter.domains ?? null],
    "compliance-list-suppressions",
  );
}

export async function findSuppression(
  tx: Tx,
  by: { readonly id: string } | { readonly key: string },
): Promise<SuppressionRow | null> {
  const [column, value] = "id" in by ? ["id", by.id] : ["email_key", by.key];
  const rows = await tx.rows<SuppressionRow>(
    `select ${columns} from suppressions where workspace_id = $1 and ${column} = $2`,
    [tx.workspaceId, value],
  );
  return rows[0] ?? null;
}

/** How many entries there are, of addresses and of domains. */
export async function countSuppressions(tx: Tx): Promise<{ addresses: number; domains: number }> {
  const rows = await tx.rows<{ addresses: number; domains: number }>(
    `select count(*) filter (where not starts_with(email_key, '@'))::int as addresses,
       count(*) filter (where starts_with(email_key, '@'))::int as domains
     from suppressions where workspace_id = $1`,
    [tx.workspaceId],
  );
  return rows[0] ?? { addresses: 0, domains: 0 };
}
