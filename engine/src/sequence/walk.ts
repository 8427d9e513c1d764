import { type Definition, type StepDefinition, type StepKindName, stepAt } from "./definition.ts";
import { email } from "./kinds/email.ts";
import type { StepKind } from "./kinds/kind.ts";

/** A later kind is a file in `kinds/` and a line here. */
export const stepKinds: Readonly<Record<StepKindName, StepKind>> = { email };

/** The step after `stepId`; null when it was the last one, or when this version does not know it. */
export function nextStep(definition: Definition, stepId: string): StepDefinition | null {
  const step = stepAt(definition, stepId);
  return step === null ? null : stepKinds[step.kind].next(step, definition);
}

/**
 * Where somebody who stands before `stepId` in `before` goes on in `after`: at the same step where it lives on, else
 * at what took its place. Null: nothing is left for them, they are finished.
 *
 * Nobody meets again what they have behind them (B36): the way goes on behind the last step they passed that lives on,
 * skipping any other they have passed. Where nothing they passed lives on, it goes on at the first that lives on of
 * those they had before them; where nothing lives on at all, at the same place in the order.
 */
export function placeAfterPublish(before: Definition, after: Definition, stepId: string): StepDefinition | null {
  const same = stepAt(after, stepId);
  if (same !== null) return same;
  const at = before.steps.findIndex((step) => step.id === stepId);
  if (at === -1) return null;
  const passed = before.steps.slice(0, at);
  const behind = passed.findLast((step) => stepAt(after, step.id) !== null);
  if (behind !== undefined || at === 0) {
    const from = behind === undefined ? 0 : after.steps.findIndex((step) => step.id === behind.id) + 1;
    const passedIds = new Set(passed.map((step) => step.id));
    return after.steps.slice(from).find((step) => !passedIds.has(step.id)) ?? null;
  }
  const ahead = before.steps.slice(at + 1).find((step) => stepAt(after, step.id) !== null);
  return ahead === undefined ? (after.steps[at] ?? null) : stepAt(after, ahead.id);
}
