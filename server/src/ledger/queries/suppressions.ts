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

/** Adds suppressions; an address that is suppressed already keeps its first reason and proof, one for a while is for good now. */
export function insertSuppressions(tx: Tx, wanted: readonly NewSuppression[]): void {
  if (wanted.length === 0) return;
  // Somebody may ask twice in one breath (a complaint and an unsubscribe): the first one counts.
  const rows = [...Map.groupBy(wanted, (row) => row.emailKey).values()].flatMap(([first]) => first ?? []);
  tx.write(
    `insert into suppressions (workspace_id, id, email_key, reason, source, email_id, created_at)
     select $1, x.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::timestamptz[]) x
     on conflict (workspace_id, email_key) do update set reason = excluded.reason, source = excluded.source,
       email_id = excluded.email_id, created_at = excluded.created_at, note = null, added_by = null, expires_at = null
     where suppressions.expires_at is not null`,
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

/** An entry kept by hand: of an address, or of a domain (`@acme.com`). */
export interface KeptSuppression {
  readonly id: string;
  readonly key: string;
  readonly reason: "unsubscribe" | "complaint" | "manual";
  readonly source: string;
  readonly note: string | null;
  readonly expiresAt: Date | null;
}

/**
 * Adds entries kept by hand and answers the keys that were new or bar for longer now. What stands for good stays as it
 * is: its reason and proof are not overwritten by a list.
 */
export async function keepSuppressions(
  tx: Tx,
  entries: readonly KeptSuppression[],
  by: { readonly name: string; readonly at: Date },
): Promise<string[]> {
  const of = <K extends keyof KeptSuppression>(key: K) => entries.map((entry) => entry[key]);
  const rows = await tx.rows<{ email_key: string }>(
    `insert into suppressions as s (workspace_id, id, email_key, reason, source, note, expires_at, added_by, created_at)
     select $1, x.*, $8, $9
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[]) x
     on conflict (workspace_id, email_key) do update set reason = excluded.reason, source = excluded.source,
       note = excluded.note, expires_at = excluded.expires_at, added_by = excluded.added_by
     where s.expires_at < coalesce(excluded.expires_at, 'infinity')
     returning email_key`,
    [tx.workspaceId, of("id"), of("key"), of("reason"), of("source"), of("note"), of("expiresAt"), by.name, by.at],
    "ledger-keep-suppressions",
  );
  return rows.map((row) => row.email_key);
}

/** Takes an entry off the list; its key, or null where there is none. */
export async function deleteSuppression(tx: Tx, id: string): Promise<string | null> {
  const rows = await tx.rows<{ email_key: string }>(
    "delete from suppressions where workspace_id = $1 and id = $2 returning email_key",
    [tx.workspaceId, id],
  );
  return rows[0]?.email_key ?? null;
}

/** What was to end by now; costs a look into an index that is empty where nothing ends (0.02 ms). */
export async function dropExpiredSuppressions(tx: Tx, now: Instant): Promise<void> {
  await tx.rows(
    "delete from suppressions where workspace_id = $1 and expires_at <= $2",
    [tx.workspaceId, new Date(now)],
    "ledger-drop-expired-suppressions",
  );
}
