import { type ConditionField, conditionOps, findField, type Op, type Test } from "@haste/engine/condition";
import { ActionIcon, Select, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconX } from "@tabler/icons-react";
import s from "./condition.module.css";
import { newTest, withOp } from "./group.ts";
import { ValueField } from "./value-field.tsx";

/** A step a test may speak of. */
export interface AskedStep {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
}

export interface Asking {
  readonly fields: readonly ConditionField[];
  /** Earlier than the one that asks. */
  readonly steps: readonly AskedStep[];
  /** What a random share is drawn for: the id of its branch. Without it no share is offered. */
  readonly draw?: string | undefined;
}

const CUSTOM = "custom.";
const ANY = "";

/** One question: a field, how it is asked, and what it is compared with. */
export function TestRow(props: {
  test: Test;
  asking: Asking;
  faults: readonly string[];
  onChange: (test: Test) => void;
  onRemove: () => void;
}) {
  const { test, asking, onChange } = props;
  const field = findField(test.field);
  return (
    <div className={s.test} data-faulty={props.faults.length > 0 || undefined}>
      <div className={s.row}>
        <FieldSelect test={test} asking={asking} onChange={onChange} />
        <ActionIcon size={24} onClick={props.onRemove} aria-label="Take this test out">
          <IconX size={14} stroke={1.75} />
        </ActionIcon>
      </div>
      {field ? <Question test={test} field={field} asking={asking} onChange={onChange} /> : null}
      {props.faults.map((fault) => (
        <p key={fault} className={s.fault}>
          <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" /> {fault}
        </p>
      ))}
    </div>
  );
}

function groupOf(field: ConditionField): string {
  if (field.about === "enrollment") return "This sequence";
  const [noun = ""] = field.name.split(".");
  return { contact: "Person", company: "Company", deal: "Deal" }[noun] ?? "Own fields";
}

interface PartProps {
  readonly test: Test;
  readonly asking: Asking;
  readonly onChange: (test: Test) => void;
}

function FieldSelect({ test, asking, onChange }: PartProps) {
  const { fields, draw } = asking;
  const isCustom = test.field.startsWith(CUSTOM);
  const offered = fields.filter((field) => field.step !== "salt" || draw !== undefined);
  const groups = Map.groupBy(offered, groupOf);
  const data = [...groups].map(([group, items]) => ({
    group,
    items: items.map((field) => ({ value: field.name, label: field.label })),
  }));
  return (
    <>
      <Select
        aria-label="What is asked"
        searchable
        allowDeselect={false}
        value={isCustom ? CUSTOM : test.field}
        data={[...data, { group: "Own fields", items: [{ value: CUSTOM, label: "a field of your own" }] }]}
        onChange={(name) => {
          if (name === null || name === test.field) return;
          const field = findField(name === CUSTOM ? `${CUSTOM}plan` : name);
          if (field) onChange(newTest(field, draw));
        }}
      />
      {isCustom ? (
        <TextInput
          aria-label="Name of the field"
          value={test.field.slice(CUSTOM.length)}
          onChange={(event) => onChange({ ...test, field: CUSTOM + event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}

function Question({ test, field, asking, onChange }: PartProps & { field: ConditionField }) {
  const says = field.says;
  return (
    <div className={s.row}>
      {says ? (
        <Select
          aria-label="How it is asked"
          allowDeselect={false}
          value={String((test.value !== false) === (test.op !== "ne"))}
          data={[
            { value: "true", label: says.yes },
            { value: "false", label: says.no },
          ]}
          onChange={(answer) => onChange({ ...test, op: "eq", value: answer === "true" })}
        />
      ) : (
        <Select
          aria-label="How it is asked"
          allowDeselect={false}
          value={test.op}
          data={field.ops.map((op) => ({ value: op, label: conditionOps[op].says }))}
          onChange={(op) => op && onChange(withOp(test, op as Op, field))}
        />
      )}
      {says ? null : (
        <ValueField
          test={test}
          field={field}
          label="Compared with"
          onChange={(value) => {
            const { value: _, ...rest } = test;
            onChange(value === undefined ? rest : { ...rest, value });
          }}
        />
      )}
      {field.step === "optional" ? <StepSelect test={test} asking={asking} onChange={onChange} /> : null}
    </div>
  );
}

function StepSelect({ test, asking, onChange }: PartProps) {
  const isAboutTasks = test.field.startsWith("task.");
  const steps = asking.steps.filter((step) => (step.kind === "email") !== isAboutTasks);
  const any = isAboutTasks ? "any earlier task" : "any earlier email";
  const isKnown = test.step === undefined || steps.some((step) => step.id === test.step);
  return (
    <Select
      aria-label="Of which step"
      allowDeselect={false}
      value={test.step ?? ANY}
      data={[
        { value: ANY, label: any },
        ...steps.map((step) => ({ value: step.id, label: step.title })),
        ...(isKnown ? [] : [{ value: test.step ?? ANY, label: "a step that is not before this one" }]),
      ]}
      onChange={(id) => {
        const { step: _, ...rest } = test;
        onChange(id ? { ...rest, step: id } : rest);
      }}
    />
  );
}
