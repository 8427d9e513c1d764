import { stepAfter } from "../outline.ts";
import type { StepFault, StepKind } from "./kind.ts";

/** Waits for something to be true: needs to know for what, and how long at most. */
export const wait: StepKind<"wait"> = {
  validate({ content }): StepFault[] {
    const faults: StepFault[] = [];
    if (content.for === null) {
      faults.push({
        pointer: "/content/for",
        detail: "It waits for nothing. Say for what, or use the next step's delay.",
      });
    }
    if (content.upTo === null) {
      faults.push({ pointer: "/content/upTo", detail: "It could wait for ever. Say how long at most." });
    } else if ("value" in content.upTo && content.upTo.value === 0) {
      faults.push({ pointer: "/content/upTo", detail: "It waits for no time at all. Give it at least a minute." });
    }
    return faults;
  },
  next: (step, definition) => stepAfter(definition, step.id),
};
