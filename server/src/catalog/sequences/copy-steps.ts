import type { Trigger } from "@haste/engine/sequence";
import type { StepRow } from "./queries/steps.ts";
import type { StepMoment } from "./written.ts";

interface Copied {
  readonly steps: readonly StepRow[];
  readonly triggers: readonly Trigger[];
}

/** The same tree under ids of its own; whatever speaks of a step, triggers too, speaks of its copy. */
export function copySteps({ steps, triggers }: Copied, moment: StepMoment): Copied {
  const ids = new Map<string, string>();
  for (const step of steps) {
    // The variants of a branch are its ways, under the same ids.
    const inside = step.type === "branch" ? (step.content.branches ?? []) : step.variants;
    for (const { id } of [step, ...inside]) ids.set(id, moment.newId());
  }
  const renamed = (value: unknown): unknown => {
    if (typeof value === "string") return ids.get(value) ?? value;
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, renamed(inner)]));
  };
  const copies = steps.map((step) => ({
    ...step,
    id: ids.get(step.id) ?? step.id,
    parentId: step.parentId === null ? null : (ids.get(step.parentId) ?? null),
    content: renamed(step.content) as StepRow["content"],
    conditions: renamed(step.conditions) as StepRow["conditions"],
    // A test of its own, which nobody has started yet.
    abTestId: null,
    variants: step.variants.map((variant) => ({ ...variant, id: ids.get(variant.id) ?? variant.id })),
    createdAt: moment.now,
    updatedAt: moment.now,
  }));
  return { steps: copies, triggers: renamed(triggers) as Trigger[] };
}
