import { type Definition, saysTheSame } from "@haste/engine/sequence";
import type { WorkContext } from "../../platform/context/index.ts";
import { lockTests, updateTest } from "./queries/tests.ts";
import { markPublished } from "./queries/variants.ts";
import { dealAnew } from "./shares.ts";

/**
 * A version was published: its variants can be dealt, and no others. Where a variant says something else than before, the
 * count begins anew; where they are as they were, a running test goes on counting.
 */
export async function testsPublished(ctx: WorkContext, before: Definition | null, after: Definition): Promise<void> {
  const now = testsIn(after);
  if (now.length === 0 && (before === null || testsIn(before).length === 0)) return;
  const variants = now.flatMap(({ test }) => test.variants.map(({ id }) => id));
  await markPublished(ctx.tx, after.sequenceId, variants);
  const ids = [...now, ...(before === null ? [] : testsIn(before))].map(({ test }) => test.testId);
  for (const test of await lockTests(ctx.tx, [...new Set(ids)])) {
    const said = now.find((one) => one.test.testId === test.id);
    const isSame = before === null || said === undefined || saysTheSame(before, after, said.stepId);
    const counted = isSame ? test : { ...test, countsFromVersion: after.version, version: test.version + 1 };
    if (counted !== test) await updateTest(ctx.tx, counted);
    await dealAnew(ctx.tx, counted, ctx.now);
  }
}

function testsIn({ steps }: Definition) {
  return steps.flatMap(({ id, test }) => (test === undefined ? [] : [{ stepId: id, test }]));
}
