import { isDeepStrictEqual } from "node:util";
import type { AbTest } from "@haste/contract/nouns/ab-tests";
import type { VariantInput } from "@haste/contract/nouns/variants";
import type { VariantContent } from "@haste/engine/sequence";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { findTest, insertTest, sweepUnbound, type TestRow } from "./queries/tests.ts";
import { listVariants, testsOfVariants, type WrittenVariant, writeVariants } from "./queries/variants.ts";
import { dealAnew } from "./shares.ts";

/** A step of a draft, as far as its test is concerned. */
export interface TestedStep {
  readonly id: string;
  readonly abTestId: string | null;
  readonly variants: readonly WrittenVariant[];
}

/**
 * Writes the variants of a draft's steps into their tests and makes tests where there are none; returns the steps with
 * them. Of a step without variants the test is let go.
 */
export async function bindTests<S extends TestedStep>(
  ctx: WorkContext,
  sequenceId: string,
  steps: readonly S[],
): Promise<S[]> {
  const tested = steps.filter(({ variants }) => variants.length > 0);
  if (tested.length === 0) return steps.map((step) => (step.abTestId === null ? step : { ...step, abTestId: null }));
  const owners = await testsOfVariants(
    ctx.tx,
    tested.flatMap(({ variants }) => variants.map(({ id }) => id)),
  );
  const known = await listVariants(ctx.tx, [
    ...new Set([...owners.values(), ...tested.flatMap((s) => s.abTestId ?? [])]),
  ]);
  const bound: S[] = [];
  for (const step of steps) {
    if (step.variants.length === 0) {
      bound.push(step.abTestId === null ? step : { ...step, abTestId: null });
      continue;
    }
    // What an undo brings back is bound to the test it had.
    const first = step.variants.map(({ id }) => owners.get(id)).find((id) => id !== undefined);
    const test = await testFor(ctx, { sequenceId, stepId: step.id, testId: step.abTestId ?? first ?? null });
    const before = (known.get(test.id) ?? []).filter(({ stoppedAt }) => stoppedAt === null).map(written);
    if (!isDeepStrictEqual(before, step.variants.map(written))) await write(ctx, test, step.variants);
    bound.push({ ...step, abTestId: test.id });
  }
  return bound;
}

/** After the steps were written: tests that no step has any more end. */
export async function releaseTests(ctx: WorkContext, sequenceId: string): Promise<void> {
  await sweepUnbound(ctx.tx, sequenceId, ctx.now);
}

function written({ id, name, content, weight }: WrittenVariant): WrittenVariant {
  return { id, name, content, weight };
}

interface Binding {
  readonly sequenceId: string;
  readonly stepId: string;
  readonly testId: string | null;
}

async function testFor(ctx: WorkContext, { sequenceId, stepId, testId }: Binding): Promise<TestRow> {
  const known = testId === null ? null : await findTest(ctx.tx, testId);
  if (known !== null && known.sequenceId === sequenceId && known.stepId === stepId) return known;
  const test: TestRow = {
    ...{ id: ctx.newId(), sequenceId, stepId, name: "A/B test", type: "content", distribution: "equal" },
    ...{ sampleSize: 100, metric: "positive_reply_rate", minSampleSize: 100, confidenceLevel: 95 },
    ...{ winner: null, results: null, countsFromVersion: 1, startedAt: null, stoppedAt: null, evaluatedAt: null },
    ...{ version: 1, createdAt: ctx.now, updatedAt: ctx.now },
  };
  await insertTest(ctx.tx, test);
  return test;
}

async function write(ctx: WorkContext, test: TestRow, variants: readonly WrittenVariant[]): Promise<void> {
  const count = await writeVariants(ctx.tx, test.id, variants, ctx.now);
  if (count < variants.length) {
    const detail = "A variant belongs to another test. Leave its id out to make a new one.";
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/variants", code: "taken", detail }] });
  }
  await dealAnew(ctx.tx, test, ctx.now);
}

/** What a kind of test may vary. */
const partsOfType: Readonly<Record<AbTest["type"], readonly (keyof VariantContent)[]>> = {
  subject: ["subject"],
  content: ["subject", "htmlContent", "textContent"],
  cta: ["htmlContent", "textContent"],
  send_time: ["hours"],
  from_name: ["fromName"],
};

/** @throws Problem `invalid_request` where a variant says what its kind of test does not vary */
export function refuseOtherParts(type: AbTest["type"], variants: readonly VariantInput[]): void {
  const errors = variants.flatMap(({ content }, place) =>
    Object.entries(content ?? {}).flatMap(([part, value]) => {
      if (value === null || value === undefined || partsOfType[type].includes(part as keyof VariantContent)) return [];
      const detail = `A test of type ${type} varies ${partsOfType[type].join(", ")}.`;
      return [{ pointer: `/variants/${place}/content/${part}`, code: "not_varied", detail }];
    }),
  );
  if (errors.length > 0) throw new Problem("invalid_request", { detail: errors[0]?.detail ?? "", errors });
}
