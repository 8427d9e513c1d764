import type { Instant } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";

/** An attempt that did not end with a yes. */
export interface AttemptRow {
  readonly emailId: string;
  /** Counted from 1. */
  readonly attempt: number;
  readonly outcome: "deferred" | "bounced" | "failed" | "uncertain";
  readonly at: Instant;
  readonly sealed: Uint8Array;
}

export function storeAttempts(tx: Tx, rows: readonly AttemptRow[]): void {
  if (rows.length === 0) return;
  tx.write(
    `insert into email_attempts (workspace_id, email_id, attempt, outcome, at, sealed)
     select $1, x.* from unnest($2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::bytea[]) x
     on conflict (workspace_id, email_id, attempt) do update set outcome = excluded.outcome, at = excluded.at, sealed = excluded.sealed`,
    [
      tx.workspaceId,
      rows.map((row) => row.emailId),
      rows.map((row) => row.attempt),
      rows.map((row) => row.outcome),
      rows.map((row) => new Date(row.at)),
      rows.map((row) => Buffer.from(row.sealed)),
    ],
    "ledger-store-attempts",
  );
}

export interface StoredAttempt {
  readonly attempt: number;
  readonly outcome: AttemptRow["outcome"];
  readonly at: Date;
  readonly sealed: Buffer;
}

/** The newest first; a mail is tried for days, but nobody reads more than these. */
export async function readAttempts(tx: Tx, emailId: string): Promise<StoredAttempt[]> {
  return tx.rows<StoredAttempt>(
    `select attempt, outcome, at, sealed from email_attempts where workspace_id = $1 and email_id = $2
     order by attempt desc limit 50`,
    [tx.workspaceId, emailId],
  );
}
