import type { Tx } from "../../../platform/db/index.ts";

export interface LinkRow {
  readonly id: string;
  readonly viewId: string;
  readonly embedOrigins: readonly string[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** With the view it shows. */
export interface ListedLink extends LinkRow {
  readonly viewName: string;
  readonly query: Record<string, string>;
}

/** Those that hold at `$2`. */
const held = `select l.id, l.view_id as "viewId", l.embed_origins as "embedOrigins", l.created_by as "createdBy",
    l.created_at as "createdAt", l.expires_at as "expiresAt", v.name as "viewName", v.query
  from report_links l join saved_views v on v.workspace_id = l.workspace_id and v.id = l.view_id
  where l.workspace_id = $1 and l.revoked_at is null and l.expires_at > $2`;

export function listLinks(
  tx: Tx,
  page: { readonly now: Date; readonly before: string | null; readonly limit: number },
): Promise<ListedLink[]> {
  return tx.rows<ListedLink>(`${held} and ($3::uuid is null or l.id < $3) order by l.id desc limit $4`, [
    ...[tx.workspaceId, page.now, page.before, page.limit],
  ]);
}

export async function findLink(tx: Tx, id: string, now: Date): Promise<ListedLink | null> {
  const rows = await tx.rows<ListedLink>(`${held} and l.id = $3`, [tx.workspaceId, now, id]);
  return rows[0] ?? null;
}

export async function insertLink(tx: Tx, row: LinkRow): Promise<void> {
  await tx.rows(
    `insert into report_links (workspace_id, id, view_id, embed_origins, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.workspaceId, row.id, row.viewId, row.embedOrigins, row.createdBy, row.createdAt, row.expiresAt],
  );
}

/** Whether there was one to revoke. */
export async function revokeLink(tx: Tx, id: string, now: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update report_links set revoked_at = $3
      where workspace_id = $1 and id = $2 and revoked_at is null and expires_at > $3 returning id`,
    [tx.workspaceId, id, now],
  );
  return rows.length > 0;
}
