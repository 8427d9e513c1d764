import type { Sequence, SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import { SegmentedControl, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { api, problemCode } from "../app/api.ts";
import { useClock } from "../app/clock.tsx";
import { DayButtons } from "../ui/hours/day-buttons.tsx";
import { HourField } from "../ui/hours/hour-field.tsx";
import { PageBody, Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { clockTime } from "../ui/time.ts";
import { GoalChoice } from "./goals/goal-choice.tsx";
import { Newcomers } from "./newcomers/newcomers.tsx";
import { PriorityChoice } from "./newcomers/priority.tsx";
import { PoolOfAccounts } from "./pool/pool.tsx";
import { useChangeSequence } from "./queries.ts";
import s from "./sequences.module.css";
import { StopRules } from "./stop-rules/stop-rules.tsx";
import { Triggers } from "./triggers/triggers.tsx";
import { useAutosave } from "./use-autosave.ts";
import { windowWords } from "./words.ts";

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
      <Section title="Who begins, and how many a day" aside="Counts once it is published">
        <Newcomers settings={settings} set={set} />
      </Section>
      <Section title="Whose mail goes first" aside="Counts once it is published">
        <PriorityChoice priority={settings.priority} set={set} />
      </Section>
      <Section title="What it is for" aside="Counts at once">
        <GoalChoice sequenceId={sequence.id} />
      </Section>
      <Section title="Who sends" aside="Counts once it is published">
        <PoolOfAccounts settings={settings} set={set} />
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
        <StopRules sequence={sequence} set={set} />
      </Section>
      <Section title="What else moves people">
        <Triggers sequence={sequence} set={set} />
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
  return (
    <div className={s.form}>
      <DayButtons label="Days" value={settings.sendingDays} onChange={(sendingDays) => set({ sendingDays })} />
      <div className={s.pair}>
        <HourField
          label="From"
          value={settings.sendingHours.start}
          onChange={(start) => set({ sendingHours: { ...settings.sendingHours, start } })}
        />
        <HourField
          label="Until, not included"
          end
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
      <CalendarChoice sequence={sequence} set={set} />
      <p className={s.effect}>
        It is {clockTime(now, settings.timezone)} in {settings.timezone} now.
      </p>
    </div>
  );
}

/** Whose holidays count. Somebody who may not see calendars still sees that one is set. */
function CalendarChoice({ sequence, set }: { sequence: Sequence; set: (settings: SequenceSettingsInput) => void }) {
  const { holidayCalendarId } = sequence.settings;
  const calendars = useQuery({
    queryKey: ["holiday-calendars"],
    queryFn: ({ signal }) => api("GET /holiday-calendars", { query: { limit: 200 }, signal }),
  });
  const options = (calendars.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const isListed = holidayCalendarId === null || options.some(({ value }) => value === holidayCalendarId);
  if (!isListed) options.push({ value: holidayCalendarId, label: "A calendar that was removed" });
  return (
    <Select
      label="Holidays"
      description="Nothing leaves on them, and they are no business days"
      placeholder="None: every day of the window counts"
      clearable
      disabled={calendars.isPending}
      value={holidayCalendarId}
      data={options}
      nothingFoundMessage="No calendar yet. Make one under Settings, Holidays."
      onChange={(id) => set({ holidayCalendarId: id })}
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
