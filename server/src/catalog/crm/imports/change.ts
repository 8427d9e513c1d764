import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { readRecord } from "../csv/reader.ts";
import { neutralizeFormula, writeRecord } from "../csv/write.ts";
import type { CrmPorts } from "../ports.ts";
import { type JudgedRow, lockRow, replaceRow, type StoredRow, writeVerdicts } from "../queries/import-rows.ts";
import {
  beginPass,
  findImport,
  lockImport,
  type StoredImport,
  setMapping,
  writeImportProgress,
} from "../queries/imports.ts";
import { invalid } from "../text.ts";
import { judgeBatch } from "./judge-batch.ts";
import { checkMapping, emailColumnOf } from "./mapping.ts";
import { addCounts, noSuchImport, requireIdle } from "./run.ts";

/**
 * Says anew which column is what. Verdicts under the old mapping do not count any more.
 * @throws Problem `not_found`, `invalid_status`, `invalid_request`
 */
export async function changeMapping(
  ctx: WorkContext,
  importId: string,
  mapping: Readonly<Record<string, string>>,
): Promise<StoredImport> {
  const file = await lockImport(ctx.tx, importId);
  if (file === null) throw noSuchImport();
  requireIdle(file);
  checkMapping(
    file.columns.map((column) => column.name),
    mapping,
  );
  await setMapping(ctx.tx, importId, mapping);
  await beginPass(ctx.tx, importId, { status: "uploaded", jobId: null, now: ctx.now });
  await audit(ctx, "import.mapped", { kind: "import", id: importId });
  return (await findImport(ctx.tx, importId)) as StoredImport;
}

export interface RowCorrection {
  readonly importId: string;
  readonly rowNo: number;
  /** By column name; columns left out keep their cell. */
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * Corrects a row in place and judges it at once; after the import has run, the corrected row is imported at once too.
 * @throws Problem `not_found`, `invalid_status`, `mapping_incomplete`, `invalid_request`
 */
export async function correctRow(
  ctx: WorkContext,
  ports: CrmPorts,
  correction: RowCorrection,
): Promise<{ file: StoredImport; row: JudgedRow }> {
  const { importId, rowNo } = correction;
  const file = await lockImport(ctx.tx, importId);
  if (file === null) throw noSuchImport();
  requireIdle(file);
  if (emailColumnOf(file.mapping) === null) throw new Problem("mapping_incomplete");
  const judged = { importId, pass: file.pass, judged: file.judged };
  const before = await lockRow(ctx.tx, judged, rowNo);
  if (before === null) throw new Problem("not_found", { detail: `The file has no row ${rowNo}.` });
  const row = correctedRow(file, before, correction.cells);
  await replaceRow(ctx.tx, importId, row);
  const options = { isDry: file.status !== "done", isDemo: false };
  const [verdict] = await judgeBatch(ctx, ports, { file, options, corrects: rowNo }, [row]);
  if (verdict === undefined) throw new Error(`Row ${rowNo} of ${importId} was given no verdict.`);
  // Rows the pass has not come to yet are judged when it does.
  if (rowNo <= file.judged) {
    await writeVerdicts(ctx.tx, { importId, pass: file.pass, isKeying: true }, [verdict]);
    const taken = before.verdict === null ? file.counts : addCounts(file.counts, [{ verdict: before.verdict }], -1);
    await writeImportProgress(ctx.tx, importId, { ...file, counts: addCounts(taken, [verdict]), now: ctx.now });
  }
  await audit(ctx, "import.row_corrected", { kind: "import", id: importId }, { row: rowNo, verdict: verdict.verdict });
  const { code, detail, emailKey, contactId } = verdict;
  return { file, row: { ...row, verdict: verdict.verdict, code, detail, emailKey, contactId } };
}

function correctedRow(file: StoredImport, before: StoredRow, cells: Readonly<Record<string, string>>): StoredRow {
  const names = file.columns.map((column) => column.name);
  for (const name of Object.keys(cells)) {
    if (!names.includes(name)) throw invalid("/cells", "unknown_column", `The file has no column "${name}".`);
  }
  const old = readRecord(before.raw, file);
  const written = names.map((name, index) => {
    const cell = Object.hasOwn(cells, name) ? cells[name] : undefined;
    return cell === undefined ? (old[index] ?? "") : neutralizeFormula(cell.replaceAll("\0", ""));
  });
  const isDamaged = written.some((cell) => cell.includes("\uFFFD"));
  const raw = writeRecord(written, file.delimiter);
  return { rowNo: before.rowNo, raw, fault: isDamaged ? "damaged_characters" : null };
}
