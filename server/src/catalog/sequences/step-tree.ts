import type { StepRow } from "./queries/steps.ts";

/** Steps by the lane they stand in (`null`: the top); a branch's own id is its `otherwise`. */
export type StepTree = ReadonlyMap<string | null, readonly StepRow[]>;

export function treeOf(steps: readonly StepRow[]): Map<string | null, StepRow[]> {
  return Map.groupBy(steps, (step) => step.parentId);
}

/** The places in which steps may stand under this one, in their order. */
export function lanesOf(step: StepRow): string[] {
  if (step.type !== "branch") return [];
  return [...(step.content.branches ?? []).map((lane) => lane.id), step.id];
}

/** Depth-first; what stands in no lane any more (its branch or lane was taken out) is left behind. */
export function inOrder(tree: StepTree, parentId: string | null = null): StepRow[] {
  return (tree.get(parentId) ?? []).flatMap((step) => [step, ...lanesOf(step).flatMap((lane) => inOrder(tree, lane))]);
}
