import type { AuditEntry, AuditLink } from "@haste/engine/audit";
import type { Queries, Tx } from "../../platform/db/index.ts";

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actorKind: "user" | "api-key" | "system";
  readonly actorId: string | null;
  readonly actorName: string;
  readonly requestId: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  /** JSON; null: erased with a person. */
  readonly detail: string | null;
}

/** Null means whatever it is. */
export interface AuditFilter {
  /** An action or its beginning: `contact` for all about contacts. */
  readonly action: string | null;
  readonly actorId: string | null;
  readonly subjectId: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

const columns = `l.id, l.at, l.actor_kind as "actorKind", l.actor_id as "actorId", l.actor_name as "actorName",
  l.request_id as "requestId", l.action, l.subject_kind as "subjectKind", l.subject_id as "subjectId", d.detail`;
const withDetail = "left join audit_details d on d.workspace_id = l.workspace_id and d.audit_id = l.id";
const asFiltered = `($2::text is null or l.action = $2 or starts_with(l.action, $2 || '.'))
  and ($3::uuid is null or l.actor_id = $3) and ($4::uuid is null or l.subject_id = $4)
  and ($5::timestamptz is null or l.at >= $5) and ($6::timestamptz is null or l.at < $6)`;

function valuesOf(tx: Tx, filter: AuditFilter): unknown[] {
  return [tx.workspaceId, filter.action, filter.actorId, filter.subjectId, filter.from, filter.to];
}

/** Newest first, after the row `before` (an audit id). */
export function listAuditRows(
  tx: Tx,
  filter: AuditFilter,
  list: { readonly limit: number; readonly before: string | null },
): Promise<AuditRow[]> {
  return tx.rows<AuditRow>(
    `select ${columns} from audit_log l ${withDetail}
      where l.workspace_id = $1 and ${asFiltered} and ($7::uuid is null or l.id < $7)
      order by l.id desc limit $8`,
    [...valuesOf(tx, filter), list.before, list.limit],
  );
}

const personName = "coalesce(nullif(trim(concat_ws(' ', c.first_name, c.last_name)), ''), c.email)";
const namedTables = [
  ...["email_sequences", "email_templates", "snippets", "companies", "deals", "segments", "goals"],
  ...["ab_tests", "topics", "saved_views", "api_keys"],
];

/**
 * What things are called today, by id. Names are read and not kept in the log: a person who was erased must not stand there,
 * and a thing that was renamed is looked for by its new name.
 */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const isOneOf = "where workspace_id = $1 and id = any($2)";
  const rows = await tx.rows<{ id: string; name: string }>(
    `${namedTables.map((table) => `select id, name from ${table} ${isOneOf}`).join(" union all ")}
     union all select id, email from sending_accounts ${isOneOf}
     union all select c.id, ${personName} from contacts c where c.workspace_id = $1 and c.id = any($2)
     union all select e.id, ${personName} from sequence_enrollments e
       join contacts c on c.workspace_id = e.workspace_id and c.id = e.contact_id
      where e.workspace_id = $1 and e.id = any($2)`,
    [tx.workspaceId, ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function countAuditRows(tx: Tx, filter: AuditFilter): Promise<number> {
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from audit_log l where l.workspace_id = $1 and ${asFiltered}`,
    valuesOf(tx, filter),
  );
  return rows[0]?.n ?? 0;
}

export interface ExportedRow extends AuditRow {
  readonly seq: number | null;
  /** Hex, as the other hashes. */
  readonly head: string | null;
  readonly leaf: string | null;
  readonly commitment: string;
  readonly salt: string | null;
}

/** Oldest first, with everything somebody else needs to check the chain. */
export function exportAuditRows(
  tx: Tx,
  filter: AuditFilter,
  list: { readonly limit: number; readonly after: string | null },
): Promise<ExportedRow[]> {
  return tx.rows<ExportedRow>(
    `select ${columns}, k.seq, encode(k.head, 'hex') as head, encode(k.leaf, 'hex') as leaf,
            encode(l.commitment, 'hex') as commitment, encode(d.salt, 'hex') as salt
       from audit_log l ${withDetail}
       left join audit_links k on k.workspace_id = l.workspace_id and k.audit_id = l.id
      where l.workspace_id = $1 and ${asFiltered} and ($7::uuid is null or l.id > $7)
      order by l.id limit $8`,
    [...valuesOf(tx, filter), list.after, list.limit],
  );
}

// ── the chain ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** The workspaces whose log has rows without a place. */
export async function listWaitingWorkspaces(tx: Queries): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>("select distinct workspace_id as id from audit_queue");
  return rows.map((row) => row.id);
}

export async function listWorkspaceIds(tx: Queries): Promise<string[]> {
  return (await tx.rows<{ id: string }>("select id from workspaces order by id")).map((row) => row.id);
}

/** One process at a time adds to a workspace's chain; whoever comes second goes on with the next workspace. */
export async function tryLockChain(tx: Tx): Promise<boolean> {
  const rows = await tx.rows<{ got: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended('audit chain ' || $1::text, 0)) as got",
    [tx.workspaceId],
  );
  return rows[0]?.got === true;
}

export async function findLastLink(tx: Tx): Promise<Pick<AuditLink, "seq" | "head"> | null> {
  const rows = await tx.rows<{ seq: number; head: string }>(
    `select seq, encode(head, 'hex') as head from audit_links where workspace_id = $1 order by seq desc limit 1`,
    [tx.workspaceId],
  );
  return rows[0] ?? null;
}

/** A row as it is hashed; the instant as a number, which is ten times cheaper to read than a Date. */
const hashed = `l.id, (extract(epoch from l.at) * 1000)::bigint as "atMs", l.actor_kind as "actorKind",
  l.actor_id as "actorId", l.actor_name as "actorName", l.request_id as "requestId", l.action,
  l.subject_kind as "subjectKind", l.subject_id as "subjectId", encode(l.commitment, 'hex') as commitment`;

export function listEntries(tx: Tx, ids: readonly string[]): Promise<AuditEntry[]> {
  return tx.rows<AuditEntry>(
    `select ${hashed} from audit_log l where l.workspace_id = $1 and l.id = any($2) order by l.id`,
    [tx.workspaceId, ids],
  );
}

export async function insertLinks(tx: Tx, links: readonly AuditLink[]): Promise<void> {
  await tx.rows(
    `insert into audit_links (workspace_id, seq, audit_id, leaf, head)
     select $1, g.seq, g.id, decode(g.leaf, 'hex'), decode(g.head, 'hex')
       from unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[]) g (seq, id, leaf, head)`,
    [
      tx.workspaceId,
      links.map((link) => link.seq),
      links.map((link) => link.entryId),
      links.map((link) => link.leaf),
      links.map((link) => link.head),
    ],
  );
}

export async function insertSeal(tx: Tx, seal: { seq: number; mac: Buffer; at: Date }): Promise<void> {
  await tx.rows("insert into audit_seals (workspace_id, seq, mac, sealed_at) values ($1, $2, $3, $4)", [
    ...[tx.workspaceId, seal.seq, seal.mac, seal.at],
  ]);
}

export function listSeals(tx: Tx): Promise<{ seq: number; mac: Buffer }[]> {
  return tx.rows("select seq, mac from audit_seals where workspace_id = $1 order by seq", [tx.workspaceId]);
}

/** A place with the row and the detail that stand there now; `id` and what follows are null where the row is gone. */
export interface WalkedLink extends Omit<AuditEntry, "id"> {
  readonly seq: number;
  readonly entryId: string;
  readonly leaf: string;
  readonly head: string;
  readonly id: string | null;
  readonly salt: Buffer | null;
  readonly detail: string | null;
}

/** Looked up one by one: left to itself the planner joins the whole log for each of its parts (four times as long at a million rows). */
export function walkLinks(tx: Tx, after: number, limit: number): Promise<WalkedLink[]> {
  return tx.rows<WalkedLink>(
    `select k.seq, k.audit_id as "entryId", encode(k.leaf, 'hex') as leaf, encode(k.head, 'hex') as head, ${hashed},
            d.salt, d.detail
       from audit_links k
       left join lateral (select * from audit_log where workspace_id = $1 and id = k.audit_id limit 1) l on true
       left join lateral (select * from audit_details where workspace_id = $1 and audit_id = k.audit_id limit 1) d on true
      where k.workspace_id = $1 and k.seq > $2 order by k.seq limit $3`,
    [tx.workspaceId, after, limit],
    "audit-walk",
  );
}

/** The rows whose details went with a person, as erasures and runs of retention themselves noted them. */
export async function listErased(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select jsonb_array_elements_text(d.detail::jsonb -> 'auditIds') as id
       from audit_log l ${withDetail} join audit_links k on k.workspace_id = l.workspace_id and k.audit_id = l.id
      where l.workspace_id = $1 and l.action in ('person.erased', 'retention.erased') and d.detail is not null`,
    [tx.workspaceId],
  );
  return rows.map((row) => row.id);
}

/** Rows that have no place and do not wait for one; and how many wait. */
export async function listUnchained(tx: Tx, limit: number): Promise<{ ids: string[]; waiting: number }> {
  const rows = await tx.rows<{ id: string }>(
    `select l.id from audit_log l
      where l.workspace_id = $1
        and not exists (select from audit_links k where k.workspace_id = $1 and k.audit_id = l.id)
        and not exists (select from audit_queue q where q.workspace_id = $1 and q.audit_id = l.id)
      order by l.id limit $2`,
    [tx.workspaceId, limit],
  );
  const waiting = await tx.rows<{ n: number }>("select count(*)::int as n from audit_queue where workspace_id = $1", [
    tx.workspaceId,
  ]);
  return { ids: rows.map((row) => row.id), waiting: waiting[0]?.n ?? 0 };
}
