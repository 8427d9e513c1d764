import { csvOf } from "../../ui/csv.ts";
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
  return csvOf([["Contact", "Address", "Verdict", "Reasons", "In words"], ...lines]);
}
