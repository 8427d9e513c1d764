/** What needs no quotes in an array: ids, numbers, addresses, most words. */
const plain = /^[\w.:@+-]+$/;
const readAsNull = /^null$/i;
const escaped = /["\\]/;

/**
 * An array as PostgreSQL reads it (PostgreSQL 18, 8.15.2 Array Value Input), or the array itself where its values are for the
 * driver to write. The driver quotes every element and looks through it twice for what to escape: of the CPU that recording
 * took in Node that was a tenth.
 */
export function arrayLiteral(values: readonly unknown[]): string | readonly unknown[] {
  let text = "{";
  for (const [place, value] of values.entries()) {
    const element = elementOf(value);
    if (element === null) return values;
    text += place === 0 ? element : `,${element}`;
  }
  return `${text}}`;
}

/** null: not ours to write. */
function elementOf(value: unknown): string | null {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "string") return plain.test(value) && !readAsNull.test(value) ? value : quoted(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value instanceof Date && !Number.isNaN(value.getTime()) ? `"${value.toISOString()}"` : null;
}

function quoted(text: string): string {
  return escaped.test(text) ? `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"` : `"${text}"`;
}
