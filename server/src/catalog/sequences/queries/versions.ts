import { type Definition, revive } from "@haste/engine/sequence";
import type { Tx } from "../../../platform/db/index.ts";

export interface VersionRow {
  readonly version: number;
  readonly definition: Definition;
  readonly publishedAt: Date;
  readonly publishedBy: string | null;
}

export async function findDefinition(tx: Tx, sequenceId: string, version: number): Promise<Definition | null> {
  const rows = await tx.rows<{ definition: Definition }>(
    "select definition from sequence_versions where workspace_id = $1 and sequence_id = $2 and version = $3",
    [tx.workspaceId, sequenceId, version],
    "sequence-definition",
  );
  const stored = rows[0]?.definition;
  return stored === undefined ? null : revive(stored);
}

/** Those of these versions that exist, by version. */
export async function listDefinitions(
  tx: Tx,
  sequenceId: string,
  versions: readonly number[],
): Promise<Map<number, Definition>> {
  const rows = await tx.rows<{ version: number; definition: Definition }>(
    "select version, definition from sequence_versions where workspace_id = $1 and sequence_id = $2 and version = any($3)",
    [tx.workspaceId, sequenceId, versions],
  );
  return new Map(rows.map((row) => [row.version, revive(row.definition)]));
}

/** Newest first, below `before` (a version). */
export async function listVersions(
  tx: Tx,
  sequenceId: string,
  list: { readonly before: number | null; readonly limit: number },
): Promise<VersionRow[]> {
  const rows = await tx.rows<VersionRow>(
    `select version, definition, published_at as "publishedAt", published_by as "publishedBy"
       from sequence_versions where workspace_id = $1 and sequence_id = $2 and ($3::int is null or version < $3)
      order by version desc limit $4`,
    [tx.workspaceId, sequenceId, list.before, list.limit],
  );
  return rows.map((row) => ({ ...row, definition: revive(row.definition) }));
}

export async function countVersions(tx: Tx, sequenceId: string): Promise<number> {
  const rows = await tx.rows<{ n: number }>(
    "select count(*)::int as n from sequence_versions where workspace_id = $1 and sequence_id = $2",
    [tx.workspaceId, sequenceId],
  );
  return rows[0]?.n ?? 0;
}

export async function insertVersion(tx: Tx, row: VersionRow): Promise<void> {
  await tx.rows(
    `insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at, published_by)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      tx.workspaceId,
      row.definition.sequenceId,
      row.version,
      JSON.stringify(row.definition),
      row.publishedAt,
      row.publishedBy,
    ],
  );
  await insertTemplateUses(tx, row.definition);
}

/** Which steps took their content from templates, so that the numbers of a template are found without reading versions. */
async function insertTemplateUses(tx: Tx, { sequenceId, version, steps }: Definition): Promise<void> {
  const linked = steps.filter((step) => step.templateId !== null);
  if (linked.length === 0) return;
  await tx.rows(
    `insert into template_uses (workspace_id, sequence_id, sequence_version, step_id, template_id, template_version)
     select $1, $2, $3, x.step_id, x.template_id, x.version
       from unnest($4::uuid[], $5::uuid[], $6::int[]) x(step_id, template_id, version)
       join email_templates t on t.workspace_id = $1 and t.id = x.template_id`,
    [
      tx.workspaceId,
      sequenceId,
      version,
      linked.map((step) => step.id),
      linked.map((step) => step.templateId),
      linked.map((step) => step.templateVersion ?? 1),
    ],
  );
}
