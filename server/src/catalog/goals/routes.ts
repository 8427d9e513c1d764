import type { Goal } from "@haste/contract/nouns/goals";
import { addMs, asInstant, DAY_MS } from "@haste/engine/base";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { created, defineRoutes, includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { countConversions, countGoals, findGoal, type GoalRow, listGoalSequences, listGoals } from "./queries.ts";
import { changeGoal, createGoal, noSuchGoal, removeGoal, valueToWire } from "./save-goal.ts";

export const goalRoutes = defineRoutes({
  "GET /goals": (ctx, { query }) => showGoals(ctx, query),
  "POST /goals": async (ctx, { body }) => {
    const goal = await createGoal(ctx, body);
    return created(`/goals/${goal.id}`, await show(ctx, goal));
  },
  "GET /goals/:id": async (ctx, { params }) => {
    const goal = await findGoal(ctx.tx, params.id);
    if (goal === null) throw noSuchGoal();
    return show(ctx, goal);
  },
  "PUT /goals/:id": async (ctx, { params, body }) => {
    return show(ctx, await changeGoal(ctx, { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) }, body));
  },
  "DELETE /goals/:id": async (ctx, { params }) => {
    await removeGoal(ctx, params.id);
  },
});

interface ListInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly q?: string | undefined;
  readonly include?: string | undefined;
  readonly sort?: string | undefined;
}

const statsDays = 30;

async function showGoals(ctx: WorkContext, input: ListInput): Promise<Page<Goal>> {
  if (input.sort !== undefined && input.sort !== "-createdAt") {
    const detail = "Goals are sorted by -createdAt only.";
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/query/sort", code: "unknown", detail }] });
  }
  const q = input.q === undefined || input.q.trim() === "" ? null : input.q.trim();
  const cursor = readCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const before = cursor === null ? null : { at: new Date(cursor[0]), id: cursor[1] };
  const rows = await listGoals(ctx.tx, { q, before }, input.limit + 1);
  const ids = rows.map(({ id }) => id);
  const sequences = await listGoalSequences(ctx.tx, ids);
  const since = new Date(addMs(asInstant(ctx.now.getTime()), -statsDays * DAY_MS));
  const counts = includes(input.include, "stats") ? await countConversions(ctx.tx, ids, since) : null;
  return page(rows, {
    limit: input.limit,
    cursor: ({ id, createdAt }) => [createdAt.toISOString(), id],
    wire: (row) => {
      const wire = toWire(row, sequences.get(row.id) ?? []);
      if (counts === null) return wire;
      const { conversions = 0, revenue = [] } = counts.find(({ goalId }) => goalId === row.id) ?? {};
      return { ...wire, stats: { conversions, revenue: [...revenue] } };
    },
    total: includes(input.include, "total") ? await countGoals(ctx.tx, q) : undefined,
  });
}

async function show(ctx: WorkContext, goal: GoalRow): Promise<Goal> {
  return toWire(goal, (await listGoalSequences(ctx.tx, [goal.id])).get(goal.id) ?? []);
}

function toWire(goal: GoalRow, sequenceIds: readonly string[]): Goal {
  const { id, name, kind, match, counts, windowDays, version, createdAt, updatedAt, archivedAt } = goal;
  return {
    ...{ id, name, kind, counts, windowDays, version, value: valueToWire(goal) as Goal["value"] },
    stage: kind === "deal_stage" ? match : null,
    event: kind === "custom_event" ? match : null,
    page: kind === "page_visit" ? match : null,
    sequenceIds: [...sequenceIds],
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    archivedAt: archivedAt?.toISOString() ?? null,
  };
}
