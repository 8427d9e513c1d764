/** Lines of cells as a CSV (RFC 4180). */
export function csvOf(lines: readonly (readonly string[])[]): string {
  return `${lines.map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** Quoted, and never a formula: a spreadsheet runs what begins with = + - @ or a control character. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
