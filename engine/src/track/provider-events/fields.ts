import { asInstant, type Instant, instantFromIso, isUuid } from "../../base/index.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Words of strangers are kept that far. */
const mostCharacters = 2_000;

/** An event that is no object has no fields. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A batch, or the one event that came without one. */
export function oneOrMany(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** The field of this name below these ones. */
export function below(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (Object.hasOwn(fieldsOf(at), name) ? fieldsOf(at)[name] : undefined),
    value,
  );
}

/** A text or a number as text; services change their mind about which an id is. */
export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = below(value, ...path);
  if (typeof found === "number" && Number.isFinite(found)) return String(found);
  return typeof found === "string" ? found.slice(0, mostCharacters).replaceAll("\u0000", "") : null;
}

export function textsIn(value: unknown): string[] {
  return listOf(value).flatMap((each) => (typeof each === "string" ? textAt({ each }, "each") : null) ?? []);
}

/** Only a whole address will do: `Ada <ada@example.com>` is told as `ada@example.com`. */
export function addressIn(text: string | null): string | null {
  if (text === null) return null;
  return /<([^<>\s]{1,320})>\s*$/.exec(text)?.[1] ?? text.trim();
}

/** Present ones only, so that a field left out is not an id. */
export function idsOf(...ids: readonly (string | null)[]): string[] {
  return ids.filter((id) => id !== null && id !== "") as string[];
}

export function ourId(value: unknown): string | null {
  return typeof value === "string" && isUuid(value.toLowerCase()) ? value.toLowerCase() : null;
}

/** JSON inside JSON, which services carry for their customers; what is none is nothing. */
export function jsonFields(text: string | null): Fields {
  if (text === null || text === "") return {};
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}

/** A reply code of SMTP that refuses; services have numbers of their own beside them. */
export function codeIn(text: string | null): number | null {
  return text !== null && /^[45]\d\d$/.test(text) ? Number(text) : null;
}

/** Seconds since 1970, as number or text. */
export function fromSeconds(value: unknown): Instant | null {
  const seconds = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof seconds === "number" ? fromMillis(Math.round(seconds * 1_000)) : null;
}

export function fromMillis(value: unknown): Instant | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 && value < endOfTime
    ? asInstant(value)
    : null;
}

/** The year 2200: whoever tells of later things has another unit. */
const endOfTime = 7_258_118_400_000;

/** ISO 8601; a date and time without a zone are UTC. */
export function fromIso(text: string | null): Instant | null {
  if (text === null) return null;
  const zoned = /(?:z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
  const read = instantFromIso(zoned.replace(" ", "T").replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return read.ok ? read.value : null;
}
