import type { Instant } from "@haste/engine/base";
import type { SignalMeta } from "@haste/engine/track";
import type { Tx } from "../../platform/db/index.ts";

/** Stands for everything a workspace sends, where a topic or a sequence might be named. */
export const wholeWorkspace = { kind: "workspace", id: "00000000-0000-0000-0000-000000000000" } as const;

/** What a suppression bars an address from. */
export interface SuppressionScope {
  readonly kind: "workspace" | "topic" | "sequence";
  readonly id: string;
}

/** What else is known of how somebody said so; who, when and by which mail have columns of their own. */
export interface SuppressionProof {
  /** The program that called the address, as it names itself. */
  readonly agent?: string;
  readonly choice?: string;
  /** The refusals that ended the address together, where none of them did alone. */
  readonly run?: SignalMeta["run"];
}

/** The source of an entry whose address was given up after a run of refusals. */
export const refusedAgain = "refused_again";

export interface NewSuppression {
  readonly id: string;
  /** The address as it is compared. */
  readonly emailKey: string;
  readonly reason: "unsubscribe" | "hard_bounce" | "complaint" | "manual";
  readonly source: string;
  readonly emailId: string | null;
  readonly proof: SuppressionProof;
  readonly at: Instant;
}

/**
 * Adds suppressions of everything; an address that is suppressed already keeps its first reason and proof, one for a
 * while is for good now.
 */
export function insertSuppressions(tx: Tx, wanted: readonly NewSuppression[]): void {
  if (wanted.length === 0) return;
  // Somebody may ask twice in one breath (a complaint and an unsubscribe): the first one counts.
  const rows = [...Map.groupBy(wanted, (row) => row.emailKey).values()].flatMap(([first]) => first ?? []);
  tx.write(
    `insert into suppressions (workspace_id, id, email_key, reason, source, email_id, proof, created_at)
     select $1, x.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::jsonb[], $8::timestamptz[]) x
     on conflict (workspace_id, email_key, scope_id) do update set reason = excluded.reason, source = excluded.source,
       email_id = excluded.email_id, proof = excluded.proof, created_at = excluded.created_at, note = null,
       added_by = null, expires_at = null
     where suppressions.expires_at is not null`,
    [
      tx.workspaceId,
      rows.map((row) => row.id),
      rows.map((row) => row.emailKey),
      rows.map((row) => row.reason),
      rows.map((row) => row.source),
      rows.map((row) => row.emailId),
      rows.map((row) => JSON.stringify(row.proof)),
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

/** An entry kept by hand, or chosen by the recipient: of an address, or of a domain (`@acme.com`). */
export interface KeptSuppression {
  readonly id: string;
  readonly key: string;
  readonly scope: SuppressionScope;
  readonly reason: "unsubscribe" | "complaint" | "manual";
  readonly source: string;
  readonly note: string | null;
  readonly expiresAt: Date | null;
  /** The mail that was answered with it. */
  readonly emailId?: string;
  readonly proof?: SuppressionProof;
}

/**
 * Adds such entries and answers the keys that were new or bar for longer now. What stands for good stays as it is: its
 * reason and proof are not overwritten by a list.
 * @param by null: the recipient themselves
 */
export async function keepSuppressions(
  tx: Tx,
  entries: readonly KeptSuppression[],
  by: { readonly name: string | null; readonly at: Date },
): Promise<string[]> {
  const of = <K extends keyof KeptSuppression>(key: K) => entries.map((entry) => entry[key] ?? null);
  const rows = await tx.rows<{ email_key: string }>(
    `insert into suppressions as s (workspace_id, id, email_key, reason, source, note, expires_at, email_id, scope_kind,
       scope_id, proof, added_by, created_at)
     select $1, x.*, $12, $13
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::uuid[], $9::text[],
       $10::uuid[], $11::jsonb[]) x
     on conflict (workspace_id, email_key, scope_id) do update set reason = excluded.reason, source = excluded.source,
       note = excluded.note, expires_at = excluded.expires_at, email_id = excluded.email_id, proof = excluded.proof,
       added_by = excluded.added_by
     where s.expires_at < coalesce(excluded.expires_at, 'infinity')
     returning email_key`,
    [
      ...[tx.workspaceId, of("id"), of("key"), of("reason"), of("source"), of("note"), of("expiresAt"), of("emailId")],
      entries.map(({ scope }) => scope.kind),
      entries.map(({ scope }) => scope.id),
      entries.map(({ proof }) => JSON.stringify(proof ?? {})),
      ...[by.name, by.at],
    ],
    "ledger-keep-suppressions",
  );
  return rows.map((row) => row.email_key);
}

/**
 * Takes back what the recipient themselves ticked off on their page. What anybody else entered stays, and so does an
 * unsubscribe from everything.
 */
export async function takeBackRefusals(tx: Tx, keys: readonly string[], topicIds: readonly string[]): Promise<void> {
  await tx.rows(
    `delete from suppressions where workspace_id = $1 and email_key = any($2) and scope_kind = 'topic'
       and scope_id = any($3) and source = 'page'`,
    [tx.workspaceId, keys, topicIds],
    "ledger-take-back-refusals",
  );
}

/**
 * Whoever does not want a topic does not want these sequences of it either, which are about to leave it: without this,
 * moving a sequence would mail people who had said no.
 */
export async function keepRefusalsOfTopic(tx: Tx, topicId: string, sequenceIds: readonly string[]): Promise<void> {
  await tx.rows(
    `insert into suppressions as s (workspace_id, id, email_key, reason, source, note, expires_at, email_id, scope_kind,
       scope_id, proof, added_by, created_at)
     select $1, uuidv7(), t.email_key, t.reason, t.source, t.note, t.expires_at, t.email_id, 'sequence', x.id, t.proof,
       t.added_by, t.created_at
     from suppressions t cross join unnest($3::uuid[]) x(id)
     where t.workspace_id = $1 and t.scope_id = $2
     on conflict (workspace_id, email_key, scope_id) do update set expires_at = excluded.expires_at
     where s.expires_at < coalesce(excluded.expires_at, 'infinity')`,
    [tx.workspaceId, topicId, sequenceIds],
  );
}

/** The entries of a topic that is no more; what they said stands with its sequences by then. */
export async function dropTopicSuppressions(tx: Tx, topicId: string): Promise<void> {
  await tx.rows("delete from suppressions where workspace_id = $1 and scope_id = $2", [tx.workspaceId, topicId]);
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
