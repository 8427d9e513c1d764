import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { StepPlace } from "../kinds/kind.ts";
import stepStyles from "../steps.module.css";
import type { TreeStep } from "../tree.ts";
import s from "./builder.module.css";
import { ConditionField } from "./condition-field.tsx";

type Entries = TreeStep["conditions"];

/** Whom the step is for: judged when it falls due, in their order; the first that does not hold decides. */
export function EntryConditions(props: {
  entries: Entries;
  place: StepPlace;
  onChange: (entries: Entries, about?: string) => void;
}) {
  const { entries, place, onChange } = props;
  return (
    <fieldset className={stepStyles.fieldset} data-field="/conditions">
      <legend className={stepStyles.legend}>Only for some people</legend>
      <div className={s.entries}>
        {entries.map((entry, at) => {
          const name = at === 0 ? "If" : "And if";
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name of their own, their place is who they are
            <section key={at} className={s.entry} aria-label={name} data-field={`/conditions/${at}/if`}>
              <ConditionField
                condition={entry.if}
                place={place}
                whenEmpty="Everybody: add what decides"
                onChange={(next) => onChange(entries.toSpliced(at, 1, { ...entry, if: next }), `entry ${at}`)}
              />
              <div className={s.entryElse}>
                <span className="second">Everybody else</span>
                <SegmentedControl
                  aria-label="What everybody else does"
                  value={entry.else.action}
                  data={[
                    { value: "skip", label: "skips it" },
                    { value: "exit", label: "leaves" },
                  ]}
                  onChange={(action) =>
                    onChange(entries.toSpliced(at, 1, { ...entry, else: { action: action as "skip" | "exit" } }))
                  }
                />
                <ActionIcon aria-label="Take this condition out" onClick={() => onChange(entries.toSpliced(at, 1))}>
                  <IconTrash size={14} stroke={1.75} />
                </ActionIcon>
              </div>
            </section>
          );
        })}
        <Button
          leftSection={<IconPlus size={14} stroke={1.75} />}
          disabled={entries.length >= 20}
          onClick={() => onChange([...entries, { if: { all: [] }, else: { action: "skip" } }])}
        >
          {entries.length === 0 ? "Add a condition" : "Add another one"}
        </Button>
      </div>
      {entries.length === 0 ? <p className={stepStyles.effect}>Everybody who gets here takes this step.</p> : null}
    </fieldset>
  );
}
