import type { Condition } from "../condition/index.ts";
import type { Definition, StepOf } from "./definition.ts";
import { laneAround, stepAt } from "./outline.ts";

/** The steps that some people are known to have come to, alike. */
export interface Trail {
  readonly stepIds: readonly string[];
  /** Whether they walked to the end. */
  readonly isThrough: boolean;
  readonly people: number;
}

/** How many of those who passed a branch went one of its ways. */
export interface LaneShare {
  readonly branchId: string;
  /** The branch's own id for its `otherwise`. */
  readonly laneId: string;
  readonly people: number;
  /** Of everybody who is known to have passed; null where nobody has. */
  readonly share: number | null;
}

/**
 * Where people went, told by the steps they came to. Ways without steps leave no trace: whoever is beyond the branch and
 * in none of the others took the one that has none; where there are two of those, neither can be told.
 */
export function laneShares(definition: Definition, trails: readonly Trail[]): LaneShare[] {
  return definition.steps.flatMap((step) => (step.kind === "branch" ? sharesOf(definition, step, trails) : []));
}

function sharesOf(definition: Definition, branch: StepOf<"branch">, trails: readonly Trail[]): LaneShare[] {
  const laneIds = [...branch.content.branches.map((lane) => lane.id), branch.id];
  const empty = laneIds.filter((id) => definition.steps.every((step) => step.parentId !== id));
  const taken = new Map<string, number>();
  let passed = 0;
  for (const trail of trails) {
    const lane = laneTaken(definition, branch, trail) ?? (isBeyond(definition, branch, trail) ? "" : null);
    if (lane === null) continue;
    passed += trail.people;
    const laneId = lane === "" ? empty[0] : lane;
    if (laneId !== undefined) taken.set(laneId, (taken.get(laneId) ?? 0) + trail.people);
  }
  const told = laneIds.filter((id) => !(empty.length > 1 && empty.includes(id)));
  return told.map((laneId) => {
    const people = taken.get(laneId) ?? 0;
    return { branchId: branch.id, laneId, people, share: passed === 0 ? null : people / passed };
  });
}

function laneTaken(definition: Definition, branch: StepOf<"branch">, { stepIds }: Trail): string | null {
  for (const id of stepIds) {
    const step = stepAt(definition, id);
    const lane = step === null ? null : laneAround(definition, step, branch.id);
    if (lane !== null) return lane;
  }
  return null;
}

/** Whether they came to anything that follows the branch, or to the end of the way it stands in. */
function isBeyond(definition: Definition, branch: StepOf<"branch">, { stepIds, isThrough }: Trail): boolean {
  const steps = stepIds.flatMap((id) => stepAt(definition, id) ?? []);
  const isBehind = steps.some((step) => step.order > branch.order && laneAround(definition, step, branch.id) === null);
  // Whoever never came into the way the branch stands in did not pass it.
  if (branch.parentId === null) return isBehind || isThrough;
  const isAround = steps.some((step) => step.parentId === branch.parentId);
  return isAround && (isBehind || isThrough);
}

/**
 * What the lanes of a random split are meant to get, `otherwise` last: conditions on one and the same draw, each cutting
 * off what is below its value. Null for any other branch.
 */
export function designedShares(conditions: readonly Condition[]): number[] | null {
  const shares: number[] = [];
  let [below, salt]: [number, string | undefined | null] = [0, null];
  for (const condition of conditions) {
    if (!("field" in condition) || condition.field !== "split" || typeof condition.value !== "number") return null;
    if ((condition.op !== "lt" && condition.op !== "lte") || (salt !== null && condition.step !== salt)) return null;
    salt = condition.step;
    const upTo = Math.min(1, Math.max(below, condition.value));
    shares.push(upTo - below);
    below = upTo;
  }
  return conditions.length === 0 ? null : [...shares, 1 - below];
}
