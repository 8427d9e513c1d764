import { type Sequence, sequenceStatuses } from "@haste/contract/nouns/sequences";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import {
  countSequences,
  type ListedRow,
  listSequences,
  type SequenceSort,
  sequenceSorts,
} from "./queries/sequences.ts";
import { showSequences } from "./show-sequence.ts";

export interface ListInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly q?: string | undefined;
  readonly include?: string | undefined;
  readonly sort?: string | undefined;
  readonly "filter[status]"?: string | undefined;
  readonly "filter[archived]"?: "true" | "false" | undefined;
}

const Cursor = z.tuple([z.string(), z.string(), z.uuid()]);

/** A page of sequences, newest first unless `sort` says otherwise. */
export async function findSequences(ctx: WorkContext, input: ListInput): Promise<Page<Sequence>> {
  const sort = readSort(input.sort);
  const cursor = readCursor(input.cursor, Cursor);
  if (cursor !== null && cursor[0] !== sort) {
    throw new Problem("invalid_cursor", { detail: `This cursor belongs to a list sorted by ${cursor[0]}.` });
  }
  const filter = {
    statuses: readStatuses(input["filter[status]"]),
    archived: input["filter[archived]"] === "true",
    now: ctx.now,
    q: input.q === undefined || input.q.trim() === "" ? null : input.q.trim(),
  };
  const after = cursor === null ? null : ([cursor[1], cursor[2]] as const);
  const rows = await listSequences(ctx.tx, { ...filter, sort, after, limit: input.limit + 1 });
  const shown = await showSequences(ctx, rows.slice(0, input.limit), includes(input.include, "stats"));
  return page(rows, {
    limit: input.limit,
    cursor: (row) => [sort, keyOf(row, sort), row.id],
    wire: (row) => shown.get(row.id) as Sequence,
    total: includes(input.include, "total") ? await countSequences(ctx.tx, filter) : undefined,
  });
}

function keyOf(row: ListedRow, sort: SequenceSort): string {
  if (sort === "attention") return String(row.urgency);
  return sort === "name" || sort === "-name" ? row.name : row.createdAt.toISOString();
}

function readSort(sort: string | undefined): SequenceSort {
  const known = sequenceSorts.find((name) => name === (sort ?? "-createdAt"));
  if (known !== undefined) return known;
  const detail = `Sequences are sorted by ${sequenceSorts.join(", ")}.`;
  throw new Problem("invalid_request", { detail, errors: [{ pointer: "/query/sort", code: "unknown", detail }] });
}

function readStatuses(text: string | undefined): string[] | null {
  if (text === undefined) return null;
  const statuses = text.split(",").map((status) => status.trim());
  if (statuses.every((status) => sequenceStatuses.some((known) => known === status))) return statuses;
  const detail = `A status is one of ${sequenceStatuses.join(", ")}.`;
  throw new Problem("invalid_request", {
    detail,
    errors: [{ pointer: "/query/filter[status]", code: "unknown", detail }],
  });
}
