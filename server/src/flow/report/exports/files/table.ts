import type { Instant } from "@haste/engine/base";

/** Numbers stay numbers in a file, shares are fractions of one, null is an empty cell: nothing was told. */
export type Cell = string | number | null;
export type Row = readonly Cell[];

export interface Column {
  /** As programs read it, in the head of a CSV. */
  readonly id: string;
  /** As people read it. */
  readonly title: string;
  /** `decimal`: two places are told; `instant`: milliseconds since 1970, as every {@link Instant}; `day`: `2026-11-23`. */
  readonly kind: "text" | "count" | "decimal" | "percent" | "instant" | "day";
  /** Its share of a page's width; absent: not on paper, where there is room for a dozen. */
  readonly paper?: number;
  /** Of a share: how many columns further its numerator stands; the denominator is the next one. */
  readonly basis?: number;
}

/** What stands above the rows of a file. */
export interface Head {
  readonly title: string;
  /** Of what and when, a line each. */
  readonly lines: readonly string[];
  /** What the numbers say, where a test supports it. */
  readonly finding: string | null;
  readonly columns: readonly Column[];
  /** The zone instants are told in. */
  readonly timezone: string;
}

/**
 * Writes one file as its rows come. It keeps no more than what its format makes it keep (a page, a window of the
 * compression), so a file of a million rows needs as much memory as one of ten.
 */
export interface FileWriter {
  /** Bytes that are ready after these rows. */
  write(rows: readonly Row[]): Uint8Array;
  /** The last bytes. @param note what else has to be said, such as rows that had no room */
  end(note: string | null): Uint8Array;
}

export type MakeWriter = (head: Head) => FileWriter;

export function instantOf(at: Date | null): Instant | null {
  return at === null ? null : (at.getTime() as Instant);
}
