/** Judges a draft where it is edited, by the very rules the server publishes by. Loaded late: it brings the renderer. */
import type { Sequence } from "@haste/contract/nouns/sequences";
import { validate } from "@haste/engine/sequence";
import { checkSource } from "@haste/engine/template";
import { type BuilderTemplate, draftDefinition } from "./draft-definition.ts";
import type { Steps } from "./model.ts";

export interface Problem {
  /** Null where it belongs to no step. */
  readonly stepId: string | null;
  /** Within the step: `/content/subject`. */
  readonly field: string;
  readonly detail: string;
}

/** Everything in the steps that keeps the draft from running; settings are judged on their own page. */
export function judge(sequence: Sequence, steps: Steps, templates: readonly BuilderTemplate[]): Problem[] {
  const definition = draftDefinition(sequence, steps, { templates });
  // Other sequences and segments are known to the server only; it says what is wrong when this one is activated.
  const elsewhere = { checkSequence: () => null, checkSegment: () => null };
  const found = validate(definition, {
    checkTemplate: (source, form) => checkSource(source, form, () => true),
    ...elsewhere,
  });
  return found
    .filter(({ pointer }) => pointer.startsWith("/steps"))
    .map(({ stepId, pointer, detail }) => ({
      stepId: stepId ?? null,
      field: stepId === undefined ? "" : fieldOf(pointer),
      detail,
    }));
}

/** What is left of a pointer behind the last step in it. */
function fieldOf(pointer: string): string {
  return /(?:\/steps\/\d+|\/otherwise\/\d+)(?!.*(?:\/steps|\/otherwise)\/\d)(.*)$/.exec(pointer)?.[1] ?? "";
}
