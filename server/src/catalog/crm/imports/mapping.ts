import { type ImportField, importFields } from "@haste/contract/nouns/crm";
import { invalid } from "../text.ts";
import { errorColumns } from "./guess-columns.ts";

/** Where a cell goes: a field of ours or a custom one. */
export type Target = { readonly field: ImportField } | { readonly custom: string };

/** For each column of the file its target, null = not read. */
export type ColumnPlan = readonly (Target | null)[];

const custom = "custom.";
const mostFieldCharacters = 64;

/** The plan of a stored mapping, which was checked when it came in. */
export function planColumns(columns: readonly string[], mapping: Readonly<Record<string, string>>): ColumnPlan {
  return columns.map((column) => {
    const field = Object.hasOwn(mapping, column) ? mapping[column] : undefined;
    return field === undefined ? null : targetOf(field);
  });
}

/** @throws Problem `invalid_request` that names each column which cannot go where it was sent */
export function checkMapping(columns: readonly string[], mapping: Readonly<Record<string, string>>): void {
  const taken = new Map<string, string>();
  for (const [column, field] of Object.entries(mapping)) {
    const pointer = `/mapping/${column.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (!columns.includes(column)) throw invalid(pointer, "unknown_column", `The file has no column "${column}".`);
    if (targetOf(field) === null) {
      const detail = `"${field}" is no field; use ${importFields.join(", ")} or custom.<name>.`;
      throw invalid(pointer, "unknown_field", detail);
    }
    const other = taken.get(field);
    if (other !== undefined) {
      throw invalid(pointer, "field_taken", `"${other}" is mapped to ${field} already; each field takes one column.`);
    }
    taken.set(field, column);
  }
}

/** The column that holds the addresses; null where none is mapped. */
export function emailColumnOf(mapping: Readonly<Record<string, string>>): string | null {
  return Object.keys(mapping).find((column) => mapping[column] === "email") ?? null;
}

function targetOf(field: string): Target | null {
  const known = importFields.find((name) => name === field);
  if (known !== undefined) return { field: known };
  const name = field.startsWith(custom) ? field.slice(custom.length).trim() : "";
  // "__proto__" would set the prototype of the object the fields are gathered in.
  const isUsable = name !== "" && name.length <= mostFieldCharacters && name !== "__proto__" && !name.includes("\0");
  return isUsable ? { custom: name } : null;
}

/** Whether a column is one that our own error files added. */
export function isErrorColumn(column: string): boolean {
  return (errorColumns as readonly string[]).includes(column);
}
