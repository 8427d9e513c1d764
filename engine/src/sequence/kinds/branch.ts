import { firstIn, stepAfter } from "../outline.ts";
import type { StepFault, StepKind } from "./kind.ts";

/** Sends people the first way whose condition holds, else the way of `otherwise`. */
export const branch: StepKind<"branch"> = {
  validate(step, definition): StepFault[] {
    const { branches } = step.content;
    if (branches.length === 0) {
      return [{ pointer: "/content/branches", detail: "It has no way to choose. Add one with a condition." }];
    }
    const faults = step.test === undefined ? [] : testFaults(branches.length + 1);
    const isEmpty = [step.id, ...branches.map((lane) => lane.id)].every((id) => firstIn(definition, id) === null);
    if (isEmpty) faults.push({ pointer: "/content/branches", detail: "Every way is empty, so it decides nothing." });
    // Whoever a test deals a way goes it, whatever the conditions of the ways before it say.
    for (const place of step.test === undefined ? branches.keys() : []) {
      const elder = branches.slice(0, place).find((other) => isAlways(other.if));
      if (elder === undefined) continue;
      const detail = `Nobody ever goes this way: “${elder.name}” before it takes everybody.`;
      faults.push({ pointer: `/content/branches/${place}`, detail });
    }
    return faults;
  },
  next(step, definition, takes) {
    const lane = step.content.branches.find(takes);
    return firstIn(definition, lane?.id ?? step.id) ?? stepAfter(definition, step.id);
  },
};

/** More could hardly be told apart: each pair of ways is compared, and each comparison takes some of the certainty. */
const mostTestedWays = 5;

function testFaults(ways: number): StepFault[] {
  if (ways <= mostTestedWays) return [];
  const detail = `A test compares at most ${mostTestedWays} ways, and this branch has ${ways}.`;
  return [{ pointer: "/content/branches", detail }];
}

/** An empty tree holds for everybody. */
function isAlways(condition: object): boolean {
  return (
    ("all" in condition && (condition.all as []).length === 0) ||
    ("any" in condition && (condition.any as []).length === 0)
  );
}
