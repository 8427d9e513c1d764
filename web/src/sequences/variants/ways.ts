/** The ways of a branch as variants of its test: pure functions from branch to branch. */
import type { Condition } from "@haste/contract/condition";
import { waysOf } from "@haste/engine/sequence";
import { addLane, type Lane } from "../builder/model.ts";
import type { BranchStep } from "../tree.ts";
import { letterOf, mostVariants } from "./variants.ts";

/** Without a test nobody goes a new way: until it is started, everybody goes as before. */
const nobody: Condition = { not: { all: [] } };

/** The same branch with each of its ways as a variant; weights that were given stay. */
export function withTest(branch: BranchStep): BranchStep {
  const weights = new Map(branch.variants?.map(({ id, weight }) => [id, weight]));
  const variants = waysOf(branch.id, branch.content.branches).map((way) => ({
    ...way,
    content: {},
    weight: weights.get(way.id) ?? null,
  }));
  return { ...branch, variants };
}

/** Its conditions decide again. */
export function withoutTest({ variants: _, ...branch }: BranchStep): BranchStep {
  return branch;
}

export function withLanes(branch: BranchStep, branches: readonly Lane[]): BranchStep {
  return withTest({ ...branch, content: { ...branch.content, branches: [...branches] } });
}

export function canAddWay({ content }: BranchStep): boolean {
  return content.branches.length + 1 < mostVariants;
}

/** One more way to be tried out: B, C, D … */
export function addWay(branch: BranchStep, id: string): BranchStep {
  const { branches } = branch.content;
  const names = new Set(branches.map(({ name }) => name));
  const free = Array.from({ length: 25 }, (_, at) => `Way ${letterOf(at + 1)}`).find((name) => !names.has(name));
  return withLanes(branch, addLane(branches, { id, name: free ?? "Another way", if: nobody }));
}
