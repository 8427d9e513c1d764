/** How filters take what they are given. */
import { isNumeric, quantityOf } from "../numbers.ts";
import { stop } from "../stop.ts";
import { stringOf } from "../values.ts";
import type { FilterDefinition } from "./filter.ts";

export function onText(change: (text: string) => string): FilterDefinition {
  return { takes: [0, 0], apply: (value) => change(stringOf(value)) };
}

/** A whole number; what is none is refused, because a position that nobody gave would cut at random. */
export function wholeOf(value: unknown, filter: string): number {
  const isNumber = typeof value === "number" ? Number.isInteger(value) : isNumeric(stringOf(value));
  if (!isNumber) {
    throw stop({
      code: "template_error",
      detail: `The filter "${filter}" needs a whole number, not "${stringOf(value).slice(0, 40)}".`,
    });
  }
  return Math.trunc(quantityOf(value).value);
}

/** Words between white space. */
export function listOfWords(text: string): string[] {
  return text.split(/[\s\0]+/).filter((word) => word !== "");
}

/** As much of a text as a pattern is let loose on. */
export function mostOf(text: string): string {
  return text.slice(0, 100_000);
}
