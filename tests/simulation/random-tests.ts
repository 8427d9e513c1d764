import { nextBoolean, nextInt, type Random, randomFrom, seedFrom } from "@haste/engine/base";
import type { RunningTest } from "@haste/engine/experiment";
import { type StepVariant, type TestedWay, waysOf } from "@haste/engine/sequence";
import type { Tx } from "../../server/src/platform/db/index.ts";
import { oneOf } from "./random-steps.ts";
import type { RandomWorld } from "./worlds.ts";

/**
 * The same world, in which some emails and most branches are tested: by some people or all, in hours of their own, decided
 * or not.
 */
export function withTests(world: RandomWorld): RandomWorld {
  const random = randomFrom(seedFrom("tests", world.seed));
  const tests = new Map<string, RunningTest>();
  const steps = world.definition.steps.map((step) => {
    if (step.kind === "branch" && nextBoolean(random, 0.7)) {
      const test = { testId: idAt(step.id, 9), variants: waysOf(step.id, step.content.branches) };
      tests.set(test.testId, runningTest(random, test));
      return { ...step, test };
    }
    if (step.kind !== "email" || nextBoolean(random, 0.4)) return step;
    const count = 1 + nextInt(random, 3);
    const variants = Array.from({ length: count }, (_, place): StepVariant => {
      const hours = nextBoolean(random, 0.3) ? oneOf(random, [morning, evening]) : null;
      return { id: idAt(step.id, place), name: "A", content: step.content, fromName: null, hours };
    });
    const test = { testId: idAt(step.id, 9), variants };
    tests.set(test.testId, runningTest(random, test));
    return { ...step, test };
  });
  return { ...world, tests, definition: { ...world.definition, steps } };
}

const morning = { start: "06:00", end: "08:30" };
const evening = { start: "20:00", end: "23:00" };

function runningTest(
  random: Random,
  { testId, variants }: { readonly testId: string; readonly variants: readonly TestedWay[] },
): RunningTest {
  const isDecided = nextBoolean(random, 0.2);
  const shares = variants.map(({ id }) => ({ variantId: id, share: 1 / variants.length }));
  return {
    id: testId,
    sampleSize: oneOf(random, [100, 50]),
    shares: isDecided ? [] : shares,
    winnerId: isDecided ? oneOf(random, variants).id : null,
    barred: [],
    period: 1,
  };
}

/** Unlike all others, and the same each time. */
function idAt(stepId: string, place: number): string {
  return `${stepId.slice(0, 9)}${place}${stepId.slice(10)}`;
}

export async function seedTests(tx: Tx, { definition, tests, from }: RandomWorld): Promise<void> {
  const now = new Date(from);
  const insert = (text: string, values: readonly unknown[]) => tx.rows(text, [tx.workspaceId, ...values]);
  for (const { id: stepId, kind, test } of definition.steps) {
    const running = test && tests?.get(test.testId);
    if (test === undefined || running === undefined) continue;
    const { winnerId, sampleSize, shares } = running;
    await insert(
      `insert into ab_tests (workspace_id, id, name, type, sample_size, sequence_id, step_id, started_at, stopped_at, winner)
       values ($1, $2, 'Test', $9, $3, $4, $5, $6, $7, $8)`,
      [
        test.testId,
        sampleSize,
        definition.sequenceId,
        stepId,
        now,
        winnerId === null ? null : now,
        winnerId,
        kind === "branch" ? "branch" : "content",
      ],
    );
    for (const { id } of test.variants) {
      await insert(
        `insert into ab_test_variants (workspace_id, id, ab_test_id, name, is_published) values ($1, $2, $3, 'A', true)`,
        [id, test.testId],
      );
    }
    if (winnerId !== null) continue;
    await insert(
      `insert into ab_test_periods (workspace_id, ab_test_id, number, started_at, shares) values ($1, $2, 1, $3, $4)`,
      [test.testId, now, JSON.stringify(shares)],
    );
  }
}
