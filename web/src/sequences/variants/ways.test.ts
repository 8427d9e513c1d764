import { expect, test } from "vitest";
import { copyOf, removeLane } from "../builder/model.ts";
import { newStep } from "../builder/new-step.ts";
import { type BranchStep, isTested, lanesOf } from "../tree.ts";
import { mostVariants, splitOf, withWeight } from "./variants.ts";
import { addWay, canAddWay, withLanes, withoutTest, withTest } from "./ways.ts";

const split = () => newStep("split", []) as BranchStep;
const names = (step: BranchStep) => step.variants?.map(({ name }) => name);
const waysAndVariants = (step: BranchStep) => [
  lanesOf(step)
    .map(({ id }) => id)
    .toSorted(),
  (step.variants ?? []).map(({ id }) => id).toSorted(),
];

test("a split test begins with a control and one other way, which nobody goes until it is started", () => {
  const step = split();
  expect(isTested(step)).toBe(true);
  expect(names(step)).toEqual(["Control", "Way B"]);
  expect(lanesOf(step).map(({ name }) => name)).toEqual(["Way B", "Control"]);
  expect(step.content.branches[0]?.if).toEqual({ not: { all: [] } });
});

test("a split test always deals exactly the ways it has, and keeps the weights of those that stay", () => {
  let step = addWay(split(), "c");
  step = { ...step, variants: withWeight(step.variants ?? [], "c", 50) };
  step = addWay(step, "d");
  expect(names(step)).toEqual(["Control", "Way B", "Way C", "Way D"]);
  const [one, other] = waysAndVariants(step);
  expect(one).toEqual(other);
  const fewer = withLanes(step, removeLane(step.content.branches, "d"));
  expect(fewer.variants?.map(({ weight }) => weight)).toEqual([null, null, 50]);
  expect(splitOf(fewer.variants ?? [])?.map(({ variantId }) => variantId)).toEqual(fewer.variants?.map(({ id }) => id));
});

test("ways can be added as long as a test can tell them apart", () => {
  let step = split();
  for (let n = 0; canAddWay(step); n += 1) step = addWay(step, `way ${n}`);
  expect(step.variants).toHaveLength(mostVariants);
});

test("a branch becomes a test and a branch again, and its copy deals its own ways", () => {
  const step = withTest(withoutTest(split()));
  expect(withTest(step)).toEqual(step);
  expect(isTested(withoutTest(step))).toBe(false);
  const [copy] = copyOf([step], () => crypto.randomUUID()) as [BranchStep];
  const [ways, variants] = waysAndVariants(copy);
  expect(ways).toEqual(variants);
  expect(copy.id).not.toBe(step.id);
});
