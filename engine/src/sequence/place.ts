import type { Definition, StepDefinition } from "./definition.ts";
import {
  firstIn,
  firstStep,
  laneAround,
  reachableFrom,
  stepAfter,
  stepAt,
  stepsBefore,
  stepsSurelyBefore,
} from "./outline.ts";

/**
 * Where somebody who stands before `stepId` in `before` goes on in `after`: at the same step where it lives on, else
 * at what took its place. Null: nothing is left for them, they are finished.
 *
 * Nobody meets again what they have behind them (B36): the way goes on behind the last step they passed that lives on,
 * in the same lane where that lives on too, skipping any other they have passed. Where nothing they passed lives on, it
 * goes on at the first that lives on of those they had before them; where nothing lives on at all, at the same place in
 * the order. And nobody misses what they had before them: where such a step was moved in front of that place, they go
 * on there (what they have behind them in between is passed over, because its send key is spent).
 */
export function placeAfterPublish(before: Definition, after: Definition, stepId: string): StepDefinition | null {
  const stood = stepAt(before, stepId);
  const place = stepAt(after, stepId) ?? (stood === null ? null : placeOfGone(before, after, stood));
  return stood === null ? place : (missed(before, after, { stood, place }) ?? place);
}

/** Where somebody goes on who is to leave out the step they stand before; null: it was the last one. */
export function placeBehind(before: Definition, after: Definition, stepId: string): StepDefinition | null {
  if (stepAt(after, stepId) === null) return placeAfterPublish(before, after, stepId);
  const stood = stepAt(before, stepId);
  const passed = new Set(stood === null ? [] : stepsBefore(before, stood).map((step) => step.id));
  return firstOther(after, stepAfter(after, stepId), passed);
}

function placeOfGone(before: Definition, after: Definition, stood: StepDefinition): StepDefinition | null {
  const passed = stepsBefore(before, stood);
  // Only what everybody there has passed says where they are: what follows the end of another lane may be its new step.
  const behind = stepsSurelyBefore(before, stood).findLast((step) => stepAt(after, step.id) !== null);
  if (behind === undefined && passed.length > 0) return placeAhead(before, after, stood);
  const next = behind === undefined ? firstStep(after) : goesOnBehind(before, after, { behind, stood });
  return firstOther(after, next, new Set(passed.map((step) => step.id)));
}

/** The first step from here on that is none of these. */
function firstOther(
  definition: Definition,
  from: StepDefinition | null,
  known: ReadonlySet<string>,
): StepDefinition | null {
  let next = from;
  while (next !== null && known.has(next.id)) next = stepAfter(definition, next.id);
  return next;
}

/** The first step in front of the new place that everybody there has passed, but that these people had before them. */
function missed(
  before: Definition,
  after: Definition,
  { stood, place }: { readonly stood: StepDefinition; readonly place: StepDefinition | null },
): StepDefinition | null {
  const ahead = reachableFrom(before, stood);
  const inFront =
    place === null ? after.steps.filter((step) => step.parentId === null) : stepsSurelyBefore(after, place);
  return inFront.find((step) => ahead.has(step.id)) ?? null;
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
  const reachable = reachableFrom(before, stood);
  const ahead = before.steps.find(
    (step) => step !== stood && reachable.has(step.id) && stepAt(after, step.id) !== null,
  );
  return ahead === undefined ? (after.steps[stood.order] ?? null) : stepAt(after, ahead.id);
}
