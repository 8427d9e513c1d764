import type { Sequence, SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import { SegmentedControl } from "@mantine/core";
import { useClock } from "../../app/clock.tsx";
import { shortDate } from "../../ui/time.ts";
import { cooldownWords, holdOutWords, perCompanyWords, perDayWords, reEntryWords } from "./newcomer-words.ts";
import s from "./newcomers.module.css";
import { NumberField } from "./number-field.tsx";

const DAY_MS = 86_400_000;

type Settings = Sequence["settings"];

interface NewcomersProps {
  readonly settings: Settings;
  readonly set: (settings: SequenceSettingsInput) => void;
}

const cap = { min: 1, max: 100_000, empty: "no limit" };
const cooldown = { min: 0, max: 365, empty: null };
const heldOut = { min: 0, max: 50, empty: null };
const policies: { value: Settings["reEntry"]; label: string }[] = [
  { value: "never", label: "Never" },
  { value: "afterFinish", label: "After the end" },
  { value: "always", label: "Always" },
];

/** Who may begin, and how many on one day; each with what it means for people. */
export function Newcomers({ settings, set }: NewcomersProps) {
  const { intake, cooldownDays, reEntry, holdOut } = settings;
  const { now, zone } = useClock();
  return (
    <div className={s.form}>
      <div>
        <div className={s.legend}>Whether somebody may begin again</div>
        <SegmentedControl
          aria-label="Whether somebody may begin again"
          value={reEntry}
          data={policies}
          onChange={(value) => set({ reEntry: value as Settings["reEntry"] })}
        />
        <p className={s.effect}>{reEntryWords[reEntry]}</p>
      </div>
      <div className={s.pair}>
        <NumberField
          label="New people in all"
          unit="people a day"
          value={intake.perDay}
          limits={cap}
          effect={perDayWords(settings)}
          onSave={(perDay) => set({ intake: { ...intake, perDay } })}
        />
        <NumberField
          label="New people of one company"
          unit="people a day"
          value={intake.perCompanyPerDay}
          limits={cap}
          effect={perCompanyWords(settings)}
          onSave={(perCompanyPerDay) => set({ intake: { ...intake, perCompanyPerDay } })}
        />
      </div>
      <NumberField
        label="Leave people in peace after the last contact"
        unit="days"
        value={cooldownDays}
        limits={cooldown}
        effect={cooldownWords(settings, shortDate(new Date(now.getTime() - cooldownDays * DAY_MS), now, zone))}
        onSave={(days) => set({ cooldownDays: days ?? 0 })}
      />
      <NumberField
        label="Held out, to see what happens without mail"
        unit="% of people"
        value={holdOut}
        limits={heldOut}
        effect={holdOutWords(settings)}
        onSave={(percent) => set({ holdOut: percent ?? 0 })}
      />
    </div>
  );
}
