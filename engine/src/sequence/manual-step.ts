import type { ManualKindName } from "./definition.ts";
import type { StepFault, StepKind } from "./kinds/kind.ts";
import { stepAfter } from "./outline.ts";

/** Something a person does by hand: needs words that say what. */
export function manual<K extends ManualKindName>(what: string): StepKind<K> {
  return {
    validate(step): StepFault[] {
      if (step.content.title !== null) return [];
      return [{ pointer: "/content/title", detail: `${what} has no title yet. Say what is to be done.` }];
    },
    next: (step, definition) => stepAfter(definition, step.id),
  };
}
