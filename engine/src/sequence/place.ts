import type { Definition, StepDefinition } from "./definition.ts";
import { firstIn, firstStep, laneAround, stepAfter, stepAt, stepsBefore } from "./outline.ts";

/**
 * Where somebody who stands before `stepId` in `before` goes on in `after`: at the same step where it lives on, else
 * at what took its place. Null: nothing is left for them, they are finished.
 *
 * Nobody meets again what they have behind them (B36): the way goes on behind the last step they passed that lives on,
 * in the same lane where that lives on too, skipping any other they have passed. Where nothing they passed lives on, it
 * goes on at the first that lives on of those they had before them; where nothing lives on at all, at the same place in
 * the order.
 */
export function placeAfterPublish(before: Definition, after: Definition, stepId: string): StepDefinition | null {
  const same = stepAt(after, stepId);
  if (same !== null) return same;
  const stood = stepAt(before, stepId);
  if (stood === null) return null;
  const passed = stepsBefore(before, stood);
  const passedIds = new Set(passed.map((step) => step.id));
  const behind = passed.findLast((step) => stepAt(after, step.id) !== null);
  if (behind === undefined && passed.length > 0) return placeAhead(before, after, stood);
  let next = behind === undefined ? firstStep(after) : goesOnBehind(before, after, { behind, stood });
  while (next !== null && passedIds.has(next.id)) next = stepAfter(after, next.id);
  return next;
}

/** What follows a step that lives on; inside the lane somebody stood in, where the step is the branch around it. */
function goesOnBehind(
  before: Definition,
  after: Definition,
  { behind, stood }: { readonly behind: StepDefinition; readonly stood: StepDefinition },
): StepDefinition | null {
  const lane = laneAround(before, stood, behind.id);
  const branch = stepAt(after, behind.id);
  const livesOn =
    lane !== null &&
    branch?.kind === "branch" &&
    (lane === branch.id || branch.content.branches.some(({ id }) => id === lane));
  return (livesOn ? firstIn(after, lane) : null) ?? stepAfter(after, behind.id);
}

function placeAhead(before: Definition, after: Definition, stood: StepDefinition): StepDefinition | null {
  const ahead = before.steps.slice(stood.order + 1).find((step) => stepAt(after, step.id) !== null);
  return ahead === undefined ? (after.steps[stood.order] ?? null) : stepAt(after, ahead.id);
}
