import type { WorkContext } from "../../../platform/context/index.ts";
import { readRecord } from "../csv/reader.ts";
import { neutralizeFormula, restoreFormula, writeRecord } from "../csv/write.ts";
import { type JudgedRow, listRowsLeftOut } from "../queries/import-rows.ts";
import { findImport, type StoredImport } from "../queries/imports.ts";
import { errorColumns } from "./guess-columns.ts";
import { recordFaults } from "./map-row.ts";
import { isErrorColumn } from "./mapping.ts";
import { noSuchImport } from "./run.ts";

const rowsPerRead = 5_000;
/** Spreadsheets read UTF-8 only behind its mark (and our import takes it off again). */
const mark = "\uFEFF";

/**
 * The rows that stayed out, as a file: first why, then the original columns. It can be corrected in a spreadsheet and
 * imported again; the reasons stand first, so that a row with too many or too few cells keeps its place in its columns.
 * No cell runs as a formula, and each comes back as it was.
 */
export async function writeErrorFile(ctx: WorkContext, importId: string): Promise<{ fileName: string; text: string }> {
  const file = await findImport(ctx.tx, importId);
  if (file === null) throw noSuchImport();
  const names = file.columns.map((column) => column.name);
  // A file of errors that was imported again has our columns already.
  const isKept = (index: number) => !isErrorColumn(names[index] ?? "");
  const record = (reasons: readonly string[], cells: readonly string[]) =>
    writeRecord([...reasons, ...cells.filter((_, index) => isKept(index))].map(neutralizeFormula), file.delimiter);
  const lines = [mark + record(errorColumns, names)];
  for (let after = 0; ; ) {
    const rows = await listRowsLeftOut(ctx.tx, {
      importId,
      pass: file.pass,
      judged: file.judged,
      after,
      limit: rowsPerRead,
    });
    lines.push(...rows.map((row) => record(reasonsOf(row), readRecord(row.raw, file).map(restoreFormula))));
    if (rows.length < rowsPerRead) break;
    after = rows.at(-1)?.rowNo ?? after;
  }
  return { fileName: nameOf(file), text: `${lines.join("\r\n")}\r\n` };
}

function reasonsOf(row: JudgedRow): [string, string] {
  if (row.verdict === null && row.fault !== null) return [row.fault, recordFaults[row.fault]];
  return [row.code ?? "", row.detail ?? ""];
}

/** ASCII, as a header of HTTP wants it. */
function nameOf(file: StoredImport): string {
  const stem = file.fileName.replace(/\.[^.]*$/, "").replace(/[^\w.-]+/g, "-");
  return `${stem === "" ? "import" : stem}-errors.csv`;
}
