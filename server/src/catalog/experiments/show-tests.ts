import type { AbTest } from "@haste/contract/nouns/ab-tests";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { type Page, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { outcomesOf } from "./count-test.ts";
import { lookAt } from "./look.ts";
import type { CountRow } from "./queries/counts.ts";
import { isSequence, listTests, type TestRow } from "./queries/tests.ts";
import { listVariants, type VariantRow } from "./queries/variants.ts";
import { mustFind } from "./save-test.ts";

/** One test with its evidence as of now. */
export async function showTest(ctx: WorkContext, id: string): Promise<AbTest> {
  const test = await mustFind(ctx, id);
  const variants = (await listVariants(ctx.tx, [id])).get(id) ?? [];
  const results = test.startedAt === null ? null : (await lookAt(ctx.tx, test, { variants, now: ctx.now })).results;
  return toWire(
    { ...test, results },
    variants,
    await outcomesOf(ctx.tx, test, { variantIds: variants.map((one) => one.id), fromVersion: 1 }),
  );
}

interface ListInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly "filter[sequenceId]"?: string | undefined;
}

export async function findTestPage(ctx: WorkContext, input: ListInput): Promise<Page<AbTest>> {
  const before = readCursor(input.cursor, z.tuple([z.uuid()]))?.[0] ?? null;
  const sequenceId = input["filter[sequenceId]"] ?? null;
  const rows = await listTests(ctx.tx, { sequenceId, before, limit: input.limit + 1 });
  const shown = new Map((await wired(ctx, rows)).map((test) => [test.id, test]));
  return page(rows, { limit: input.limit, cursor: ({ id }) => [id], wire: ({ id }) => shown.get(id) as AbTest });
}

const mostOfOneSequence = 200;

export async function testsOfSequence(ctx: WorkContext, sequenceId: string): Promise<{ data: AbTest[] }> {
  if (!(await isSequence(ctx.tx, sequenceId))) throw new Problem("not_found", { detail: "There is no such sequence." });
  const rows = await listTests(ctx.tx, { sequenceId, before: null, limit: mostOfOneSequence });
  return { data: await wired(ctx, rows) };
}

async function wired(ctx: WorkContext, rows: readonly TestRow[]): Promise<AbTest[]> {
  const variants = await listVariants(
    ctx.tx,
    rows.map(({ id }) => id),
  );
  const counts: CountRow[] = [];
  for (const type of new Set(rows.map((row) => row.type))) {
    const ids = rows.filter((row) => row.type === type).map(({ id }) => id);
    const variantIds = ids.flatMap((id) => variants.get(id) ?? []).map(({ id }) => id);
    counts.push(...(await outcomesOf(ctx.tx, { type }, { variantIds, fromVersion: 1 })));
  }
  return rows.map((test) => toWire(test, variants.get(test.id) ?? [], counts));
}

function toWire(test: TestRow, variants: readonly VariantRow[], counts: readonly CountRow[]): AbTest {
  const { countsFromVersion: _, evaluatedAt: __, ...row } = test;
  return {
    ...row,
    status: statusOf(test),
    variants: variants.map(({ testId: ___, ...variant }) => ({
      ...variant,
      content: { ...variant.content },
      stoppedAt: variant.stoppedAt?.toISOString() ?? null,
      stats: statsOf(counts.filter(({ variantId }) => variantId === variant.id)),
    })),
    startedAt: test.startedAt?.toISOString() ?? null,
    stoppedAt: test.stoppedAt?.toISOString() ?? null,
    createdAt: test.createdAt.toISOString(),
    updatedAt: test.updatedAt.toISOString(),
  };
}

function statusOf({ startedAt, stoppedAt, winner }: TestRow): AbTest["status"] {
  if (winner !== null) return "decided";
  if (stoppedAt !== null) return "stopped";
  return startedAt === null ? "draft" : "running";
}

const shown = ["sent", "opens", "clicks", "replies", "positiveReplies", "conversions"] as const;

function statsOf(rows: readonly CountRow[]) {
  const sums = shown.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)]);
  return Object.fromEntries(sums) as AbTest["variants"][number]["stats"];
}
