import type { Sequence, SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import { ActionIcon } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { segmentsQuery } from "../../app/segments.ts";
import { place } from "../tree.ts";
import { plainLiquid, titleOf } from "../words.ts";
import { type TriggerChoices, TriggerForm } from "./trigger-form.tsx";
import { type Names, type Trigger, triggerSentence } from "./trigger-words.ts";
import s from "./triggers.module.css";

interface TriggersProps {
  readonly sequence: Sequence;
  readonly set: (settings: SequenceSettingsInput) => void;
}

/** What else starts when a person does something, in the order in which it is done. */
export function Triggers({ sequence, set }: TriggersProps) {
  const { triggers } = sequence.settings;
  const [changing, setChanging] = useState<string | null>(null);
  const { names, choices } = useChoices(sequence);
  return (
    <div className={s.frame}>
      {triggers.length === 0 ? (
        <p className={s.none}>Nothing yet. Each fires once for a person; machines that open and click set off none.</p>
      ) : (
        <ul className={s.list}>
          {triggers.map((trigger) => {
            const sentence = triggerSentence(trigger, names);
            if (trigger.id === changing)
              return (
                <li key={trigger.id}>
                  <TriggerForm
                    label={`Change: ${sentence}`}
                    trigger={trigger}
                    verb="Save trigger"
                    {...choices}
                    onDone={(changed) => {
                      set({ triggers: triggers.map((each) => (each.id === changed.id ? changed : each)) });
                      setChanging(null);
                    }}
                    onCancel={() => setChanging(null)}
                  />
                </li>
              );
            return (
              <Line
                key={trigger.id}
                sentence={sentence}
                onChange={() => setChanging(trigger.id)}
                onRemove={() => set({ triggers: triggers.filter(({ id }) => id !== trigger.id) })}
              />
            );
          })}
        </ul>
      )}
      {changing === null ? (
        <TriggerForm
          label="New trigger"
          verb="Add trigger"
          {...choices}
          onDone={(trigger: Trigger) => set({ triggers: [...triggers, trigger] })}
        />
      ) : null}
    </div>
  );
}

function Line(props: { sentence: string; onChange: () => void; onRemove: () => void }) {
  const { sentence } = props;
  return (
    <li className={s.line}>
      <span dir="auto">{sentence}</span>
      <ActionIcon variant="subtle" aria-label={`Change: ${sentence}`} onClick={props.onChange}>
        <IconPencil size={16} stroke={1.6} />
      </ActionIcon>
      <ActionIcon variant="subtle" aria-label={`Take out: ${sentence}`} onClick={props.onRemove}>
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
    </li>
  );
}

/** What a trigger can speak of, and how it is called. */
function useChoices(sequence: Sequence): { names: Names; choices: TriggerChoices } {
  const list = useQuery({
    queryKey: ["sequences", "to-enroll"],
    queryFn: ({ signal }) =>
      api("GET /sequences", { query: { limit: 200, "filter[status]": "active,paused" }, signal }),
  });
  const segments = useQuery(segmentsQuery).data?.data ?? [];
  const others = (list.data?.data ?? []).filter(({ id }) => id !== sequence.id);
  const all = place(sequence.steps);
  const steps = all.map((one) => ({ one, title: plainLiquid(titleOf(all, one)) }));
  const named = new Map(steps.map(({ one, title }) => [one.step.id, `step ${one.number}, “${title}”`]));
  return {
    names: {
      step: (id) => named.get(id) ?? "a step that was taken out",
      sequence: (id) => others.find((other) => other.id === id)?.name ?? "another sequence",
      segment: (id) => segments.find((segment) => segment.id === id)?.name ?? "a segment that was removed",
    },
    choices: {
      steps: steps.map(({ one: { step, number }, title }) => ({
        value: step.id,
        label: `${number}. ${title}`,
        kind: step.type,
      })),
      asked: all.map(({ step, number }) => ({ id: step.id, title: `step ${number}`, kind: step.type })),
      sequences: others.map(({ id, name }) => ({ value: id, label: name })),
      segments: segments.map(({ id, name }) => ({ value: id, label: name })),
    },
  };
}
