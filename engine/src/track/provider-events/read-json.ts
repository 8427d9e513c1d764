/**
 * JSON whose whole numbers beyond 2^53 stay what they were, as text: Mailjet numbers its messages that way, and a rounded
 * id names another mail.
 * @throws SyntaxError
 */
export function readJson(text: string): unknown {
  // Looking at each value costs five times the parse, and most notices hold no such number.
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const parse = JSON.parse as (text: string, revive: Reviver) => unknown;
  return parse(text, (_name, value, context) =>
    typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d{16,40}$/.test(context?.source ?? "")
      ? context?.source
      : value,
  );
}

/** The source text of a number (ECMAScript 2026), which the library's types do not know yet. */
type Reviver = (name: string, value: unknown, context?: { readonly source?: string }) => unknown;
