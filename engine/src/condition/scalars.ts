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

/** Lower case of Unicode, the same in every locale (Turkish has another idea of "I"). */
export function fold(value: Scalar): string {
  return String(value).toLowerCase();
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

/** A day (`2026-11-05`, in UTC) is its 24 hours, an instant its millisecond; null where the text is neither. */
export function spanOf(value: unknown): Span | null {
  if (typeof value !== "string") return null;
  const day = epochDayFromIso(value);
  if (day.ok) return { from: day.value * DAY_MS, to: (day.value + 1) * DAY_MS };
  const instant = instantFromIso(value);
  return instant.ok ? { from: instant.value, to: instant.value + 1 } : null;
}
