import type { Tx } from "./transaction.ts";

export interface RecordedRows {
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** By how much later everything happened than it was recorded. */
  readonly laterByMs: number;
}

/**
 * Writes rows that were recorded in another workspace, every instant of theirs moved. A restore, the one place that writes
 * the tables of other rooms: nothing of it happens now. Columns that came after the recording keep their defaults.
 */
export async function restoreRows(tx: Tx, { table, rows, laterByMs }: RecordedRows): Promise<void> {
  if (rows.length === 0) return;
  const recorded = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = await tx.rows<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
      where table_schema = 'public' and table_name = $1 and column_name = any($2) and is_generated = 'NEVER'`,
    [table, recorded],
  );
  const names = columns.map(({ name }) => name);
  const values = columns.map(({ name, type }) => (isInstant(type) ? `r.${name} + later` : `r.${name}`));
  await tx.rows(
    `insert into ${table} (workspace_id, ${names.join(", ")})
     select $1, ${values.join(", ")} from jsonb_populate_recordset(null::${table}, $2) r, make_interval(secs => $3) later`,
    [tx.workspaceId, JSON.stringify(rows), laterByMs / 1_000],
  );
}

function isInstant(type: string): boolean {
  return type === "timestamp with time zone";
}
