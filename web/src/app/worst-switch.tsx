import { Switch } from "@mantine/core";
import { useTimes } from "./clock.tsx";
import s from "./worst.module.css";

interface WorstSwitchProps {
  readonly isOn: boolean;
  /** How many people have something wrong with their mail; undefined: not known yet. */
  readonly people: number | undefined;
  /** When the pre-flight ended that says so; null: there is none. */
  readonly asOf: string | null | undefined;
  readonly onChange: (isOn: boolean) => void;
}

/** Goes through the people whose mail has the most wrong with it, instead of through everybody. */
export function WorstSwitch({ isOn, people, asOf, onChange }: WorstSwitchProps) {
  const times = useTimes();
  return (
    <div className={s.worst}>
      <Switch
        size="xs"
        label="Worst first"
        checked={isOn}
        disabled={!isOn && !people}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className="quiet">{wordsOf(people, asOf, times.when)}</span>
    </div>
  );
}

function wordsOf(people: number | undefined, asOf: string | null | undefined, when: (at: string) => string): string {
  if (asOf === undefined || people === undefined) return "";
  if (asOf === null) return "known once a pre-flight has run";
  return `${people === 0 ? "nothing wrong with anybody, " : ""}by the pre-flight of ${when(asOf)}`;
}
