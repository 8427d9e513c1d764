/** How single values compare: texts without regard to case, numbers by size, dates by instant. */
import { DAY_MS, epochDayFromIso, instantFromIso } from "../base/index.ts";

export type Scalar = string | number | boolean;

export function isScalar(value: unknown): value is Scalar {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "string" || typeof value === "boolean";
}

/** Nothing, or a text of nothing but white space: an empty cell of a file says as little as a missing column. */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "string" && /^[ \t\r\n]*$/.test(value));
}

/**
 * Lower case, letter by letter and the same in every locale, so that a database's simple mapping gives the same: the
 * final sigma is a sigma (it depends on its neighbors otherwise), the dotted capital I becomes one letter, not two.
 */
export function fold(value: Scalar): string {
  return String(value).replace(/[Σς]/g, "σ").replaceAll("İ", "i").toLowerCase();
}

/** As numbers are written, and no other way: "01234" is a postal code, "1e3" a part number, both stay texts. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/** Files hold numbers as texts; null where it is none. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : null;
}

/** By size where both are numbers, else by letters. */
export function isSame(a: Scalar, b: Scalar): boolean {
  const left = numberOf(a);
  const right = left === null ? null : numberOf(b);
  return left !== null && right !== null ? left === right : fold(a) === fold(b);
}

/** Milliseconds, from inclusive to exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A day (`2026-11-05`, in UTC) is its 24 hours, an instant its millisecond; null where the text is neither (no year 0). */
export function spanOf(value: unknown): Span | null {
  if (typeof value !== "string") return null;
  const day = epochDayFromIso(value);
  if (day.ok && value >= "0001") return { from: day.value * DAY_MS, to: (day.value + 1) * DAY_MS };
  const instant = instantFromIso(value);
  return instant.ok ? { from: instant.value, to: instant.value + 1 } : null;
}
