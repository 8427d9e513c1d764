import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { count } from "../../ui/numbers.ts";
import { newId } from "../builder/ids.ts";
import { removeLane } from "../builder/model.ts";
import steps from "../steps.module.css";
import { type BranchStep, lanesOf } from "../tree.ts";
import { neededPerVariant, Split, toneOf } from "./split.tsx";
import s from "./variants.module.css";
import { mostVariants, withWeight } from "./variants.ts";
import { addWay, canAddWay, withLanes, withoutTest, withTest } from "./ways.ts";

interface SplitFormProps {
  readonly step: BranchStep;
  readonly sequenceId: string;
  /** @param about names what is written, so that writing on is one change to undo */
  readonly onChange: (make: (step: BranchStep) => BranchStep, about?: string) => void;
}

/** A branch whose ways are tested against each other: their names, who gets which, and what it takes to tell them apart. */
export function SplitForm({ step, sequenceId, onChange }: SplitFormProps) {
  const { branches } = step.content;
  const control = lanesOf(step).at(-1)?.name;
  return (
    <div className={s.tabs} data-field="/content/branches">
      <Split
        variants={step.variants ?? []}
        onWeight={(id, weight) =>
          onChange((before) => ({ ...before, variants: withWeight(before.variants ?? [], id, weight) }), `weight ${id}`)
        }
      />
      <ul className={s.ways} aria-label="Ways">
        <li style={toneOf(0)}>
          <b>{control}</b>
          <span className={s.note}>as it was; whoever takes no part goes here</span>
        </li>
        {branches.map((lane, at) => (
          <li key={lane.id} style={toneOf(at + 1)}>
            <TextInput
              aria-label={`Name of way ${at + 2}`}
              value={lane.name}
              maxLength={100}
              onChange={(event) => {
                const name = event.currentTarget.value;
                onChange((before) => renamed(before, lane.id, name), `name ${lane.id}`);
              }}
              dir="auto"
            />
            {branches.length > 1 ? (
              <ActionIcon
                aria-label={`Take ${lane.name} out with its steps`}
                onClick={() => onChange((before) => withLanes(before, removeLane(before.content.branches, lane.id)))}
              >
                <IconTrash size={14} stroke={1.75} />
              </ActionIcon>
            ) : null}
          </li>
        ))}
      </ul>
      <div className={s.row}>
        <Button
          leftSection={<IconPlus size={14} stroke={1.75} />}
          disabled={!canAddWay(step)}
          onClick={() => onChange((before) => addWay(before, newId()))}
        >
          Add a way
        </Button>
        <Button variant="subtle" onClick={() => onChange(withoutTest)}>
          Let conditions decide
        </Button>
      </div>
      <p className={steps.effect}>
        Each person is dealt one way when they get here and keeps it. What happens to them from then on counts for that
        way, whether they get to its end or not.
      </p>
      <p className={s.note}>
        Needs ≈ {count(neededPerVariant())} people per way to see 3 % replies become 4.5 % (+50 %).{" "}
        <A href={paths.sequence(sequenceId, "experiment")} className="link">
          Measure and start it
        </A>
      </p>
    </div>
  );
}

function renamed(step: BranchStep, laneId: string, name: string): BranchStep {
  return withLanes(
    step,
    step.content.branches.map((lane) => (lane.id === laneId ? { ...lane, name } : lane)),
  );
}

/** Under the conditions of a branch: deal its ways by chance instead. */
export function TestWays({ step, onChange }: Pick<SplitFormProps, "step" | "onChange">) {
  const ways = step.content.branches.length + 1;
  if (ways < 2 || ways > mostVariants) return null;
  return (
    <div>
      <Button variant="subtle" size="compact-sm" onClick={() => onChange(withTest)}>
        Test its ways against each other
      </Button>
    </div>
  );
}
