import type { Tx } from "../db/index.ts";

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actorKind: "user" | "api-key" | "system";
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export async function insertAuditRow(tx: Tx, row: AuditRow): Promise<void> {
  await tx.rows(
    `insert into audit_log (workspace_id, id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.workspaceId,
      row.id,
      row.at,
      row.actorKind,
      row.actorId,
      row.actorName,
      row.action,
      row.subjectKind,
      row.subjectId,
      JSON.stringify(row.detail),
    ],
    "audit",
  );
}

/** The latest row about one thing; asked for things that changed lately, so the walk backwards is short. */
export async function findLastAuditRow(
  tx: Tx,
  subject: { readonly kind: string; readonly id: string },
): Promise<Pick<AuditRow, "actorName" | "at"> | null> {
  const rows = await tx.rows<Pick<AuditRow, "actorName" | "at">>(
    `select actor_name as "actorName", at from audit_log
      where workspace_id = $1 and subject_kind = $2 and subject_id = $3 order by id desc limit 1`,
    [tx.workspaceId, subject.kind, subject.id],
  );
  return rows[0] ?? null;
}

/** Newest first, after the row `before` (an audit id). */
export async function listAuditRows(tx: Tx, list: { limit: number; before: string | null }): Promise<AuditRow[]> {
  return tx.rows<AuditRow>(
    `select id, at, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", action,
            subject_kind as "subjectKind", subject_id as "subjectId", detail
       from audit_log
      where workspace_id = $1 and ($2::uuid is null or id < $2)
      order by id desc limit $3`,
    [tx.workspaceId, list.before, list.limit],
  );
}

export async function countAuditRows(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ n: number }>("select count(*)::int as n from audit_log where workspace_id = $1", [
    tx.workspaceId,
  ]);
  return rows[0]?.n ?? 0;
}
