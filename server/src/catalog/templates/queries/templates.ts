import type { Template } from "@haste/contract/nouns/templates";
import type { TemplateVariable } from "@haste/engine/render";
import type { AttachedFile, Utm } from "@haste/engine/sequence";
import type { Tx } from "../../../platform/db/index.ts";

export interface TemplateRow {
  readonly id: string;
  readonly name: string;
  readonly subject: string;
  readonly htmlContent: string;
  readonly textContent: string;
  readonly preheader: string;
  readonly utm: Utm | null;
  readonly attachments: readonly AttachedFile[];
  readonly variables: readonly TemplateVariable[];
  readonly snippets: readonly string[];
  readonly category: Template["category"];
  readonly tags: readonly string[];
  readonly folder: string | null;
  readonly sharing: Template["sharing"];
  readonly locked: boolean;
  readonly ownerId: string | null;
  readonly contentVersion: number;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdBy: string | null;
  readonly archivedAt: Date | null;
}

const columns = `id, name, subject, html_content as "htmlContent", text_content as "textContent", preheader, utm, attachments, variables, snippets,
  category, tags, folder, sharing, locked, owner_id as "ownerId", content_version as "contentVersion", version,
  created_at as "createdAt", updated_at as "updatedAt", created_by as "createdBy", archived_at as "archivedAt"`;

/** Archived ones too, in no order; unknown ids are missing. */
export async function listTemplatesById(tx: Tx, ids: readonly string[]): Promise<TemplateRow[]> {
  return tx.rows<TemplateRow>(`select ${columns} from email_templates where workspace_id = $1 and id = any($2)`, [
    tx.workspaceId,
    ids,
  ]);
}

/** For a change; a foreign key's check of a step goes through. */
export async function lockTemplate(tx: Tx, id: string): Promise<TemplateRow | null> {
  const rows = await tx.rows<TemplateRow>(
    `select ${columns} from email_templates where workspace_id = $1 and id = $2 for no key update`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Whose templates are listed; the rule is `maySee` of the engine. */
export interface Seeing {
  readonly me: string | null;
  readonly writes: boolean;
  readonly rules: boolean;
}

export interface TemplateFilter extends Seeing {
  readonly q: string | null;
  readonly category: string | null;
  readonly tag: string | null;
  readonly folder: string | null;
  readonly snippet: string | null;
  readonly archived: boolean;
}

const seen = `(sharing = 'workspace' or (sharing = 'team' and $3) or $4 or owner_id = $2)`;
const matches = `workspace_id = $1 and ${seen}
  and ($5::text is null or position(lower($5) in lower(name)) > 0 or position(lower($5) in lower(subject)) > 0
    or exists (select from unnest(tags) t where position(lower($5) in lower(t)) > 0))
  and ($6::text is null or category = $6) and ($7::text is null or $7 = any(tags))
  and ($8::text is null or folder = $8) and ($9::text is null or $9 = any(snippets))
  and (archived_at is not null) = $10`;

const sorts = {
  "-createdAt": { key: "id", type: "uuid", direction: "desc", beyond: "<" },
  createdAt: { key: "id", type: "uuid", direction: "asc", beyond: ">" },
  name: { key: "name", type: "text", direction: "asc", beyond: ">" },
  "-name": { key: "name", type: "text", direction: "desc", beyond: "<" },
  "-updatedAt": { key: "updated_at", type: "timestamptz", direction: "desc", beyond: "<" },
} as const;
export type TemplateSort = keyof typeof sorts;
export const templateSorts = Object.keys(sorts) as TemplateSort[];

function valuesOfFilter(tx: Tx, filter: TemplateFilter): unknown[] {
  const { me, writes, rules, q, category, tag, folder, snippet, archived } = filter;
  return [tx.workspaceId, me, writes, rules, q, category, tag, folder, snippet, archived];
}

/** After the row whose sort key and id are `after`. */
export async function listTemplates(
  tx: Tx,
  filter: TemplateFilter,
  page: { readonly sort: TemplateSort; readonly after: readonly [string, string] | null; readonly limit: number },
): Promise<TemplateRow[]> {
  const { key, type, direction, beyond } = sorts[page.sort];
  return tx.rows<TemplateRow>(
    `select ${columns} from email_templates where ${matches}
       and ($11::${type} is null or (${key}, id) ${beyond} ($11::${type}, $12::uuid))
      order by ${key} ${direction}, id ${direction} limit $13`,
    [...valuesOfFilter(tx, filter), page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
  );
}

export async function countTemplates(tx: Tx, filter: TemplateFilter): Promise<number> {
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from email_templates where ${matches}`,
    valuesOfFilter(tx, filter),
  );
  return rows[0]?.n ?? 0;
}

export async function listFolders(tx: Tx, { me, writes, rules }: Seeing) {
  return tx.rows<{ folder: string; templates: number }>(
    `select folder, count(*)::int as templates from email_templates
      where workspace_id = $1 and ${seen} and archived_at is null and folder is not null group by 1 order by 1`,
    [tx.workspaceId, me, writes, rules],
  );
}

/** The names in use that start with `prefix`. */
export async function listNamesFrom(tx: Tx, prefix: string): Promise<string[]> {
  const rows = await tx.rows<{ name: string }>(
    "select name from email_templates where workspace_id = $1 and archived_at is null and starts_with(name, $2)",
    [tx.workspaceId, prefix],
  );
  return rows.map((row) => row.name);
}

/** Templates, archived ones too, that mention one of these snippets. */
export async function listMentioning(tx: Tx, snippets: readonly string[]) {
  return tx.rows<Pick<TemplateRow, "id" | "name" | "sharing" | "locked" | "ownerId" | "archivedAt">>(
    `select id, name, sharing, locked, owner_id as "ownerId", archived_at as "archivedAt" from email_templates
      where workspace_id = $1 and snippets && $2::text[] order by name`,
    [tx.workspaceId, snippets],
  );
}

function valuesOf(row: TemplateRow): unknown[] {
  return [
    row.id,
    row.name,
    row.subject,
    row.htmlContent,
    row.textContent,
    JSON.stringify(row.variables),
    row.snippets,
    row.category,
    row.tags,
    row.folder,
    row.sharing,
    row.locked,
    row.ownerId,
    row.contentVersion,
    row.version,
    row.createdAt,
    row.updatedAt,
    row.createdBy,
    row.archivedAt,
    row.preheader,
    row.utm === null ? null : JSON.stringify(row.utm),
    JSON.stringify(row.attachments),
  ];
}

export async function insertTemplate(tx: Tx, row: TemplateRow): Promise<void> {
  await tx.rows(
    `insert into email_templates (workspace_id, id, name, subject, html_content, text_content, variables, snippets,
       category, tags, folder, sharing, locked, owner_id, content_version, version, created_at, updated_at, created_by,
       archived_at, preheader, utm, attachments)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}

/** Writes the whole row; it is locked already. */
export async function updateTemplate(tx: Tx, row: TemplateRow): Promise<void> {
  await tx.rows(
    `update email_templates set name = $3, subject = $4, html_content = $5, text_content = $6, variables = $7,
       snippets = $8, category = $9, tags = $10, folder = $11, sharing = $12, locked = $13, owner_id = $14,
       content_version = $15, version = $16, created_at = $17, updated_at = $18, created_by = $19, archived_at = $20,
       preheader = $21, utm = $22, attachments = $23
     where workspace_id = $1 and id = $2`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}
