import { count } from "../ui/numbers.ts";

/** `12`, `4.3`: parts of conversions to a tenth. */
export function parts(conversions: number): string {
  return Number.isInteger(conversions) ? count(conversions) : conversions.toFixed(1);
}
