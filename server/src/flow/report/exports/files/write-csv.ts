import { neutralizeFormula, writeRecord } from "../../../../catalog/crm/index.ts";
import type { Cell, Column, Head, Row } from "./table.ts";

const encoder = new TextEncoder();
/** Spreadsheets read UTF-8 only behind its mark. */
const mark = "\uFEFF";

/** RFC 4180, one head and the rows; title and notes have no place in it. No cell runs as a formula. */
export function csvWriter({ columns }: Head) {
  let isFirst = true;
  const takeHead = () => {
    const head = isFirst ? `${mark}${headOf(columns)}` : "";
    isFirst = false;
    return head;
  };
  return {
    write: (rows: readonly Row[]) => encoder.encode(takeHead() + linesOf(columns, rows)),
    end: () => encoder.encode(takeHead()),
  };
}

/** The same as one text without a mark, as an answer of the API. */
export function csvText(columns: readonly Column[], rows: readonly Row[]): string {
  return headOf(columns) + linesOf(columns, rows);
}

function headOf(columns: readonly Column[]): string {
  return lineOf(columns.map(({ id }) => id));
}

function linesOf(columns: readonly Column[], rows: readonly Row[]): string {
  return rows.map((row) => lineOf(columns.map((column, at) => textOf(column, row[at] ?? null)))).join("");
}

function lineOf(cells: readonly string[]): string {
  return `${writeRecord(cells, ",")}\r\n`;
}

function textOf({ kind }: Column, cell: Cell): string {
  if (cell === null) return "";
  if (kind === "instant") return new Date(Number(cell)).toISOString();
  return typeof cell === "number" ? String(cell) : neutralizeFormula(cell);
}
