import type { VerdictRow } from "./verdicts.ts";

/** Every verdict as a spreadsheet reads it: one person a line, all reasons beside it. */
export function verdictsCsv(rows: readonly VerdictRow[]): string {
  const lines = rows.map(({ contactId, email, verdict, guards }) => [
    contactId,
    email ?? "",
    verdict,
    guards.map((guard) => guard.code).join(" "),
    guards.map((guard) => guard.detail).join(" "),
  ]);
  const all = [["Contact", "Address", "Verdict", "Reasons", "In words"], ...lines];
  return `${all.map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** Quoted (RFC 4180), and never a formula: a spreadsheet runs what begins with = + - @ or a control character. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
