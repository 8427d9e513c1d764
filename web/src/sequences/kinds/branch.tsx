import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGitFork, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { said } from "../../ui/condition/condition-builder.tsx";
import { askedSteps, ConditionField } from "../builder/condition-field.tsx";
import { newId } from "../builder/ids.ts";
import { addLane, type Lane, moveLane, removeLane } from "../builder/model.ts";
import s from "../steps.module.css";
import { lanesOf } from "../tree.ts";
import type { StepFormProps, StepKindView, StepPlace } from "./kind.ts";

/** The ways in the order they are tried: the first whose condition holds is taken, else the last one. */
function BranchForm({ content, place, onChange }: StepFormProps<"branch">) {
  const [open, setOpen] = useState<string | null>(content.branches[0]?.id ?? null);
  const set = (branches: readonly Lane[], about?: string) => onChange({ ...content, branches: [...branches] }, about);
  const { branches } = content;
  function add() {
    const id = newId();
    set(addLane(branches, { id, name: `Way ${branches.length + 1}`, if: { all: [] } }));
    setOpen(id);
  }
  return (
    <div className={s.lanes} data-field="/content/branches">
      {branches.map((lane, at) => (
        <LaneForm
          key={lane.id}
          lane={lane}
          at={at}
          last={branches.length - 1}
          place={place}
          isOpen={lane.id === open}
          onOpen={(isOpen) => setOpen(isOpen ? lane.id : null)}
          onChange={(next, about) => set(branches.toSpliced(at, 1, next), about)}
          onMove={(by) => set(moveLane(branches, lane.id, by))}
          onRemove={() => set(removeLane(branches, lane.id))}
        />
      ))}
      <Button leftSection={<IconPlus size={14} stroke={1.75} />} disabled={branches.length >= 20} onClick={add}>
        Add a way
      </Button>
      <p className={s.effect}>
        The first way that holds is taken. Whoever none of them holds for goes by “{otherwiseName(place)}”.
      </p>
    </div>
  );
}

function otherwiseName({ one }: StepPlace): string {
  return one.step.type === "branch" ? (lanesOf(one.step).at(-1)?.name ?? "") : "";
}

interface LaneFormProps {
  readonly lane: Lane;
  readonly at: number;
  readonly last: number;
  readonly place: StepPlace;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onChange: (lane: Lane, about?: string) => void;
  readonly onMove: (by: number) => void;
  readonly onRemove: () => void;
}

function LaneForm({ lane, at, last, place, isOpen, onOpen, ...deeds }: LaneFormProps) {
  return (
    <section className={s.lane} aria-label={`Way ${at + 1}`} data-field={`/content/branches/${at}`}>
      <div className={s.laneHead}>
        <TextInput
          aria-label={`Name of way ${at + 1}`}
          value={lane.name}
          maxLength={100}
          onChange={(event) => deeds.onChange({ ...lane, name: event.currentTarget.value }, `name ${lane.id}`)}
          dir="auto"
        />
        {last > 0 ? (
          <>
            <ActionIcon aria-label={`Try ${lane.name} earlier`} disabled={at === 0} onClick={() => deeds.onMove(-1)}>
              <IconArrowUp size={14} stroke={1.75} />
            </ActionIcon>
            <ActionIcon aria-label={`Try ${lane.name} later`} disabled={at === last} onClick={() => deeds.onMove(1)}>
              <IconArrowDown size={14} stroke={1.75} />
            </ActionIcon>
          </>
        ) : null}
        <ActionIcon aria-label={`Take ${lane.name} out with its steps`} onClick={deeds.onRemove}>
          <IconTrash size={14} stroke={1.75} />
        </ActionIcon>
      </div>
      {isOpen ? (
        <ConditionField
          condition={lane.if}
          place={place}
          draw={place.one.step.id}
          whenEmpty="Everybody: add what decides"
          onChange={(next) => deeds.onChange({ ...lane, if: next }, `if ${lane.id}`)}
        />
      ) : (
        <p className={s.said}>{said(lane.if, { steps: askedSteps(place) })}</p>
      )}
      <button type="button" className="link" aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
        {isOpen ? "Fold its condition" : "Change its condition"}
      </button>
    </section>
  );
}

export const branch: StepKindView<"branch"> = {
  name: "Branch",
  letter: "b",
  Icon: IconGitFork,
  Form: BranchForm,
  blank: () => ({ branches: [{ id: newId(), name: "Yes", if: { all: [] }, steps: [] }], otherwise: [] }),
  line: ({ branches }) =>
    branches.length === 1
      ? "two ways, decided when they get here"
      : `${branches.length + 1} ways, decided when they get here`,
};
