import type { Role } from "@haste/contract/endpoint";
import type { Costs } from "@haste/engine/report";
import type { WrappedKey } from "../../../platform/crypto/index.ts";
import type { Queries, Tx } from "../../../platform/db/index.ts";

// ── before a workspace is known ──────────────────────────────────────────────────────────────────────────────────────

/** The workspace a secret was made for, through the one function that may look over all of them. */
export async function workspaceOfSecret(
  db: Queries,
  kind: "api-key" | "session" | "claim",
  hash: Buffer,
): Promise<string | null> {
  const rows = await db.rows<{ id: string | null }>(
    "select workspace_of_secret($1, $2) as id",
    [kind, hash],
    "whose-secret",
  );
  return rows[0]?.id ?? null;
}

// ── callers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface WorkspaceColumns {
  readonly workspaceId: string;
  readonly mode: "sandbox" | "live";
  readonly workspaceName: string;
  readonly timezone: string;
  readonly clockOffsetMs: number;
  readonly clockRate: number;
}

const workspaceColumns = `w.id as "workspaceId", w.mode, w.name as "workspaceName", w.timezone,
  w.clock_offset_ms as "clockOffsetMs", w.clock_rate as "clockRate"`;

export interface KeyCallerRow extends WorkspaceColumns {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes: string[] | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly secretExpiresAt: Date | null;
}

export async function findKeyCaller(tx: Tx, hash: Buffer): Promise<KeyCallerRow | null> {
  const rows = await tx.rows<KeyCallerRow>(
    `select k.id, k.name, k.role, k.scopes, k.expires_at as "expiresAt", k.revoked_at as "revokedAt",
            s.expires_at as "secretExpiresAt", ${workspaceColumns}
       from api_key_secrets s
       join api_keys k on k.workspace_id = s.workspace_id and k.id = s.key_id
       join workspaces w on w.id = s.workspace_id
      where s.workspace_id = $1 and s.hash = $2`,
    [tx.workspaceId, hash],
    "key-caller",
  );
  return rows[0] ?? null;
}

export interface SessionCallerRow extends WorkspaceColumns {
  readonly id: string;
  readonly expiresAt: Date;
  readonly userId: string;
  readonly userName: string;
  readonly role: Role;
}

export async function findSessionCaller(tx: Tx, hash: Buffer): Promise<SessionCallerRow | null> {
  const rows = await tx.rows<SessionCallerRow>(
    `select s.id, s.expires_at as "expiresAt", u.id as "userId", u.name as "userName", m.role, ${workspaceColumns}
       from sessions s
       join members m on m.workspace_id = s.workspace_id and m.user_id = s.user_id
       join users u on u.id = s.user_id
       join workspaces w on w.id = s.workspace_id
      where s.workspace_id = $1 and s.hash = $2`,
    [tx.workspaceId, hash],
    "session-caller",
  );
  return rows[0] ?? null;
}

export async function touchKey(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.rows("update api_keys set last_used_at = $3 where workspace_id = $1 and id = $2", [tx.workspaceId, id, at]);
}

export async function prolongSession(tx: Tx, id: string, expiresAt: Date): Promise<void> {
  await tx.rows("update sessions set expires_at = greatest(expires_at, $3) where workspace_id = $1 and id = $2", [
    tx.workspaceId,
    id,
    expiresAt,
  ]);
}

// ── workspaces, people ───────────────────────────────────────────────────────────────────────────────────────────────

export interface WorkspaceRow {
  readonly id: string;
  readonly name: string;
  readonly mode: "sandbox" | "live";
  readonly timezone: string;
  readonly postalAddress: string;
  readonly costs: Costs | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const settingsColumns = `id, name, mode, timezone, postal_address as "postalAddress", costs, version,
  created_at as "createdAt", updated_at as "updatedAt"`;

export async function getWorkspace(tx: Tx): Promise<WorkspaceRow> {
  const rows = await tx.rows<WorkspaceRow>(`select ${settingsColumns} from workspaces where id = $1`, [tx.workspaceId]);
  return one(rows);
}

export async function lockWorkspace(tx: Tx): Promise<WorkspaceRow> {
  const rows = await tx.rows<WorkspaceRow>(`select ${settingsColumns} from workspaces where id = $1 for update`, [
    tx.workspaceId,
  ]);
  return one(rows);
}

export async function updateSettings(
  tx: Tx,
  settings: { name: string; timezone: string; postalAddress: string; costs: Costs | null; now: Date },
): Promise<WorkspaceRow> {
  const rows = await tx.rows<WorkspaceRow>(
    `update workspaces set name = $2, timezone = $3, postal_address = $4, costs = $6, version = version + 1, updated_at = $5
      where id = $1 returning ${settingsColumns}`,
    [
      tx.workspaceId,
      settings.name,
      settings.timezone,
      settings.postalAddress,
      settings.now,
      JSON.stringify(settings.costs),
    ],
  );
  return one(rows);
}

/** What was corrected before this instant teaches the sorting of replies nothing any more. */
export async function forgetReplyLessons(tx: Tx, at: Date): Promise<void> {
  await tx.rows("update workspaces set reply_lessons_since = $2 where id = $1", [tx.workspaceId, at]);
}

/** The workspaces of the caller; the function refuses to speak about anybody who is not a member of this one. */
export async function listWorkspacesOf(
  tx: Tx,
  userId: string,
  list: { limit: number; before: string | null },
): Promise<WorkspaceRow[]> {
  return tx.rows<WorkspaceRow>(
    `select id, name, mode, timezone, created_at as "createdAt", updated_at as "updatedAt"
       from workspaces_of_member($1) where $2::uuid is null or id < $2 order by id desc limit $3`,
    [userId, list.before, list.limit],
  );
}

export interface NewWorkspace {
  readonly id: string;
  readonly name: string;
  readonly mode: "sandbox" | "live";
  readonly timezone: string;
  readonly postalAddress: string;
  readonly at: Date;
}

export async function insertWorkspace(tx: Tx, workspace: NewWorkspace): Promise<void> {
  await tx.rows(
    `insert into workspaces (id, name, mode, timezone, postal_address, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $6)`,
    [workspace.id, workspace.name, workspace.mode, workspace.timezone, workspace.postalAddress, workspace.at],
  );
}

/** One row per person over all workspaces: a known address keeps its id and name. Returns the id. */
export async function addPerson(tx: Tx, user: { id: string; email: string; name: string; at: Date }): Promise<string> {
  const rows = await tx.rows<{ id: string }>("select add_person($1, $2, $3, $4) as id", [
    user.id,
    user.email,
    user.name,
    user.at,
  ]);
  return one(rows).id;
}

export async function renameUser(tx: Tx, id: string, name: string, at: Date): Promise<void> {
  await tx.rows("update users set name = $2, updated_at = $3 where id = $1", [id, name, at]);
}

export async function findUser(tx: Tx, id: string): Promise<{ id: string; name: string; email: string } | null> {
  const rows = await tx.rows<{ id: string; name: string; email: string }>(
    `select u.id, u.name, u.email from users u join members m on m.user_id = u.id
      where m.workspace_id = $1 and u.id = $2`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

export async function insertMember(tx: Tx, member: { userId: string; role: Role; at: Date }): Promise<void> {
  await tx.rows("insert into members (workspace_id, user_id, role, created_at) values ($1, $2, $3, $4)", [
    tx.workspaceId,
    member.userId,
    member.role,
    member.at,
  ]);
}

/** The owner who has been there longest; every workspace has one. */
export async function findOwner(tx: Tx): Promise<string | null> {
  const rows = await tx.rows<{ id: string }>(
    `select user_id as id from members where workspace_id = $1 and role = 'owner' order by created_at, user_id limit 1`,
    [tx.workspaceId],
  );
  return rows[0]?.id ?? null;
}

// ── sessions, claim links ────────────────────────────────────────────────────────────────────────────────────────────

export interface NewToken {
  readonly id: string;
  readonly hash: Buffer;
  readonly userId: string;
  readonly at: Date;
  readonly expiresAt: Date;
}

/** Also takes the workspace's dead sessions away. */
export async function insertSession(tx: Tx, session: NewToken): Promise<void> {
  await tx.rows("delete from sessions where workspace_id = $1 and expires_at <= $2", [tx.workspaceId, session.at]);
  await tx.rows(
    "insert into sessions (workspace_id, id, hash, user_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
    [tx.workspaceId, session.id, session.hash, session.userId, session.at, session.expiresAt],
  );
}

export async function deleteSession(tx: Tx, id: string): Promise<void> {
  await tx.rows("delete from sessions where workspace_id = $1 and id = $2", [tx.workspaceId, id]);
}

/** Also takes the workspace's links away that nobody opened in time; a used one says that somebody did. */
export async function insertClaimLink(tx: Tx, link: NewToken): Promise<void> {
  await tx.rows("delete from claim_links where workspace_id = $1 and used_at is null and expires_at <= $2", [
    tx.workspaceId,
    link.at,
  ]);
  await tx.rows(
    "insert into claim_links (workspace_id, id, hash, user_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
    [tx.workspaceId, link.id, link.hash, link.userId, link.at, link.expiresAt],
  );
}

/** Spends a link and says whose it is; of two at once one gets null. */
export async function spendClaimLink(tx: Tx, hash: Buffer, at: Date): Promise<string | null> {
  const rows = await tx.rows<{ userId: string }>(
    `update claim_links set used_at = $3
      where workspace_id = $1 and hash = $2 and used_at is null and expires_at > $3 returning user_id as "userId"`,
    [tx.workspaceId, hash, at],
  );
  return rows[0]?.userId ?? null;
}

// ── data keys ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The wrapped data keys of the transaction's workspace, the newest last; what a `KeyRing` loads. */
export async function loadDataKeys(tx: Tx): Promise<readonly WrappedKey[]> {
  return tx.rows<{ id: string; wrapped: Buffer }>(
    "select id, wrapped from data_keys where workspace_id = $1 order by created_at, id",
    [tx.workspaceId],
  );
}

export async function insertDataKey(tx: Tx, key: WrappedKey, at: Date): Promise<void> {
  await tx.rows("insert into data_keys (workspace_id, id, wrapped, created_at) values ($1, $2, $3, $4)", [
    tx.workspaceId,
    key.id,
    key.wrapped,
    at,
  ]);
}

export interface DataKeyRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
}

export async function listDataKeys(tx: Tx): Promise<DataKeyRow[]> {
  return tx.rows<DataKeyRow>(
    `select id, created_at as "createdAt", retired_at as "retiredAt" from data_keys
      where workspace_id = $1 order by created_at desc, id desc`,
    [tx.workspaceId],
  );
}

/** Every key but this one has nothing left to open. */
export async function retireDataKeys(tx: Tx, newestId: string, at: Date): Promise<void> {
  await tx.rows("update data_keys set retired_at = $3 where workspace_id = $1 and id <> $2 and retired_at is null", [
    tx.workspaceId,
    newestId,
    at,
  ]);
}

function one<R>(rows: readonly R[]): R {
  const [row] = rows;
  if (row === undefined) throw new Error("The workspace of this transaction does not exist.");
  return row;
}

/** Who made this API key; an owner of the workspace where nobody did (its first key), or they have left. */
export async function findKeyOwner(tx: Tx, keyId: string): Promise<{ name: string; email: string } | null> {
  const rows = await tx.rows<{ name: string; email: string }>(
    `select u.name, u.email from api_keys k join members m on m.workspace_id = $1 join users u on u.id = m.user_id
      where k.workspace_id = $1 and k.id = $2 and (m.user_id = k.created_by or m.role = 'owner')
      order by (m.user_id = k.created_by) desc nulls last, m.user_id limit 1`,
    [tx.workspaceId, keyId],
  );
  return rows[0] ?? null;
}

/** @param email in lower case */
export async function isMemberAddress(tx: Tx, email: string): Promise<boolean> {
  const rows = await tx.rows<{ found: boolean }>(
    `select exists (select from members m join users u on u.id = m.user_id
       where m.workspace_id = $1 and lower(u.email) = $2) as found`,
    [tx.workspaceId, email],
  );
  return rows[0]?.found === true;
}
