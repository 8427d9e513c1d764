import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { readCsv } from "../csv/read-csv.ts";
import type { CsvRecord } from "../csv/reader.ts";
import { insertRows, type NewRow } from "../queries/import-rows.ts";
import { findImport, insertImport, type StoredImport, setRowCount } from "../queries/imports.ts";
import { guessColumns } from "./guess-columns.ts";
import { emailKeyOf } from "./map-row.ts";
import { emailColumnOf } from "./mapping.ts";

const mostFileBytes = 100 * 1024 * 1024;

const rowsPerInsert = 2_000;

/**
 * Stores a file row by row as it stands, with a guess of what its columns are. No contact is touched, and no row is
 * lost: what cannot be read is kept with its reason.
 * @throws Problem `import_unreadable`, `body_too_large`
 */
export async function uploadImport(
  ctx: WorkContext,
  file: { fileName: string; bytes: Uint8Array },
): Promise<StoredImport> {
  if (file.bytes.length > mostFileBytes) {
    throw new Problem("body_too_large", { detail: "A file may have at most 100 MB; split it in two." });
  }
  const read = readCsv(file.bytes);
  if (!read.ok) throw new Problem("import_unreadable", { detail: read.error.detail });
  const csv = read.value;
  const columns = guessColumns(
    csv.columns,
    csv.sample.map((record) => record.cells),
  );
  const id = ctx.newId();
  const mapping = Object.fromEntries(columns.flatMap(({ name, field }) => (field === null ? [] : [[name, field]])));
  const emailColumn = emailColumnOf(mapping);
  await insertImport(
    ctx.tx,
    {
      id,
      fileName: file.fileName.replaceAll("\0", ""),
      encoding: csv.encoding,
      delimiter: csv.dialect.delimiter,
      newline: csv.dialect.newline,
      hasHeader: csv.hasHeader,
      columns,
      mapping,
      keyedBy: emailColumn,
    },
    { actorId: ctx.actor.id, now: ctx.now },
  );
  const emailAt = emailColumn === null ? -1 : csv.columns.indexOf(emailColumn);
  const rowCount = await storeRows(ctx, { id, emailAt }, csv.records());
  if (rowCount === 0) throw new Problem("import_unreadable", { detail: "There is no row below the header." });
  await audit(ctx, "import.uploaded", { kind: "import", id }, { fileName: file.fileName, rows: rowCount });
  return (await findImport(ctx.tx, id)) as StoredImport;
}

async function storeRows(
  ctx: WorkContext,
  { id, emailAt }: { id: string; emailAt: number },
  records: Iterable<CsvRecord>,
): Promise<number> {
  let rowNo = 0;
  let batch: NewRow[] = [];
  for (const { raw, cells, fault } of records) {
    rowNo += 1;
    batch.push({ rowNo, raw, fault, emailKey: fault === null ? emailKeyOf(cells[emailAt]) : null });
    if (batch.length === rowsPerInsert) {
      await insertRows(ctx.tx, id, batch);
      batch = [];
    }
  }
  if (batch.length > 0) await insertRows(ctx.tx, id, batch);
  await setRowCount(ctx.tx, id, rowNo);
  return rowNo;
}
