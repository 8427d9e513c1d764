import type { Instant } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";

export interface NewSuppression {
  readonly id: string;
  /** The address as it is compared. */
  readonly emailKey: string;
  readonly reason: "unsubscribe" | "hard_bounce" | "complaint" | "manual";
  readonly source: string;
  readonly emailId: string | null;
  readonly at: Instant;
}

/** Adds suppressions; an address that is suppressed already keeps its first reason and proof. */
export function insertSuppressions(tx: Tx, rows: readonly NewSuppression[]): void {
  if (rows.length === 0) return;
  tx.write(
    `insert into suppressions (workspace_id, id, email_key, reason, source, email_id, created_at)
     select $1, x.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::timestamptz[]) x
     on conflict (workspace_id, email_key) do nothing`,
    [
      tx.workspaceId,
      rows.map((row) => row.id),
      rows.map((row) => row.emailKey),
      rows.map((row) => row.reason),
      rows.map((row) => row.source),
      rows.map((row) => row.emailId),
      rows.map((row) => new Date(row.at)),
    ],
    "ledger-insert-suppressions",
  );
}

/** Frees an address that words of this instant suppressed; any other reason stays. */
export async function liftSuppression(tx: Tx, emailKey: string, at: Instant): Promise<void> {
  await tx.rows(
    `delete from suppressions
     where workspace_id = $1 and email_key = $2 and reason = 'unsubscribe' and source = 'words' and created_at = $3`,
    [tx.workspaceId, emailKey, new Date(at)],
    "ledger-lift-suppression",
  );
}

/** The address of a contact, as it is compared. */
export async function readAddress(tx: Tx, contactId: string): Promise<string | null> {
  const rows = await tx.rows<{ email_key: string }>(
    "select email_key from contacts where workspace_id = $1 and id = $2",
    [tx.workspaceId, contactId],
  );
  return rows[0]?.email_key ?? null;
}
