import type { Import, ImportRow } from "@haste/contract/nouns/crm";
import { readRecord } from "../csv/reader.ts";
import { restoreFormula } from "../csv/write.ts";
import type { JudgedRow } from "../queries/import-rows.ts";
import type { StoredImport } from "../queries/imports.ts";
import { recordFaults } from "./map-row.ts";
import { statusOf } from "./run.ts";

export function importToWire(file: StoredImport): Import {
  const { create = 0, update = 0, unchanged = 0, suppressed = 0, invalid = 0 } = file.counts;
  return {
    id: file.id,
    fileName: file.fileName,
    status: statusOf(file),
    encoding: file.encoding,
    delimiter: file.delimiter,
    hasHeader: file.hasHeader,
    rowCount: file.rowCount,
    columns: file.columns.map((column) => ({ ...column })),
    mapping: { ...file.mapping },
    counts: { create, update, unchanged, suppressed, invalid },
    jobId: file.jobId,
    createdAt: file.createdAt.toISOString(),
    updatedAt: file.updatedAt.toISOString(),
  };
}

/** Cells by column; those behind the last column are "(extra 1)", "(extra 2)", … */
export function importRowToWire(file: StoredImport, row: JudgedRow): ImportRow {
  const cells = readRecord(row.raw, file).map((cell, index) => {
    const name = file.columns[index]?.name ?? `(extra ${index - file.columns.length + 1})`;
    return [name, restoreFormula(cell)] as const;
  });
  const isUnread = row.verdict === null && row.fault !== null;
  return {
    row: row.rowNo,
    verdict: row.verdict,
    cells: Object.fromEntries(cells),
    code: isUnread ? row.fault : row.code,
    detail: isUnread && row.fault !== null ? recordFaults[row.fault] : row.detail,
    contactId: row.contactId,
  };
}
