import type { ConversionReport } from "@haste/contract/nouns/goals";
import { count } from "../ui/numbers.ts";

/** Whose merit a conversion is, by each model; the last mail first, since it is what most people mean. */
export const modelNames: Readonly<Record<ConversionReport["model"], string>> = {
  last: "The last mail",
  first: "The first mail",
  linear: "All alike",
  time_decay: "The later the more",
  position: "First and last most",
};

/** `12`, `4.3`: parts of conversions to a tenth. */
export function parts(conversions: number): string {
  return Number.isInteger(conversions) ? count(conversions) : conversions.toFixed(1);
}
