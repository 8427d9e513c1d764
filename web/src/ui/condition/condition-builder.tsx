import { type Condition, type ConditionFault, fieldsOf, findField, sentenceOf } from "@haste/engine/condition";
import { ActionIcon, Button, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import s from "./condition.module.css";
import { type Group, isTest, type Mode, newTest, readGroup, writeGroup } from "./group.ts";
import { type Asking, TestRow } from "./test-row.tsx";

export interface ConditionBuilderProps extends Asking {
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  /** What `validateCondition` of the engine finds; each is shown at its test. */
  readonly faults: readonly ConditionFault[];
  /** What it means that nothing is asked; said in place of "Always". */
  readonly whenEmpty?: string | undefined;
}

const modes: { value: Mode; label: string }[] = [
  { value: "all", label: "All of these hold" },
  { value: "any", label: "Any of these holds" },
  { value: "none", label: "None of these holds" },
  { value: "notAll", label: "Not all of these hold" },
];

/** The product's one "if" as a form: in plain words first, then its groups and tests. */
export function ConditionBuilder({ condition, onChange, faults, whenEmpty, ...asking }: ConditionBuilderProps) {
  const words = said(condition, asking);
  const counts = fieldsOf(condition).some(({ field }) => field === "email.opened" || field.startsWith("email.click"));
  return (
    <div className={s.builder}>
      <p className={s.sentence}>{words === "Always" ? (whenEmpty ?? words) : words}</p>
      <GroupFields condition={condition} pointer="" onChange={onChange} faults={faults} asking={asking} />
      {counts ? (
        <p className={s.note}>Only people count: opens and clicks of machines, such as mail scanners, never do.</p>
      ) : null}
    </div>
  );
}

/** The condition in words; steps by their titles. */
export function said(condition: Condition, asking: Pick<Asking, "steps">): string {
  const title = (id: string) => asking.steps.find((step) => step.id === id)?.title ?? "a step that is gone";
  const words = sentenceOf(condition, { stepName: title });
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface GroupProps {
  readonly condition: Condition;
  readonly pointer: string;
  readonly asking: Asking;
  readonly faults: readonly ConditionFault[];
  readonly onChange: (condition: Condition) => void;
  readonly onRemove?: () => void;
}

function GroupFields(props: GroupProps) {
  const { condition, pointer, asking, faults, onChange } = props;
  const group = readGroup(condition);
  const write = (change: Partial<Group>) => onChange(writeGroup({ ...group, ...change }));
  const replace = (at: number, ...inner: Condition[]) => write({ inner: group.inner.toSpliced(at, 1, ...inner) });
  return (
    <fieldset className={s.group}>
      <legend className="sr">Group of tests</legend>
      <div className={s.row}>
        <Select
          size="xs"
          aria-label="How many must hold"
          allowDeselect={false}
          value={group.mode}
          data={modes}
          onChange={(mode) => mode && write({ mode: mode as Mode })}
        />
        {props.onRemove ? (
          <ActionIcon size={24} onClick={props.onRemove} aria-label="Take this group out">
            <IconX size={14} stroke={1.75} />
          </ActionIcon>
        ) : null}
      </div>
      {group.inner.map((inner, at) => {
        const place = pointer + group.pointerOf(at);
        const shared = { onChange: (next: Condition) => replace(at, next), onRemove: () => replace(at) };
        // Tests have no name of their own: their place is who they are.
        return isTest(inner) ? (
          <TestRow key={place} test={inner} asking={asking} faults={faultsAt(faults, place)} {...shared} />
        ) : (
          <GroupFields key={place} condition={inner} pointer={place} asking={asking} faults={faults} {...shared} />
        );
      })}
      <AddButtons asking={asking} onAdd={(added) => write({ inner: [...group.inner, added] })} />
    </fieldset>
  );
}

function AddButtons({ asking, onAdd }: { asking: Asking; onAdd: (condition: Condition) => void }) {
  const { fields, steps, draw } = asking;
  const isAskable = (name: string) => name !== "email.clicked" || steps.some((step) => step.kind === "email");
  const wanted = ["email.clicked", "contact.title"].find((name) => {
    return isAskable(name) && fields.some((field) => field.name === name);
  });
  const first = findField(wanted) ?? fields[0];
  if (!first) return null;
  return (
    <div className={s.adds}>
      <Button
        size="xs"
        variant="subtle"
        leftSection={<IconPlus size={14} stroke={1.75} />}
        onClick={() => onAdd(newTest(first, draw))}
      >
        Test
      </Button>
      <Button
        size="xs"
        variant="subtle"
        leftSection={<IconPlus size={14} stroke={1.75} />}
        onClick={() => onAdd({ any: [newTest(first, draw)] })}
      >
        Group
      </Button>
    </div>
  );
}

function faultsAt(faults: readonly ConditionFault[], pointer: string): string[] {
  const here = faults.filter((fault) => {
    return fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`) || pointer === "";
  });
  return [...new Set(here.map((fault) => fault.detail))];
}
