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
    for (const id of [step.id, ...(step.content.branches ?? []).map((lane) => lane.id)]) ids.set(id, moment.newId());
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
    createdAt: moment.now,
    updatedAt: moment.now,
  }));
  return { steps: copies, triggers: renamed(triggers) as Trigger[] };
}
