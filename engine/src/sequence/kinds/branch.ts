import { firstIn, stepAfter } from "../outline.ts";
import type { StepFault, StepKind } from "./kind.ts";

/** Sends people the first way whose condition holds, else the way of `otherwise`. */
export const branch: StepKind<"branch"> = {
  validate(step, definition): StepFault[] {
    const { branches } = step.content;
    if (branches.length === 0) {
      return [{ pointer: "/content/branches", detail: "It has no way to choose. Add one with a condition." }];
    }
    const faults: StepFault[] = [];
    const isEmpty = [step.id, ...branches.map((lane) => lane.id)].every((id) => firstIn(definition, id) === null);
    if (isEmpty) faults.push({ pointer: "/content/branches", detail: "Every way is empty, so it decides nothing." });
    for (const [place, _lane] of branches.entries()) {
      const elder = branches.slice(0, place).find((other) => isAlways(other.if));
      if (elder === undefined) continue;
      const detail = `Nobody ever goes this way: “${elder.name}” before it takes everybody.`;
      faults.push({ pointer: `/content/branches/${place}`, detail });
    }
    return faults;
  },
  next(step, definition, holds) {
    const lane = step.content.branches.find((candidate) => holds(candidate.if));
    return firstIn(definition, lane?.id ?? step.id) ?? stepAfter(definition, step.id);
  },
};

/** An empty tree holds for everybody. */
function isAlways(condition: object): boolean {
  return (
    ("all" in condition && (condition.all as []).length === 0) ||
    ("any" in condition && (condition.any as []).length === 0)
  );
}
