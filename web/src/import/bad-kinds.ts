import type { Import, ImportRow } from "@haste/contract/nouns/crm";
import { columnOf } from "./fields.ts";

/** Faults that a person mends in the same way stand together. */
export const badKinds = {
  address: "Address",
  twice: "Twice in the file",
  long: "Too long",
  few: "Too few columns",
  many: "Too many columns",
  damaged: "Damaged",
} as const;
export type BadKind = keyof typeof badKinds;

const byCode: Record<string, BadKind> = {
  duplicate_in_file: "twice",
  cell_too_long: "long",
  too_few_columns: "few",
  too_many_columns: "many",
  unclosed_quote: "damaged",
  line_too_long: "damaged",
  nul_character: "damaged",
  damaged_characters: "damaged",
};

/** What is no fault of the row's form is one of its address. */
export function kindOf(row: ImportRow): BadKind {
  return byCode[row.code ?? ""] ?? "address";
}

/** The one cell to mend, or null where the row has to be seen as a whole. */
export function cellToMend(row: ImportRow, mapping: Import["mapping"]): string | null {
  const kind = kindOf(row);
  if (kind === "address" || kind === "twice") return columnOf(mapping, "email");
  if (kind === "long") return columnOf(mapping, row.detail?.split(" ")[0] ?? "");
  return null;
}
