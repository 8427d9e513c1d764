/** The tree of a sequence: who stands where, and what follows whom. Nothing here judges a condition. */
import type { Definition, StepDefinition, StepOf } from "./definition.ts";

interface Outline {
  readonly byId: ReadonlyMap<string, StepDefinition>;
  /** The first step of each lane or `otherwise`, by its parent; null is the top. */
  readonly firstIn: ReadonlyMap<string | null, StepDefinition>;
  /** What follows structurally: the next sibling, else what follows the branch around it. */
  readonly after: ReadonlyMap<string, StepDefinition>;
  /** The branch around each lane, by the lane's id and by the branch's own. */
  readonly branchOf: ReadonlyMap<string, StepOf<"branch">>;
}

/** Drawn once per version: definitions are immutable, and the planner asks at every step of everybody. */
const drawn = new WeakMap<Definition, Outline>();

function outlineOf(definition: Definition): Outline {
  const known = drawn.get(definition);
  if (known !== undefined) return known;
  const outline = draw(definition.steps);
  drawn.set(definition, outline);
  return outline;
}

function draw(steps: readonly StepDefinition[]): Outline {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const branchOf = new Map<string, StepOf<"branch">>();
  const firstIn = new Map<string | null, StepDefinition>();
  for (const step of steps) {
    if (!firstIn.has(step.parentId)) firstIn.set(step.parentId, step);
    if (step.kind !== "branch") continue;
    for (const id of [step.id, ...step.content.branches.map((lane) => lane.id)]) branchOf.set(id, step);
  }
  const after = new Map<string, StepDefinition>();
  const latest = new Map<string | null, StepDefinition>();
  for (const step of steps) {
    const elder = latest.get(step.parentId);
    if (elder !== undefined) after.set(elder.id, step);
    latest.set(step.parentId, step);
  }
  // Depth-first, so what follows a branch is known before the ends of its lanes ask for it.
  for (const step of steps) {
    if (after.has(step.id) || step.parentId === null) continue;
    const around = branchOf.get(step.parentId);
    const beyond = around === undefined ? undefined : after.get(around.id);
    if (beyond !== undefined) after.set(step.id, beyond);
  }
  return { byId, firstIn, after, branchOf };
}

/** The step with this id, or null where this version has none (it was taken out, or the id is of another sequence). */
export function stepAt(definition: Definition, stepId: string): StepDefinition | null {
  return outlineOf(definition).byId.get(stepId) ?? null;
}

/** Where everybody starts; null where there is no step at all. */
export function firstStep(definition: Definition): StepDefinition | null {
  return firstIn(definition, null);
}

/** The first step of a lane, or of the `otherwise` of a branch (by the branch's id); null where it is empty. */
export function firstIn(definition: Definition, parentId: string | null): StepDefinition | null {
  return outlineOf(definition).firstIn.get(parentId) ?? null;
}

/** What comes once this step is over: its next sibling, at the end of a lane what follows the branch; null: the end. */
export function stepAfter(definition: Definition, stepId: string): StepDefinition | null {
  return outlineOf(definition).after.get(stepId) ?? null;
}

/** The lane (or `otherwise`) of each branch around a step, by the branch's id. */
function lanesAround(definition: Definition, step: StepDefinition): Map<string, string> {
  const { branchOf } = outlineOf(definition);
  const lanes = new Map<string, string>();
  for (let parentId = step.parentId; parentId !== null; ) {
    const branch = branchOf.get(parentId);
    if (branch === undefined) break;
    lanes.set(branch.id, parentId);
    parentId = branch.parentId;
  }
  return lanes;
}

/** The lane of one branch that a step stands in; null where the branch is not around it. */
export function laneAround(definition: Definition, step: StepDefinition, branchId: string): string | null {
  return lanesAround(definition, step).get(branchId) ?? null;
}

/** The steps people may have behind them when they stand before this one: no other lane of a branch it stands in. */
export function stepsBefore(definition: Definition, step: StepDefinition): StepDefinition[] {
  const own = lanesAround(definition, step);
  return definition.steps.filter((other) => {
    if (other.order >= step.order) return false;
    return [...lanesAround(definition, other)].every(([branchId, lane]) => (own.get(branchId) ?? lane) === lane);
  });
}

/** Those of {@link stepsBefore} that everybody has behind them, skipped or done: they stand in no lane that can be missed. */
export function stepsSurelyBefore(definition: Definition, step: StepDefinition): StepDefinition[] {
  const own = lanesAround(definition, step);
  return stepsBefore(definition, step).filter((other) =>
    [...lanesAround(definition, other)].every(([branchId, lane]) => own.get(branchId) === lane),
  );
}

/** Where a step stands in the sequence as the API nests it: `/steps/1/content/branches/0/steps/2`. */
export function pointerOf(definition: Definition, step: StepDefinition): string {
  const { branchOf } = outlineOf(definition);
  const place = definition.steps.filter(
    ({ parentId, order }) => parentId === step.parentId && order < step.order,
  ).length;
  const branch = step.parentId === null ? undefined : branchOf.get(step.parentId);
  if (branch === undefined) return `/steps/${place}`;
  const lane = branch.content.branches.findIndex(({ id }) => id === step.parentId);
  const within = lane === -1 ? `otherwise/${place}` : `branches/${lane}/steps/${place}`;
  return `${pointerOf(definition, branch)}/content/${within}`;
}

/** Every step somebody can come to, whatever the conditions say. */
export function reachableSteps(definition: Definition): Set<string> {
  return reachableFrom(definition, firstStep(definition));
}

/** Every step somebody can still come to from this one, itself included, whatever the conditions say. */
export function reachableFrom(definition: Definition, start: StepDefinition | null): Set<string> {
  const reached = new Set<string>();
  const ahead: (StepDefinition | null)[] = [start];
  for (let step = ahead.pop(); step !== undefined; step = ahead.pop()) {
    if (step === null || reached.has(step.id)) continue;
    reached.add(step.id);
    const beyond = stepAfter(definition, step.id);
    const isSkippable = step.conditions.some((condition) => condition.else.action === "skip");
    if (step.kind === "branch") {
      for (const id of [step.id, ...step.content.branches.map((lane) => lane.id)])
        ahead.push(firstIn(definition, id) ?? beyond);
    }
    if (isSkippable || !(step.kind === "branch" || step.kind === "exit" || step.kind === "enroll")) ahead.push(beyond);
  }
  return reached;
}
