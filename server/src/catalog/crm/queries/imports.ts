import type { ImportVerdict } from "@haste/contract/nouns/crm";
import type { Tx } from "../../../platform/db/index.ts";
import type { ColumnGuess } from "../imports/guess-columns.ts";

export type ImportStatus = "uploaded" | "checking" | "checked" | "running" | "done";

export interface StoredImport {
  readonly id: string;
  readonly fileName: string;
  readonly encoding: string;
  readonly delimiter: string;
  readonly newline: "\n" | "\r";
  readonly hasHeader: boolean;
  readonly columns: readonly ColumnGuess[];
  readonly mapping: Readonly<Record<string, string>>;
  readonly rowCount: number;
  readonly status: ImportStatus;
  /** Null where it never ran. */
  readonly jobStatus: "queued" | "running" | "done" | "failed" | "canceled" | null;
  readonly pass: number;
  readonly judged: number;
  readonly keyedBy: string | null;
  readonly counts: Partial<Record<ImportVerdict, number>>;
  readonly jobId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = `i.id, i.file_name as "fileName", i.encoding, i.delimiter, i.newline, i.has_header as "hasHeader",
  i.columns, i.mapping, i.row_count as "rowCount", i.status, j.status as "jobStatus", i.pass, i.judged,
  i.keyed_by as "keyedBy", i.counts,
  i.job_id as "jobId", i.created_at as "createdAt", i.updated_at as "updatedAt"`;
const withJob = "imports i left join jobs j on j.workspace_id = $1 and j.id = i.job_id";

export async function findImport(tx: Tx, id: string): Promise<StoredImport | null> {
  const rows = await tx.rows<StoredImport>(
    `select ${columns} from ${withJob} where i.workspace_id = $1 and i.id = $2`,
    [tx.workspaceId, id],
    "import",
  );
  return rows[0] ?? null;
}

/** Holds the import: one batch or change at a time. */
export async function lockImport(tx: Tx, id: string): Promise<StoredImport | null> {
  await tx.rows("select from imports where workspace_id = $1 and id = $2 for no key update", [tx.workspaceId, id]);
  return findImport(tx, id);
}

/** Newest first: ids are made of time. */
export async function listImports(tx: Tx, list: { limit: number; after: string | null }): Promise<StoredImport[]> {
  return tx.rows<StoredImport>(
    `select ${columns} from ${withJob} where i.workspace_id = $1 and i.id < $2 order by i.id desc limit $3`,
    [tx.workspaceId, list.after ?? "ffffffff-ffff-ffff-ffff-ffffffffffff", list.limit],
  );
}

export async function countImports(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ n: number }>("select count(*)::int as n from imports where workspace_id = $1", [
    tx.workspaceId,
  ]);
  return rows[0]?.n ?? 0;
}

export type NewImport = Pick<
  StoredImport,
  "id" | "fileName" | "encoding" | "delimiter" | "newline" | "hasHeader" | "columns" | "mapping" | "keyedBy"
>;

export async function insertImport(tx: Tx, row: NewImport, by: { actorId: string | null; now: Date }): Promise<void> {
  await tx.rows(
    `insert into imports (workspace_id, id, file_name, encoding, delimiter, newline, has_header, columns, mapping,
            keyed_by, created_by, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)`,
    [
      tx.workspaceId,
      row.id,
      row.fileName,
      row.encoding,
      row.delimiter,
      row.newline,
      row.hasHeader,
      JSON.stringify(row.columns),
      JSON.stringify(row.mapping),
      row.keyedBy,
      by.actorId,
      by.now,
    ],
  );
}

export async function setRowCount(tx: Tx, id: string, rowCount: number): Promise<void> {
  await tx.rows("update imports set row_count = $3 where workspace_id = $1 and id = $2", [
    tx.workspaceId,
    id,
    rowCount,
  ]);
}

/** Begins a pass: verdicts of the one before do not count any more. */
export async function beginPass(
  tx: Tx,
  id: string,
  pass: { status: ImportStatus; jobId: string | null; now: Date },
): Promise<void> {
  await tx.rows(
    `update imports set status = $3, job_id = $4, pass = pass + 1, judged = 0, counts = '{}', updated_at = $5
      where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, pass.status, pass.jobId, pass.now],
  );
}

export async function setMapping(tx: Tx, id: string, mapping: Readonly<Record<string, string>>): Promise<void> {
  await tx.rows("update imports set mapping = $3 where workspace_id = $1 and id = $2", [
    tx.workspaceId,
    id,
    JSON.stringify(mapping),
  ]);
}

export async function writeImportProgress(
  tx: Tx,
  id: string,
  progress: Pick<StoredImport, "status" | "judged" | "keyedBy" | "counts"> & { now: Date },
): Promise<void> {
  await tx.rows(
    `update imports set status = $3, judged = $4, counts = $5, updated_at = $6, keyed_by = $7
      where workspace_id = $1 and id = $2`,
    [
      tx.workspaceId,
      id,
      progress.status,
      progress.judged,
      JSON.stringify(progress.counts),
      progress.now,
      progress.keyedBy,
    ],
    "import-progress",
  );
}
