import { type Condition, conditionFields, validateCondition } from "@haste/engine/condition";
import { ConditionBuilder } from "../../ui/condition/condition-builder.tsx";
import type { AskedStep } from "../../ui/condition/test-row.tsx";
import type { StepPlace } from "../kinds/kind.ts";
import { placedBefore } from "../tree.ts";

/** The steps a condition at this place may speak of, as sentences call them. */
export function askedSteps({ all, one }: StepPlace): AskedStep[] {
  return placedBefore(all, one).map(({ step, number }) => ({ id: step.id, title: `step ${number}`, kind: step.type }));
}

/** A condition of a step: it may ask about everybody who stands here, and about the steps they have behind them. */
export function ConditionField(props: {
  condition: Condition;
  place: StepPlace;
  draw?: string;
  whenEmpty?: string;
  onChange: (condition: Condition) => void;
}) {
  const { condition, place, draw, whenEmpty, onChange } = props;
  const steps = askedSteps(place);
  const earlier = new Set(steps.map((step) => step.id));
  const known = Object.fromEntries(
    place.all.map(({ step }) => [step.id, earlier.has(step.id) ? ("earlier" as const) : ("later" as const)]),
  );
  return (
    <ConditionBuilder
      condition={condition}
      onChange={onChange}
      fields={conditionFields}
      steps={steps}
      draw={draw}
      whenEmpty={whenEmpty}
      faults={validateCondition(condition, { steps: known })}
    />
  );
}
