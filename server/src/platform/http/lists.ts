import { createHash } from "node:crypto";
import type { z } from "zod";
import { Problem } from "../problem/index.ts";

export type CursorPart = string | number | null;

/** A page of a list, as `listOf` of the contract promises it. */
export interface Page<T> {
  data: T[];
  page: { nextCursor: string | null; hasMore: boolean; total?: number };
}

export interface PageOptions<R, W> {
  /** What the caller asked for; the query fetched `limit + 1` rows, so that "is there more" costs no second query. */
  readonly limit: number;
  /** The values the list is ordered by, ending in a unique one. */
  readonly cursor: (row: R) => readonly CursorPart[];
  readonly wire: (row: R) => W;
  /** Counted only when `include=total` asked for it. */
  readonly total?: number | undefined;
}

/** Cuts `limit + 1` rows to a page with the cursor of its last row. */
export function page<R, W>(rows: readonly R[], options: PageOptions<R, W>): Page<W> {
  const kept = rows.slice(0, options.limit);
  const last = kept.at(-1);
  const hasMore = rows.length > options.limit;
  return {
    data: kept.map(options.wire),
    page: {
      nextCursor: hasMore && last !== undefined ? writeCursor(options.cursor(last)) : null,
      hasMore,
      ...(options.total === undefined ? {} : { total: options.total }),
    },
  };
}

/** Whether a comma-separated `include=` names `part`. */
export function includes(include: string | undefined, part: string): boolean {
  return (include ?? "").split(",").some((name) => name.trim() === part);
}

const checkLength = 8;

function checkOf(json: string): string {
  return createHash("sha256").update(`cursor ${json}`).digest("base64url").slice(0, checkLength);
}

/**
 * An opaque place in a list. The check catches damage and guesses, it is no secret: a cursor holds only values its
 * owner was just shown, and the query behind it filters by workspace like any other.
 */
export function writeCursor(parts: readonly CursorPart[]): string {
  const json = JSON.stringify(parts);
  return checkOf(json) + Buffer.from(json).toString("base64url");
}

/**
 * The values of a cursor, checked against the list's own `shape` (so that a cursor of another list is refused too).
 * @throws Problem `invalid_cursor`
 */
export function readCursor<S extends z.ZodType>(cursor: string | undefined, shape: S): z.output<S> | null {
  if (cursor === undefined) return null;
  const json = Buffer.from(cursor.slice(checkLength), "base64url").toString("utf8");
  const refused = () =>
    new Problem("invalid_cursor", {
      errors: [{ pointer: "/query/cursor", code: "invalid_cursor", detail: "Not a cursor of this list." }],
    });
  if (checkOf(json) !== cursor.slice(0, checkLength)) throw refused();
  const read = shape.safeParse(JSON.parse(json));
  if (!read.success) throw refused();
  return read.data;
}
