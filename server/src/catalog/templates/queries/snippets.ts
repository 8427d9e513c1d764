import type { Snippet } from "@haste/contract/nouns/snippets";
import type { Tx } from "../../../platform/db/index.ts";

export interface SnippetRow {
  readonly id: string;
  readonly name: string;
  readonly kind: Snippet["kind"];
  readonly description: string | null;
  readonly htmlContent: string;
  readonly textContent: string;
  readonly choices: Snippet["choices"];
  readonly otherwiseId: string | null;
  readonly snippets: readonly string[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

const columns = `id, name, kind, description, html_content as "htmlContent", text_content as "textContent", choices,
  otherwise_id as "otherwiseId", snippets, version, created_at as "createdAt", updated_at as "updatedAt",
  archived_at as "archivedAt"`;

/** Every snippet that is not removed, by name: a workspace has a few dozen, and they mention each other. */
export async function listAllSnippets(tx: Tx): Promise<SnippetRow[]> {
  return tx.rows<SnippetRow>(
    `select ${columns} from snippets where workspace_id = $1 and archived_at is null order by name`,
    [tx.workspaceId],
    "all-snippets",
  );
}

export async function findSnippet(tx: Tx, id: string): Promise<SnippetRow | null> {
  const rows = await tx.rows<SnippetRow>(`select ${columns} from snippets where workspace_id = $1 and id = $2`, [
    tx.workspaceId,
    id,
  ]);
  return rows[0] ?? null;
}

export async function lockSnippet(tx: Tx, id: string): Promise<SnippetRow | null> {
  const rows = await tx.rows<SnippetRow>(
    `select ${columns} from snippets where workspace_id = $1 and id = $2 and archived_at is null for update`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

const matches = `workspace_id = $1 and archived_at is null and ($2::text is null or kind = $2)
  and ($3::text is null or position(lower($3) in lower(name)) > 0
    or position(lower($3) in lower(coalesce(description, ''))) > 0)`;

export interface SnippetFilter {
  readonly kind: string | null;
  readonly q: string | null;
}

/** By name, after `after`. */
export async function listSnippets(
  tx: Tx,
  { kind, q }: SnippetFilter,
  page: { readonly after: string | null; readonly limit: number },
): Promise<SnippetRow[]> {
  return tx.rows<SnippetRow>(
    `select ${columns} from snippets where ${matches} and ($4::text is null or name > $4) order by name limit $5`,
    [tx.workspaceId, kind, q, page.after, page.limit],
  );
}

export async function countSnippets(tx: Tx, { kind, q }: SnippetFilter): Promise<number> {
  const rows = await tx.rows<{ n: number }>(`select count(*)::int as n from snippets where ${matches}`, [
    tx.workspaceId,
    kind,
    q,
  ]);
  return rows[0]?.n ?? 0;
}

function valuesOf(row: SnippetRow): unknown[] {
  return [
    row.id,
    row.name,
    row.kind,
    row.description,
    row.htmlContent,
    row.textContent,
    JSON.stringify(row.choices),
    row.otherwiseId,
    row.snippets,
    row.version,
    row.createdAt,
    row.updatedAt,
    row.archivedAt,
  ];
}

export async function insertSnippet(tx: Tx, row: SnippetRow): Promise<void> {
  await tx.rows(
    `insert into snippets (workspace_id, id, name, kind, description, html_content, text_content, choices, otherwise_id,
       snippets, version, created_at, updated_at, archived_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}

/** Writes the whole row; it is locked already. */
export async function updateSnippet(tx: Tx, row: SnippetRow): Promise<void> {
  await tx.rows(
    `update snippets set name = $3, kind = $4, description = $5, html_content = $6, text_content = $7, choices = $8,
       otherwise_id = $9, snippets = $10, version = $11, created_at = $12, updated_at = $13, archived_at = $14
     where workspace_id = $1 and id = $2`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}
