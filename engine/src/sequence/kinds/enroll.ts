import type { StepFault, StepKind } from "./kind.ts";

/** Ends this sequence and begins another one. */
export const enroll: StepKind<"enroll"> = {
  validate({ content }, definition, references): StepFault[] {
    const pointer = "/content/sequenceId";
    if (content.sequenceId === null) return [{ pointer, detail: "Say which sequence goes on." }];
    if (content.sequenceId === definition.sequenceId) {
      return [{ pointer, detail: "A sequence cannot enroll into itself: its people would never leave." }];
    }
    const fault = references.checkSequence(definition.sequenceId, content.sequenceId);
    return fault === null ? [] : [{ pointer, detail: fault }];
  },
  next: () => null,
};
