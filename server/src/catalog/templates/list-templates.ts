import type { Endpoints } from "@haste/contract/endpoints";
import type { Template } from "@haste/contract/nouns/templates";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { type InputOf, includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import {
  countTemplates,
  listTemplates,
  type Seeing,
  type TemplateRow,
  type TemplateSort,
  templateSorts,
} from "./queries/templates.ts";
import { lookingAs } from "./save-template.ts";
import { loadStats } from "./template-stats.ts";
import { templateToWire } from "./to-wire.ts";

const Cursor = z.tuple([z.string(), z.string(), z.uuid()]);

type ListInput = InputOf<Endpoints["GET /templates"]>["query"];

export function seeing(ctx: WorkContext): Seeing {
  const { id, writes, rules } = lookingAs(ctx);
  return { me: id, writes, rules };
}

/** A page of the templates the caller sees, newest first unless `sort` says otherwise. */
export async function findTemplates(ctx: WorkContext, input: ListInput): Promise<Page<Template>> {
  const sort = readSort(input.sort);
  const cursor = readCursor(input.cursor, Cursor);
  if (cursor !== null && cursor[0] !== sort) {
    throw new Problem("invalid_cursor", { detail: `This cursor belongs to a list sorted by ${cursor[0]}.` });
  }
  const filter = {
    ...seeing(ctx),
    q: input.q?.trim() || null,
    category: input["filter[category]"] ?? null,
    tag: input["filter[tag]"] ?? null,
    folder: input["filter[folder]"] ?? null,
    snippet: input["filter[snippet]"] ?? null,
    archived: input["filter[archived]"] === "true",
  };
  const after = cursor === null ? null : ([cursor[1], cursor[2]] as const);
  const rows = await listTemplates(ctx.tx, filter, { sort, after, limit: input.limit + 1 });
  const ids = rows.slice(0, input.limit).map(({ id }) => id);
  const stats = includes(input.include, "stats") ? await loadStats(ctx.tx, ids) : undefined;
  return page(rows, {
    limit: input.limit,
    cursor: (row) => [sort, keyOf(row, sort), row.id],
    wire: (row) => templateToWire(row, stats?.get(row.id)),
    total: includes(input.include, "total") ? await countTemplates(ctx.tx, filter) : undefined,
  });
}

function keyOf(row: TemplateRow, sort: TemplateSort): string {
  if (sort === "-updatedAt") return row.updatedAt.toISOString();
  return sort === "name" || sort === "-name" ? row.name : row.id;
}

function readSort(sort: string | undefined): TemplateSort {
  const known = templateSorts.find((name) => name === (sort ?? "-createdAt"));
  if (known !== undefined) return known;
  const detail = `Templates are sorted by ${templateSorts.join(", ")}.`;
  throw new Problem("invalid_request", { detail, errors: [{ pointer: "/query/sort", code: "unknown", detail }] });
}
