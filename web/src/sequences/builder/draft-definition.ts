/** A draft as the engine reads it: what is judged and what is foreseen. Loaded late, with those. */
import type { Sequence } from "@haste/contract/nouns/sequences";
import {
  type Definition,
  type DefinitionHolidays,
  normalize,
  type VariantContent,
  type WrittenContent,
} from "@haste/engine/sequence";
import { type Placed, place, type TreeStep } from "../tree.ts";
import type { Steps } from "./model.ts";

/** A template as far as a step takes from it. */
export interface BuilderTemplate {
  readonly id: string;
  readonly name: string;
  readonly subject: string | null;
  readonly htmlContent: string | null;
  readonly textContent: string | null;
}

interface Around {
  readonly templates: readonly BuilderTemplate[];
  readonly holidays?: DefinitionHolidays | null;
}

export function draftDefinition(sequence: Sequence, steps: Steps, { templates, holidays = null }: Around): Definition {
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
  return { ...definition, settings: { ...definition.settings, holidays } };
}

/** A step as a row: its lanes say their conditions only, their steps stand for themselves. */
function flat({ step, parentId }: Placed) {
  const { id, type, delay, conditions, tracking, approval, templateId, abTestId, variants } = step;
  const content: WrittenContent =
    step.type === "branch"
      ? { branches: step.content.branches.map((lane) => ({ id: lane.id, name: lane.name, if: lane.if })) }
      : step.content;
  const test = variants?.length ? { testId: abTestId ?? "", variants: variants.map(written) } : null;
  return { id, type, parentId, delay, conditions, tracking, approval: approval ?? null, templateId, content, test };
}

type Variant = NonNullable<TreeStep["variants"]>[number];

function written({ id, name, content }: Variant) {
  const said = Object.entries(content).filter(([, part]) => part !== undefined);
  return { id, name, content: Object.fromEntries(said) as VariantContent };
}
