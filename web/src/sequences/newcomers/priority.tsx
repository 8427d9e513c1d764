import type { Sequence, SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import { SegmentedControl } from "@mantine/core";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { priorityWords } from "./newcomer-words.ts";
import s from "./newcomers.module.css";

type Priority = Sequence["settings"]["priority"];

const priorities: { value: Priority; label: string }[] = [
  { value: "low", label: "Low" },
  { value: "normal", label: "Normal" },
  { value: "high", label: "High" },
];

interface PriorityProps {
  readonly priority: Priority;
  readonly set: (settings: SequenceSettingsInput) => void;
}

/** Whose mail leaves where a person, a company or a domain gets only so much. */
export function PriorityChoice({ priority, set }: PriorityProps) {
  return (
    <div className={s.form}>
      <div>
        <div className={s.legend}>Priority</div>
        <SegmentedControl
          aria-label="Priority"
          value={priority}
          data={priorities}
          onChange={(value) => set({ priority: value as Priority })}
        />
        <p className={s.effect}>{priorityWords[priority]}</p>
        <p className={s.effect}>
          Decides only where a person, a company or a domain gets so many mails and no more, as{" "}
          <A className="link" href={paths.complianceRules}>
            the rules of the workspace
          </A>{" "}
          say.
        </p>
      </div>
    </div>
  );
}
