import type { ExportInput, ReportQuestion } from "@haste/contract/nouns/exports";
import type { Job } from "@haste/contract/nouns/operations";
import type { ResealedValue } from "../../../platform/crypto/index.ts";
import type { Queries, Tx } from "../../../platform/db/index.ts";

export interface ExportRow {
  readonly id: string;
  readonly jobId: string;
  readonly report: ExportInput["report"];
  readonly format: ExportInput["format"];
  readonly question: ReportQuestion;
  readonly includesPeople: boolean;
  readonly createdById: string | null;
  readonly createdBy: string;
  readonly rows: number | null;
  readonly moreRows: number | null;
  readonly bytes: number | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly expiresAt: Date;
  readonly removedAt: Date | null;
  readonly removedBecause: "expired" | "erasure" | "hand" | null;
}

/** With how its job stands; a job's row outlives its file. */
export interface ListedExport extends ExportRow {
  readonly jobStatus: Job["status"];
  readonly jobError: string | null;
}

const columns = `x.id, x.job_id as "jobId", x.report, x.format, x.question, x.includes_people as "includesPeople",
  x.created_by_id as "createdById", x.created_by as "createdBy", x.row_count as rows, x.more_rows as "moreRows",
  x.byte_count as bytes, x.created_at as "createdAt", x.finished_at as "finishedAt", x.expires_at as "expiresAt",
  x.removed_at as "removedAt", x.removed_because as "removedBecause"`;
const listed = `select ${columns}, j.status as "jobStatus", j.error as "jobError"
  from exports x join jobs j on j.workspace_id = x.workspace_id and j.id = x.job_id`;

export async function insertExport(
  tx: Tx,
  row: Pick<ExportRow, "id" | "jobId" | "report" | "format" | "question" | "includesPeople"> &
    Pick<ExportRow, "createdById" | "createdBy" | "createdAt" | "expiresAt">,
): Promise<void> {
  await tx.rows(
    `insert into exports (workspace_id, id, job_id, report, format, question, includes_people, created_by_id, created_by,
       created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[tx.workspaceId, row.id, row.jobId, row.report, row.format, JSON.stringify(row.question), row.includesPeople],
      ...[row.createdById, row.createdBy, row.createdAt, row.expiresAt],
    ],
  );
}

/** Newest first, after the one `before`. */
export function listExports(
  tx: Tx,
  page: { readonly before: string | null; readonly limit: number },
): Promise<ListedExport[]> {
  return tx.rows<ListedExport>(
    `${listed} where x.workspace_id = $1 and ($2::uuid is null or x.id < $2) order by x.id desc limit $3`,
    [tx.workspaceId, page.before, page.limit],
  );
}

export async function findExport(tx: Tx, id: string): Promise<ListedExport | null> {
  const rows = await tx.rows<ListedExport>(`${listed} where x.workspace_id = $1 and x.id = $2`, [tx.workspaceId, id]);
  return rows[0] ?? null;
}

/** Nobody removes it until the end of the transaction. Null: it is not there, or removed. */
export async function lockExport(tx: Tx, id: string): Promise<ExportRow | null> {
  const rows = await tx.rows<ExportRow>(
    `select ${columns} from exports x where x.workspace_id = $1 and x.id = $2 and x.removed_at is null for update`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

export async function insertPart(tx: Tx, part: { exportId: string; partNo: number; sealed: Buffer }): Promise<void> {
  await tx.rows("insert into export_parts (workspace_id, export_id, part_no, sealed) values ($1, $2, $3, $4)", [
    ...[tx.workspaceId, part.exportId, part.partNo, part.sealed],
  ]);
}

export async function findPart(tx: Tx, exportId: string, partNo: number): Promise<Buffer | null> {
  const rows = await tx.rows<{ sealed: Buffer }>(
    `select p.sealed from export_parts p where p.workspace_id = $1 and p.export_id = $2 and p.part_no = $3`,
    [tx.workspaceId, exportId, partNo],
  );
  return rows[0]?.sealed ?? null;
}

/** Notes who stands in a batch. */
export async function insertPeople(
  tx: Tx,
  batch: { readonly exportId: string; readonly batchNo: number; readonly contactIds: readonly string[] },
): Promise<void> {
  await tx.rows("insert into export_people (workspace_id, export_id, batch_no, contact_ids) values ($1, $2, $3, $4)", [
    ...[tx.workspaceId, batch.exportId, batch.batchNo, batch.contactIds],
  ]);
}

/** Takes away what a run wrote that did not come to its end, or all of a file. */
export async function clearParts(tx: Tx, exportId: string): Promise<void> {
  await tx.rows("delete from export_parts where workspace_id = $1 and export_id = $2", [tx.workspaceId, exportId]);
  await tx.rows("delete from export_people where workspace_id = $1 and export_id = $2", [tx.workspaceId, exportId]);
}

export async function finishExport(
  tx: Tx,
  id: string,
  done: { readonly rows: number; readonly moreRows: number; readonly bytes: number; readonly at: Date },
): Promise<void> {
  await tx.rows(
    `update exports set row_count = $3, more_rows = $4, byte_count = $5, finished_at = $6
      where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, done.rows, done.moreRows, done.bytes, done.at],
  );
}

export async function markRemoved(
  tx: Tx,
  id: string,
  { at, because }: { readonly at: Date; readonly because: "expired" | "hand" },
): Promise<void> {
  await tx.rows("update exports set removed_at = $3, removed_because = $4 where workspace_id = $1 and id = $2", [
    ...[tx.workspaceId, id, at, because],
  ]);
}

/** Workspaces with files whose days are over. */
export async function workspacesWithExpired(sweep: Queries, now: Date): Promise<string[]> {
  const rows = await sweep.rows<{ id: string }>(
    "select distinct workspace_id as id from exports where removed_at is null and expires_at <= $1",
    [now],
  );
  return rows.map(({ id }) => id);
}

export async function listExpired(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    "select id from exports where workspace_id = $1 and removed_at is null and expires_at <= $2 order by id limit 100",
    [tx.workspaceId, now],
  );
  return rows.map(({ id }) => id);
}

export function resealPart(tx: Tx, { id, before, after }: ResealedValue): Promise<object[]> {
  return tx.rows(
    `update export_parts set sealed = $5
      where workspace_id = $1 and export_id = $2 and part_no = $3 and sealed = $4 returning part_no`,
    [tx.workspaceId, id[0], id[1], before, after],
  );
}
