/** Judges a draft where it is edited, by the very rules the server publishes by. Loaded late: it brings the renderer. */
import type { Sequence } from "@haste/contract/nouns/sequences";
import { checkTemplate } from "@haste/engine/render";
import { normalize, validate, type WrittenContent } from "@haste/engine/sequence";
import { type Placed, place } from "../tree.ts";
import type { Steps } from "./model.ts";

export interface Problem {
  /** Null where it belongs to no step. */
  readonly stepId: string | null;
  /** Within the step: `/content/subject`. */
  readonly field: string;
  readonly detail: string;
}

/** A template as far as a step takes from it. */
export interface BuilderTemplate {
  readonly id: string;
  readonly name: string;
  readonly subject: string | null;
  readonly htmlContent: string | null;
  readonly textContent: string | null;
}

/** Everything in the steps that keeps the draft from running; settings are judged on their own page. */
export function judge(sequence: Sequence, steps: Steps, templates: readonly BuilderTemplate[]): Problem[] {
  const { timezone, ...settings } = sequence.settings;
  const written = {
    sequenceId: sequence.id,
    name: sequence.name,
    settings: { timezone, ...settings },
    steps: place(steps).map((one) => ({
      ...flat(one),
      template: templates.find(({ id }) => id === one.step.templateId) ?? null,
    })),
  };
  const definition = normalize(written, 0, timezone);
  // Other sequences and segments are known to the server only; it says what is wrong when this one is activated.
  const elsewhere = { checkSequence: () => null, checkSegment: () => null };
  const found = validate(definition, { checkTemplate, ...elsewhere });
  return found
    .filter(({ pointer }) => pointer.startsWith("/steps"))
    .map(({ stepId, pointer, detail }) => ({
      stepId: stepId ?? null,
      field: stepId === undefined ? "" : fieldOf(pointer),
      detail,
    }));
}

/** A step as a row: its lanes say their conditions only, their steps stand for themselves. */
function flat({ step, parentId }: Placed) {
  const { id, type, delay, conditions, tracking, templateId } = step;
  const content: WrittenContent =
    step.type === "branch"
      ? { branches: step.content.branches.map((lane) => ({ id: lane.id, name: lane.name, if: lane.if })) }
      : step.content;
  return { id, type, parentId, delay, conditions, tracking, templateId, content };
}

/** What is left of a pointer behind the last step in it. */
function fieldOf(pointer: string): string {
  return /(?:\/steps\/\d+|\/otherwise\/\d+)(?!.*(?:\/steps|\/otherwise)\/\d)(.*)$/.exec(pointer)?.[1] ?? "";
}
