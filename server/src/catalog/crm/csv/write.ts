import type { Dialect } from "./reader.ts";

/**
 * Spreadsheets run a cell that begins like this as a formula (OWASP, "CSV Injection"); the full-width forms are what
 * East Asian keyboards type. Any number of apostrophes before it counts too, so that taking one off always gives the
 * original back.
 */
const formula = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const neutralized = /^'+[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** A cell that no spreadsheet runs: an apostrophe before what looks like a formula. */
export function neutralizeFormula(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

/** The cell that {@link neutralizeFormula} was given. */
export function restoreFormula(cell: string): string {
  return neutralized.test(cell) ? cell.slice(1) : cell;
}

/** One record without its line end; cells are quoted where they must be (RFC 4180 §2). */
export function writeRecord(cells: readonly string[], delimiter: Dialect["delimiter"]): string {
  return cells.map((cell) => writeCell(cell, delimiter)).join(delimiter);
}

function writeCell(cell: string, delimiter: string): string {
  const mustQuote = /["\r\n]|^ | $/.test(cell) || cell.includes(delimiter);
  return mustQuote ? `"${cell.replaceAll('"', '""')}"` : cell;
}
