import type { AttachedFile, Utm } from "@haste/engine/sequence";
import type { Tx } from "../../../platform/db/index.ts";

/** A content a template had. */
export interface TemplateVersionRow {
  readonly version: number;
  readonly subject: string;
  readonly htmlContent: string;
  readonly textContent: string;
  readonly preheader: string;
  readonly utm: Utm | null;
  readonly attachments: readonly AttachedFile[];
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly createdByName: string;
  readonly restores: number | null;
}

const columns = `version, subject, html_content as "htmlContent", text_content as "textContent",
  preheader, utm, attachments,
  created_at as "createdAt", created_by as "createdBy", created_by_name as "createdByName", restores`;

export async function insertVersion(tx: Tx, templateId: string, row: TemplateVersionRow): Promise<void> {
  await tx.rows(
    `insert into template_versions (workspace_id, template_id, version, subject, html_content, text_content, created_at,
       created_by, created_by_name, restores, preheader, utm, attachments)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      tx.workspaceId,
      templateId,
      row.version,
      row.subject,
      row.htmlContent,
      row.textContent,
      row.createdAt,
      row.createdBy,
      row.createdByName,
      row.restores,
      row.preheader,
      row.utm === null ? null : JSON.stringify(row.utm),
      JSON.stringify(row.attachments),
    ],
  );
}

/** Newest first, below `before`. */
export async function listVersions(
  tx: Tx,
  templateId: string,
  page: { readonly before: number | null; readonly limit: number },
): Promise<TemplateVersionRow[]> {
  return tx.rows<TemplateVersionRow>(
    `select ${columns} from template_versions
      where workspace_id = $1 and template_id = $2 and ($3::int is null or version < $3)
      order by version desc limit $4`,
    [tx.workspaceId, templateId, page.before, page.limit],
  );
}

export async function findVersion(tx: Tx, templateId: string, version: number): Promise<TemplateVersionRow | null> {
  const rows = await tx.rows<TemplateVersionRow>(
    `select ${columns} from template_versions where workspace_id = $1 and template_id = $2 and version = $3`,
    [tx.workspaceId, templateId, version],
  );
  return rows[0] ?? null;
}
