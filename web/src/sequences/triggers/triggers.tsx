import type { Sequence, SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { segmentsQuery } from "../../app/segments.ts";
import { place } from "../tree.ts";
import { plainLiquid, titleOf } from "../words.ts";
import { NewTrigger } from "./new-trigger.tsx";
import { type Names, triggerSentence } from "./trigger-words.ts";
import s from "./triggers.module.css";

interface TriggersProps {
  readonly sequence: Sequence;
  readonly set: (settings: SequenceSettingsInput) => void;
}

/** What else starts when a person does something, in the order in which it is done. */
export function Triggers({ sequence, set }: TriggersProps) {
  const { triggers } = sequence.settings;
  const list = useQuery({
    queryKey: ["sequences", "to-enroll"],
    queryFn: ({ signal }) =>
      api("GET /sequences", { query: { limit: 200, "filter[status]": "active,paused" }, signal }),
  });
  const segments = useQuery(segmentsQuery).data?.data ?? [];
  const others = (list.data?.data ?? []).filter(({ id }) => id !== sequence.id);
  const all = place(sequence.steps);
  const steps = all.map((one) => ({
    value: one.step.id,
    label: `${one.number}. ${plainLiquid(titleOf(all, one))}`,
  }));
  const names: Names = {
    step: (id) => steps.find((step) => step.value === id)?.label ?? "a step that was taken out",
    sequence: (id) => others.find((other) => other.id === id)?.name ?? "another sequence",
    segment: (id) => segments.find((segment) => segment.id === id)?.name ?? "a segment that was removed",
  };
  return (
    <div className={s.frame}>
      {triggers.length === 0 ? (
        <p className={s.none}>Nothing yet. Each fires once for a person; machines that open and click set off none.</p>
      ) : (
        <ul className={s.list}>
          {triggers.map((trigger) => (
            <li key={trigger.id}>
              <span dir="auto">{triggerSentence(trigger, names)}</span>
              <ActionIcon
                variant="subtle"
                aria-label={`Take out: ${triggerSentence(trigger, names)}`}
                onClick={() => set({ triggers: triggers.filter(({ id }) => id !== trigger.id) })}
              >
                <IconTrash size={16} stroke={1.5} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <NewTrigger
        steps={steps}
        sequences={others.map(({ id, name }) => ({ value: id, label: name }))}
        segments={segments.map(({ id, name }) => ({ value: id, label: name }))}
        onAdd={(trigger) => set({ triggers: [...triggers, trigger] })}
      />
    </div>
  );
}
