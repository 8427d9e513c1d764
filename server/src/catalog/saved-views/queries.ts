import type { SavedView } from "@haste/contract/nouns/saved-views";
import type { Tx } from "../../platform/db/index.ts";

export interface ViewRow {
  readonly id: string;
  readonly screen: SavedView["screen"];
  readonly name: string;
  readonly visibility: SavedView["visibility"];
  readonly ownerId: string;
  readonly query: SavedView["query"];
  readonly columns: readonly string[] | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = `id, screen, name, visibility, owner_id as "ownerId", query, columns, version,
  created_at as "createdAt", updated_at as "updatedAt"`;

/** $2 is who asks: other people's private views are not there for them. */
const seen = "workspace_id = $1 and (visibility = 'workspace' or owner_id = $2)";

export async function findView(tx: Tx, id: string, who: string | null): Promise<ViewRow | null> {
  const rows = await tx.rows<ViewRow>(`select ${columns} from saved_views where ${seen} and id = $3`, [
    tx.workspaceId,
    who,
    id,
  ]);
  return rows[0] ?? null;
}

export async function lockView(tx: Tx, id: string, who: string | null): Promise<ViewRow | null> {
  const rows = await tx.rows<ViewRow>(`select ${columns} from saved_views where ${seen} and id = $3 for update`, [
    tx.workspaceId,
    who,
    id,
  ]);
  return rows[0] ?? null;
}

interface ViewFilter {
  readonly who: string | null;
  readonly screen: string | null;
  readonly q: string | null;
}

const matches = `${seen} and ($3::text is null or screen = $3)
  and ($4::text is null or position(lower($4) in lower(name)) > 0)`;

/** Newest first, after the view `before`. */
export async function listViews(
  tx: Tx,
  { who, screen, q, before, limit }: ViewFilter & { readonly before: string | null; readonly limit: number },
): Promise<ViewRow[]> {
  return tx.rows<ViewRow>(
    `select ${columns} from saved_views where ${matches} and ($5::uuid is null or id < $5) order by id desc limit $6`,
    [tx.workspaceId, who, screen, q, before, limit],
  );
}

export async function countViews(tx: Tx, { who, screen, q }: ViewFilter): Promise<number> {
  const rows = await tx.rows<{ n: number }>(`select count(*)::int as n from saved_views where ${matches}`, [
    tx.workspaceId,
    who,
    screen,
    q,
  ]);
  return rows[0]?.n ?? 0;
}

export async function insertView(tx: Tx, row: ViewRow): Promise<void> {
  await tx.rows(
    `insert into saved_views (workspace_id, id, screen, name, visibility, owner_id, query, columns, version, created_at,
       updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tx.workspaceId,
      row.id,
      row.screen,
      row.name,
      row.visibility,
      row.ownerId,
      JSON.stringify(row.query),
      row.columns,
      row.version,
      row.createdAt,
      row.updatedAt,
    ],
  );
}

/** Writes what may change; the row is locked already. */
export async function updateView(tx: Tx, row: ViewRow): Promise<void> {
  await tx.rows(
    `update saved_views set name = $3, visibility = $4, query = $5, columns = $6, version = $7, updated_at = $8
      where workspace_id = $1 and id = $2`,
    [
      tx.workspaceId,
      row.id,
      row.name,
      row.visibility,
      JSON.stringify(row.query),
      row.columns,
      row.version,
      row.updatedAt,
    ],
  );
}

export async function deleteView(tx: Tx, id: string): Promise<void> {
  await tx.rows("delete from saved_views where workspace_id = $1 and id = $2", [tx.workspaceId, id]);
}
