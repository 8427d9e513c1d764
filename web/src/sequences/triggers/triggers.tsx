import type { Sequence, SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import type { Step } from "@haste/contract/nouns/steps";
import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { plainLiquid, stepTitle } from "../words.ts";
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
  const others = (list.data?.data ?? []).filter(({ id }) => id !== sequence.id);
  const steps = allSteps(sequence.steps);
  const names: Names = {
    step: (id) => steps.find((step) => step.value === id)?.label ?? "a step that was taken out",
    sequence: (id) => others.find((other) => other.id === id)?.name ?? "another sequence",
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
        onAdd={(trigger) => set({ triggers: [...triggers, trigger] })}
      />
    </div>
  );
}

/** Every step of the tree, depth-first, by its title. */
function allSteps(steps: readonly Step[]): { value: string; label: string }[] {
  return steps.flatMap((step, place) => {
    const inside =
      step.type === "branch" ? [...step.content.branches.map((lane) => lane.steps), step.content.otherwise] : [];
    const own = { value: step.id, label: `${step.order + 1}. ${plainLiquid(stepTitle(steps, place))}` };
    return [own, ...inside.flatMap((lane) => allSteps(lane as readonly Step[]))];
  });
}
