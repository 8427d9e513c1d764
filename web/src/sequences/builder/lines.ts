import { said } from "../../ui/condition/condition-builder.tsx";
import { viewOf } from "../kinds/index.ts";
import type { StepPlace } from "../kinds/kind.ts";
import { isTested, placedBefore, type TreeStep } from "../tree.ts";
import { delayWords, plainLiquid, titleOf } from "../words.ts";
import { askedSteps } from "./condition-field.tsx";

/** What a step is called where conditions can be said in words: a branch of one way asks its question. */
export function nameOf(place: StepPlace): string {
  const { step } = place.one;
  const [only, other] = step.type === "branch" ? step.content.branches : [];
  if (only && !other && !isTested(step)) return `${said(only.if, { steps: askedSteps(place) })}?`;
  return plainLiquid(titleOf(place.all, place.one));
}

/** The second line of a step: what its kind says, after whom it is not for. */
export function lineOf(place: StepPlace): string {
  const { step } = place.one;
  const line = isTested(step) ? testLine(step) : viewOf(step.type).line(step.content as never, place);
  const guards = step.conditions.map((entry) => {
    const words = said(entry.if, { steps: askedSteps(place) });
    return `only if: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
  });
  return [...guards, plainLiquid(line)].join(" · ");
}

function testLine({ variants }: TreeStep): string {
  return `${variants?.length} ways, dealt by a test`;
}

/** What this step waits for: its delay, or the outcome of the step by hand before it. */
export function delayOf({ all, one }: StepPlace): string {
  const before = placedBefore(all, one).at(-1)?.step;
  const isAsked = before !== undefined && "waitForCompletion" in before.content && before.content.waitForCompletion;
  const words = delayWords(one.step.delay);
  if (!isAsked) return words;
  return words === "at once" ? "task is done" : `task, then ${words}`;
}
