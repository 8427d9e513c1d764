/**
 * The one way the product says "if": branches, entry conditions, waits, triggers, contact filters and segments are all a
 * tree of tests, judged here and nowhere else, so that a preview, a simulation and a worker cannot disagree.
 */
import type { Instant } from "../base/index.ts";
import type { Op } from "./ops.ts";

/** An empty `all` or `any` asks nothing, so it always holds. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Test;

/** One question about one person. */
export interface Test {
  /** A name of `conditionFields`, or `custom.<name>`. */
  readonly field: string;
  readonly op: Op;
  /** Left out for `isSet` and `isNotSet`. */
  readonly value?: unknown;
  /** Which step's email or task is meant; without it, any earlier one of this enrollment. For `split`: what to draw for. */
  readonly step?: string;
}

/**
 * What is known of one person when a condition is judged. Values are plain JSON, instants ISO 8601 texts; null and
 * undefined are "not known". Where a person has several values (links clicked, deals), the answer is a list.
 * Engagement is what a human did: opens and clicks of machines are no facts.
 */
export interface Facts {
  valueOf(field: string, step?: string): unknown;
}

/** When, and for whom: `seed` names the person (enrollment or contact id), so that a random split stays as it fell. */
export interface Around {
  readonly now: Instant;
  readonly seed: string;
}

/** Deeper trees are refused, so that nobody who walks one can run out of stack. */
export const MOST_LEVELS = 50;
export const MOST_TESTS = 500;
