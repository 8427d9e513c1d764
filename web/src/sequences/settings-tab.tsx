import type { Sequence, SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import { SegmentedControl, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import { problemCode } from "../app/api.ts";
import { useClock } from "../app/clock.tsx";
import { PageBody, Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { clockTime } from "../ui/time.ts";
import { useChangeSequence } from "./queries.ts";
import s from "./sequences.module.css";
import { useAutosave } from "./use-autosave.ts";
import { weekDays, windowWords } from "./words.ts";

type Change = ReturnType<typeof useChangeSequence>;

/** When mail may leave, what stops it, and what is counted. Saved as it is changed; running people follow the published version. */
export function SettingsTab({ sequence }: { sequence: Sequence }) {
  const change = useChangeSequence(sequence.id);
  const set = (settings: SequenceSettingsInput) => change.mutate({ settings });
  const { settings } = sequence;
  return (
    <PageBody label="Settings">
      {change.error && problemCode(change.error) !== "name_taken" ? (
        <ErrorState error={change.error} retry={() => change.reset()} />
      ) : null}
      <Section title="What it is">
        <NameForm sequence={sequence} change={change} />
      </Section>
      <Section title="When mail may leave" aside={windowWords(settings)}>
        <WindowForm sequence={sequence} set={set} />
      </Section>
      <Section title="What stops it">
        <div className={s.form}>
          <Choice
            label="When somebody replies"
            value={settings.replyHandling}
            onChange={(replyHandling) => set({ replyHandling: replyHandling as typeof settings.replyHandling })}
            options={[
              { value: "stop", label: "Stop for them" },
              { value: "pause", label: "Pause" },
              { value: "continue", label: "Go on" },
            ]}
          />
          <Choice
            label="When an address bounces"
            value={settings.bounceHandling}
            onChange={(bounceHandling) => set({ bounceHandling: bounceHandling as typeof settings.bounceHandling })}
            options={[
              { value: "stop", label: "Stop for them" },
              { value: "pause", label: "Pause" },
            ]}
          />
        </div>
      </Section>
      <Section title="Tracking" aside="A step may say otherwise">
        <div className={s.form} style={{ maxWidth: 320 }}>
          <Switch
            label="Count opens"
            labelPosition="left"
            checked={settings.tracking.opens}
            onChange={(event) => set({ tracking: { ...settings.tracking, opens: event.currentTarget.checked } })}
          />
          <Switch
            label="Count clicks"
            labelPosition="left"
            checked={settings.tracking.clicks}
            onChange={(event) => set({ tracking: { ...settings.tracking, clicks: event.currentTarget.checked } })}
          />
        </div>
      </Section>
    </PageBody>
  );
}

function NameForm({ sequence, change }: { sequence: Sequence; change: Change }) {
  const [name, setName] = useState(sequence.name);
  const [description, setDescription] = useState(sequence.description ?? "");
  const save = useAutosave<{ name: string; description: string }>((value) => {
    if (value.name.trim()) change.mutate({ name: value.name.trim(), description: value.description || null });
  });
  const taken = problemCode(change.error) === "name_taken";
  return (
    <div className={s.form}>
      <TextInput
        label="Name"
        value={name}
        maxLength={255}
        dir="auto"
        error={
          taken ? "Another sequence has this name. Choose a different one." : !name.trim() && "A sequence needs a name."
        }
        onChange={(event) => {
          setName(event.currentTarget.value);
          save({ name: event.currentTarget.value, description });
        }}
      />
      <Textarea
        label="Note for colleagues"
        value={description}
        rows={2}
        maxLength={5000}
        dir="auto"
        onChange={(event) => {
          setDescription(event.currentTarget.value);
          save({ name, description: event.currentTarget.value });
        }}
      />
    </div>
  );
}

function WindowForm({ sequence, set }: { sequence: Sequence; set: (settings: SequenceSettingsInput) => void }) {
  const { settings } = sequence;
  const { now } = useClock();
  const zones = useMemo(
    () => [...new Set([settings.timezone, ...Intl.supportedValuesOf("timeZone")])],
    [settings.timezone],
  );
  const chosen = new Set(settings.sendingDays);
  function flip(day: (typeof settings.sendingDays)[number]) {
    const next = weekDays
      .map((each) => each.value)
      .filter((each) => (each === day ? !chosen.has(day) : chosen.has(each)));
    if (next.length > 0) set({ sendingDays: next });
  }
  return (
    <div className={s.form}>
      <fieldset className={s.fieldset}>
        <legend className={s.legend}>Days</legend>
        <div className={s.days}>
          {weekDays.map((day) => (
            <button
              key={day.value}
              type="button"
              className={s.day}
              aria-pressed={chosen.has(day.value)}
              onClick={() => flip(day.value)}
            >
              {day.label}
            </button>
          ))}
        </div>
      </fieldset>
      <div className={s.pair}>
        <HourField
          label="From"
          value={settings.sendingHours.start}
          onChange={(start) => set({ sendingHours: { ...settings.sendingHours, start } })}
        />
        <HourField
          label="Until, not included"
          value={settings.sendingHours.end}
          onChange={(end) => set({ sendingHours: { ...settings.sendingHours, end } })}
        />
      </div>
      <Choice
        label="Whose clock"
        value={settings.timezoneMode}
        onChange={(mode) => set({ timezoneMode: mode as typeof settings.timezoneMode })}
        options={[
          { value: "contact", label: "The person’s" },
          { value: "sequence", label: "The sequence’s" },
        ]}
      />
      <Select
        label={settings.timezoneMode === "contact" ? "Zone for people without one" : "Zone"}
        searchable
        allowDeselect={false}
        value={settings.timezone}
        data={zones}
        onChange={(timezone) => timezone && set({ timezone })}
      />
      <p className={s.effect}>
        It is {clockTime(now, settings.timezone)} in {settings.timezone} now.
      </p>
    </div>
  );
}

/** Half hours of a day; a time that is none of them is kept as it is. */
function HourField({ label, value, onChange }: { label: string; value: string; onChange: (time: string) => void }) {
  const end = label.startsWith("Until");
  const times = Array.from(
    { length: end ? 49 : 48 },
    (_, at) => `${String(Math.floor(at / 2)).padStart(2, "0")}:${at % 2 ? "30" : "00"}`,
  );
  const options = [...new Set([...times, value])].sort();
  return (
    <Select
      label={label}
      searchable
      allowDeselect={false}
      value={value}
      data={options}
      onChange={(time) => time && onChange(time)}
    />
  );
}

function Choice(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: { value: string; label: string }[];
}): ReactNode {
  return (
    <div>
      <div className={s.legend}>{props.label}</div>
      <SegmentedControl aria-label={props.label} value={props.value} onChange={props.onChange} data={props.options} />
    </div>
  );
}
