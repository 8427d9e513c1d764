import type { Segment } from "@haste/contract/nouns/segments";
import { type Condition, sentenceOf } from "@haste/engine/condition";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { includes, type Page, page, readCursor } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import {
  countSegments,
  listSegments,
  listSegmentsById,
  listSegmentUsers,
  type SegmentRow,
} from "../queries/segments.ts";
import { invalid } from "../text.ts";
import { noSuchSegment } from "./save-segment.ts";

export interface SegmentQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly q?: string | undefined;
  readonly include?: string | undefined;
  readonly sort?: string | undefined;
}

/** Newest first; ids sort as segments were made. */
export async function findSegmentPage(ctx: WorkContext, query: SegmentQuery): Promise<Page<Segment>> {
  refuseOtherSort(query.sort, "Segments");
  const q = query.q?.trim() || null;
  const before = readCursor(query.cursor, z.tuple([z.uuid()]))?.[0] ?? null;
  const rows = await listSegments(ctx.tx, { q, before, limit: query.limit + 1 });
  const users = await listSegmentUsers(
    ctx.tx,
    rows.map(({ id }) => id),
  );
  return page(rows, {
    limit: query.limit,
    cursor: ({ id }) => [id],
    wire: (row) => toWire(row, users.filter(({ segmentId }) => segmentId === row.id).length),
    total: includes(query.include, "total") ? await countSegments(ctx.tx, q) : undefined,
  });
}

/** @throws Problem `invalid_request` */
export function refuseOtherSort(sort: string | undefined, what: string): void {
  if (sort !== undefined && sort !== "-createdAt") {
    throw invalid("/query/sort", "unknown", `${what} are sorted by -createdAt only.`);
  }
}

/** @throws Problem `not_found`; archived ones are shown */
export async function findSegment(ctx: WorkContext, id: string): Promise<SegmentRow> {
  const [segment] = await listSegmentsById(ctx.tx, [id]);
  if (segment === undefined) throw noSuchSegment();
  return segment;
}

export async function segmentToWire(ctx: WorkContext, segment: SegmentRow): Promise<Segment> {
  return toWire(segment, (await listSegmentUsers(ctx.tx, [segment.id])).length);
}

function toWire(segment: SegmentRow, sequences: number): Segment {
  const { id, name, condition, version, createdAt, updatedAt, archivedAt } = segment;
  return {
    id,
    name,
    condition,
    sentence: sentenceOf(condition, { stepName: (step) => step }),
    sequences,
    version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    archivedAt: archivedAt?.toISOString() ?? null,
  };
}

/**
 * Whom a segment means now, for whoever walks its people.
 * @throws Problem `not_found`, also where it is archived
 */
export async function conditionOfSegment(tx: Tx, id: string): Promise<Condition> {
  const [segment] = await listSegmentsById(tx, [id]);
  if (segment === undefined || segment.archivedAt !== null) {
    throw new Problem("not_found", { detail: `There is no segment ${id}.` });
  }
  return segment.condition;
}

/** Those of these ids that are segments people can enter. */
export async function findOpenSegments(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const segments = ids.length === 0 ? [] : await listSegmentsById(tx, ids);
  return new Set(segments.flatMap(({ id, archivedAt }) => (archivedAt === null ? id : [])));
}
