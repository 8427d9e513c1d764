import type { AbTest, AbTestChanges, AbTestInput } from "@haste/contract/nouns/ab-tests";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { refuseOtherParts, refuseOtherStep } from "./bind-tests.ts";
import type { ExperimentPorts } from "./ports.ts";
import { findTest, isTested, lockTests, type TestRow, updateTest } from "./queries/tests.ts";
import { dealAnew } from "./shares.ts";

/** Makes a test of a step that has none, with its variants in the step's draft. */
export async function createTest(ctx: WorkContext, ports: ExperimentPorts, input: AbTestInput): Promise<string> {
  const { sequenceId, stepId, variants } = input;
  if (await isTested(ctx.tx, stepId)) {
    throw new Problem("invalid_status", {
      detail: "The step has a test already.",
      fix: "Change that test, or take it away.",
    });
  }
  const id = await ports.writeVariants(ctx, { sequenceId, stepId }, variants);
  if (id === null) {
    const detail = "Only an email or a branch can be tested.";
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/stepId", code: "not_testable", detail }] });
  }
  const test = await lockTest(ctx, id);
  refuseOtherStep(test, input.type);
  refuseOtherParts(input.type ?? (test.type === "branch" ? "branch" : "content"), variants);
  await updateTest(ctx.tx, changed(ctx, test, input));
  await audit(ctx, "ab-test.created", { kind: "ab-test", id }, { name: input.name });
  return id;
}

export interface TestToChange {
  readonly id: string;
  readonly checkVersion: (version: number) => void;
}

/** What decides a test, and so may not be chosen by whoever has seen its numbers. */
const fixed = [
  "metric",
  "minSampleSize",
  "confidenceLevel",
  "type",
] as const satisfies readonly (keyof AbTestChanges)[];

export async function changeTest(
  ctx: WorkContext,
  ports: ExperimentPorts,
  what: TestToChange,
  change: AbTestChanges,
): Promise<void> {
  const seen = await mustFind(ctx, what.id);
  what.checkVersion(seen.version);
  if (seen.startedAt !== null) refuseFixed(seen, change);
  refuseOtherStep(seen, change.type);
  refuseNoWeight(change);
  const { sequenceId, stepId } = seen;
  if (change.variants !== undefined) {
    refuseOtherParts(change.type ?? seen.type, change.variants);
    const bound = await ports.writeVariants(ctx, { sequenceId, stepId }, change.variants);
    if (bound !== seen.id) throw new Problem("invalid_status", { detail: "The step has another test by now." });
  }
  const after = changed(ctx, await lockTest(ctx, seen.id), change);
  await updateTest(ctx.tx, after);
  await dealAnew(ctx.tx, after, ctx.now);
  await audit(ctx, "ab-test.changed", { kind: "ab-test", id: seen.id }, { fields: Object.keys(change) });
}

export async function removeTest(ctx: WorkContext, ports: ExperimentPorts, id: string): Promise<void> {
  const { sequenceId, stepId, startedAt } = await mustFind(ctx, id);
  if (startedAt !== null) {
    throw new Problem("invalid_status", {
      detail: "It was started, and what was sent keeps its numbers.",
      fix: "Stop it instead.",
    });
  }
  await ports.writeVariants(ctx, { sequenceId, stepId }, []);
  await audit(ctx, "ab-test.removed", { kind: "ab-test", id }, {});
}

export async function mustFind(ctx: WorkContext, id: string): Promise<TestRow> {
  const test = await findTest(ctx.tx, id);
  if (test === null) throw new Problem("not_found", { detail: "There is no such test." });
  return test;
}

export async function lockTest(ctx: WorkContext, id: string): Promise<TestRow> {
  const [test] = await lockTests(ctx.tx, [id]);
  if (test === undefined) throw new Problem("not_found", { detail: "There is no such test." });
  return test;
}

function changed(ctx: WorkContext, before: TestRow, { variants: _, ...change }: AbTestChanges): TestRow {
  const own = Object.entries(change).filter(([name, value]) => value !== undefined && name in before);
  return {
    ...before,
    ...(Object.fromEntries(own) as Partial<TestRow>),
    version: before.version + 1,
    updatedAt: ctx.now,
  };
}

function refuseFixed(test: TestRow, change: AbTestChanges): void {
  const other = fixed.filter(
    (part) => change[part] !== undefined && change[part] !== (test as Pick<AbTest, typeof part>)[part],
  );
  if (other.length === 0) return;
  throw new Problem("invalid_status", {
    detail: `It was started: ${other.join(", ")} can no longer be chosen.`,
    fix: "Stop it and begin another test. A measure that is chosen after looking lets chance win.",
  });
}

function refuseNoWeight({ distribution, variants }: AbTestChanges): void {
  if (distribution !== "weighted" || variants === undefined || variants.some(({ weight }) => weight !== 0)) return;
  const detail = "The weights add up to nothing. Give at least one variant a weight.";
  throw new Problem("invalid_request", { detail, errors: [{ pointer: "/variants", code: "no_weight", detail }] });
}
