import { type Condition, type ConditionFault, conditionFields, validateCondition } from "@haste/engine/condition";
import { Button } from "@mantine/core";
import { ConditionBuilder } from "../../ui/condition/condition-builder.tsx";
import type { AskedStep } from "../../ui/condition/test-row.tsx";
import s from "./triggers.module.css";

/** It may fire at any time, so every step may be behind the person. */
export function faultsOf(condition: Condition | null, asked: readonly AskedStep[]): ConditionFault[] {
  if (condition === null) return [];
  return validateCondition(condition, { steps: Object.fromEntries(asked.map(({ id }) => [id, "earlier" as const])) });
}

/** For whom a trigger fires: judged when the signal comes, which counts already. */
export function TriggerCondition(props: {
  condition: Condition;
  asked: readonly AskedStep[];
  /** Null: it fires for everybody. */
  onChange: (condition: Condition | null) => void;
}) {
  const { condition, asked, onChange } = props;
  return (
    <section className={s.condition} aria-label="Only if">
      <div className={s.conditionHead}>
        <h3>Only if</h3>
        <Button size="xs" variant="subtle" onClick={() => onChange(null)}>
          For everybody
        </Button>
      </div>
      <ConditionBuilder
        condition={condition}
        onChange={onChange}
        fields={conditionFields}
        steps={asked}
        whenEmpty="For everybody: add what decides"
        faults={faultsOf(condition, asked)}
      />
    </section>
  );
}
