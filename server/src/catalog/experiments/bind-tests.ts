import { isDeepStrictEqual } from "node:util";
import type { AbTest } from "@haste/contract/nouns/ab-tests";
import type { VariantInput } from "@haste/contract/nouns/variants";
import type { StepKindName, VariantContent } from "@haste/engine/sequence";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { findTest, insertTest, sweepUnbound, type TestRow, updateTest } from "./queries/tests.ts";
import { listVariants, testsOfVariants, type WrittenVariant, writeVariants } from "./queries/variants.ts";
import { dealAnew } from "./shares.ts";

/** A step of a draft, as far as its test is concerned. */
export interface TestedStep {
  readonly id: string;
  readonly type: StepKindName;
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
    const test = await testFor(ctx, { sequenceId, step, testId: step.abTestId ?? first ?? null });
    const before = (known.get(test.id) ?? []).filter(({ stoppedAt }) => stoppedAt === null).map(written);
    if (!isDeepStrictEqual(before, step.variants.map(written)))
      await write(ctx, test, { before, after: step.variants });
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
  readonly step: TestedStep;
  readonly testId: string | null;
}

async function testFor(ctx: WorkContext, { sequenceId, step, testId }: Binding): Promise<TestRow> {
  const known = testId === null ? null : await findTest(ctx.tx, testId);
  const isBranch = step.type === "branch";
  const fits = known?.sequenceId === sequenceId && known.stepId === step.id && (known.type === "branch") === isBranch;
  if (known !== null && fits) return known;
  const type = isBranch ? "branch" : "content";
  const test: TestRow = {
    ...{ id: ctx.newId(), sequenceId, stepId: step.id, name: "A/B test", type, distribution: "equal" },
    ...{ sampleSize: 100, metric: "positive_reply_rate", minSampleSize: 100, confidenceLevel: 95 },
    ...{ winner: null, results: null, countsFromVersion: 1, startedAt: null, stoppedAt: null, evaluatedAt: null },
    ...{ version: 1, createdAt: ctx.now, updatedAt: ctx.now },
  };
  await insertTest(ctx.tx, test);
  return test;
}

interface Rewriting {
  readonly before: readonly WrittenVariant[];
  readonly after: readonly WrittenVariant[];
}

async function write(ctx: WorkContext, test: TestRow, { before, after }: Rewriting): Promise<void> {
  const count = await writeVariants(ctx.tx, test.id, after, ctx.now);
  if (count < after.length) {
    const detail = "A variant belongs to another test. Leave its id out to make a new one.";
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/variants", code: "taken", detail }] });
  }
  const distribution = distributionAfter(test, { before, after });
  // What was measured stays called what it was.
  const type = test.startedAt === null ? typeAfter(test, after) : test.type;
  const changed = { ...test, type, distribution, version: test.version + 1, updatedAt: ctx.now };
  await updateTest(ctx.tx, changed);
  await dealAnew(ctx.tx, changed, ctx.now);
}

/** Whoever gives weights wants them to count; who takes them all away wants everybody dealt alike. A bandit needs none. */
function distributionAfter(test: TestRow, { before, after }: Rewriting): TestRow["distribution"] {
  const weights = (variants: readonly WrittenVariant[]) => variants.flatMap(({ weight }) => weight ?? []);
  if (test.distribution === "multi_armed_bandit" || isDeepStrictEqual(weights(before), weights(after)))
    return test.distribution;
  return weights(after).length > 0 ? "weighted" : "equal";
}

/** What a kind of test may vary; `content` is the kind of whatever fits no narrower one. */
const partsOfType: Readonly<Record<AbTest["type"], readonly (keyof VariantContent)[]>> = {
  subject: ["subject"],
  send_time: ["hours"],
  from_name: ["fromName"],
  cta: ["htmlContent", "textContent"],
  content: ["subject", "htmlContent", "textContent", "fromName", "hours"],
  // Its variants are the ways of the branch: what they say stands in their steps.
  branch: [],
};

/** The kind it has, while that fits what its variants say; else the one that does. */
function typeAfter({ type }: TestRow, variants: readonly WrittenVariant[]): AbTest["type"] {
  if (type === "branch") return type;
  const varied = new Set(
    variants.flatMap(({ content }) =>
      Object.entries(content).flatMap(([part, value]) => (value === null ? [] : (part as keyof VariantContent))),
    ),
  );
  const fits = (kind: AbTest["type"]) => [...varied].every((part) => partsOfType[kind].includes(part));
  if (varied.size === 0 || (type !== "content" && fits(type))) return type;
  return (["subject", "send_time", "from_name"] as const).find(fits) ?? "content";
}

/** @throws Problem `invalid_request` where a branch is tested as an email is, or an email as a branch */
export function refuseOtherStep({ type }: TestRow, asked: AbTest["type"] | undefined): void {
  if (asked === undefined || (asked === "branch") === (type === "branch")) return;
  const detail =
    type === "branch" ? "The step is a branch: its test is of type branch." : "The step is an email, not a branch.";
  throw new Problem("invalid_request", { detail, errors: [{ pointer: "/type", code: "not_of_the_step", detail }] });
}

/** @throws Problem `invalid_request` where a variant says what its kind of test does not vary */
export function refuseOtherParts(type: AbTest["type"], variants: readonly VariantInput[]): void {
  const errors = variants.flatMap(({ content }, place) =>
    Object.entries(content ?? {}).flatMap(([part, value]) => {
      if (value === null || value === undefined || partsOfType[type].includes(part as keyof VariantContent)) return [];
      const parts = type === "branch" ? "the steps of its ways" : partsOfType[type].join(", ");
      const detail = `A test of type ${type} varies ${parts}.`;
      return [{ pointer: `/variants/${place}/content/${part}`, code: "not_varied", detail }];
    }),
  );
  if (errors.length > 0) throw new Problem("invalid_request", { detail: errors[0]?.detail ?? "", errors });
}
