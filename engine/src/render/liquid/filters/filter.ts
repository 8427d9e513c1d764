/** A filter: what it takes and what it makes of a value. One table per kind of value, all of one shape. */
import type { Run } from "../run.ts";

export interface FilterCall {
  readonly run: Run;
  /** Where it stands in the template: names its draws. */
  readonly at: number;
  /** What is given by name (`allow_false: true`). */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface FilterDefinition {
  /** How many values it takes at least and at most. */
  readonly takes: readonly [least: number, most: number];
  /** What it counts as in characters beside what it works on; absent: nothing. For what takes microseconds by itself. */
  readonly costs?: number;
  /** What a template can be refused for as soon as it is read; undefined stands for what is only known when filled. */
  readonly check?: (args: readonly unknown[], refuse: (detail: string) => void) => void;
  /** Values are never undefined or missing here. */
  apply(value: unknown, args: readonly unknown[], call: FilterCall): unknown;
}

export type FilterTable = Readonly<Record<string, FilterDefinition>>;
