import type { SavedView } from "@haste/contract/nouns/saved-views";
import { z } from "zod";
import type { Actor, WorkContext } from "../../platform/context/index.ts";
import { created, defineRoutes, includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { countViews, listViews, type ViewRow } from "./queries.ts";
import { changeView, createView, mayChange, removeView, requireView } from "./save-view.ts";

export const savedViewRoutes = defineRoutes({
  "GET /saved-views": (ctx, { query }) => showViews(ctx, query),
  "POST /saved-views": async (ctx, { body }) => {
    const view = await createView(ctx, body);
    return created(`/saved-views/${view.id}`, toWire(view, ctx.actor));
  },
  "GET /saved-views/:id": async (ctx, { params }) => toWire(await requireView(ctx, params.id), ctx.actor),
  "PUT /saved-views/:id": async (ctx, { params, body }) => {
    const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) };
    return toWire(await changeView(ctx, what, body), ctx.actor);
  },
  "DELETE /saved-views/:id": async (ctx, { params }) => {
    await removeView(ctx, params.id);
  },
});

interface ListInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly q?: string | undefined;
  readonly include?: string | undefined;
  readonly sort?: string | undefined;
  readonly "filter[screen]"?: string | undefined;
}

/** Newest first; ids sort as views were made. */
async function showViews(ctx: WorkContext, input: ListInput): Promise<Page<SavedView>> {
  if (input.sort !== undefined && input.sort !== "-createdAt") {
    const detail = "Saved views are sorted by -createdAt only.";
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/query/sort", code: "unknown", detail }] });
  }
  const q = input.q === undefined || input.q.trim() === "" ? null : input.q.trim();
  const filter = { who: ctx.actor.id, screen: input["filter[screen]"] ?? null, q };
  const before = readCursor(input.cursor, z.tuple([z.uuid()]))?.[0] ?? null;
  const rows = await listViews(ctx.tx, { ...filter, before, limit: input.limit + 1 });
  return page(rows, {
    limit: input.limit,
    cursor: ({ id }) => [id],
    wire: (row) => toWire(row, ctx.actor),
    total: includes(input.include, "total") ? await countViews(ctx.tx, filter) : undefined,
  });
}

function toWire(view: ViewRow, actor: Actor): SavedView {
  return {
    ...view,
    canChange: mayChange(actor, view),
    columns: view.columns === null ? null : [...view.columns],
    createdAt: view.createdAt.toISOString(),
    updatedAt: view.updatedAt.toISOString(),
  };
}
