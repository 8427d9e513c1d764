import type { HolidayCalendar } from "@haste/contract/nouns/calendar";
import { holidayRegions } from "@haste/engine/schedule";
import { Button, Modal, MultiSelect, Switch, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, problemCode } from "../app/api.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import { regionName } from "./region-words.ts";
import s from "./settings.module.css";

type Region = HolidayCalendar["regions"][number];
type Form = Pick<HolidayCalendar, "name" | "regions" | "byContactRegion" | "days">;

const blank: Form = { name: "", regions: [], byContactRegion: false, days: [] };
const regionOptions = holidayRegions
  .map((code) => ({ value: code, label: regionName(code) }))
  .sort((a, b) => a.label.localeCompare(b.label));

/** One calendar; `null` makes a new one. */
export function HolidayForm({ calendar, onClose }: { calendar: HolidayCalendar | null; onClose: () => void }) {
  const queries = useQueryClient();
  const [form, setForm] = useState<Form>(calendar ?? blank);
  const { name, regions, byContactRegion, days } = form;
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), regions, byContactRegion, days };
      return calendar === null
        ? api("POST /holiday-calendars", { body })
        : api("PUT /holiday-calendars/:id", { params: { id: calendar.id }, body });
    },
    onSuccess: (saved) => {
      void queries.invalidateQueries({ queryKey: ["holiday-calendars"] });
      void queries.invalidateQueries({ queryKey: ["sequences"] });
      const uses = saved.sequences > 0 ? " Publish the sequences that use it, and they follow." : "";
      toastDone(`${saved.name} is saved.${uses}`);
      onClose();
    },
  });
  const isTaken = problemCode(save.error) === "name_taken";
  const isReady = name.trim() !== "" && days.every((day) => day.date !== "" && day.name.trim() !== "");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) save.mutate();
  }
  return (
    <Modal opened onClose={onClose} title={calendar === null ? "New holiday calendar" : calendar.name} size={560}>
      <form onSubmit={submit} className={s.form}>
        <TextInput
          label="Name"
          value={name}
          maxLength={100}
          required
          withAsterisk={false}
          data-autofocus
          error={isTaken && "Another calendar has this name. Choose a different one."}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <Switch
          labelPosition="left"
          label="Each person rests on the holidays of their own country"
          description="The country of their time zone"
          checked={byContactRegion}
          onChange={(event) => setForm({ ...form, byContactRegion: event.currentTarget.checked })}
        />
        <MultiSelect
          label={byContactRegion ? "For people of no known country" : "Public holidays of"}
          placeholder={regions.length === 0 ? "None" : undefined}
          searchable
          clearable
          hidePickedOptions
          value={regions}
          data={regionOptions}
          nothingFoundMessage="There is no table of this country. Add its days below."
          onChange={(next) => setForm({ ...form, regions: next as Region[] })}
        />
        <OwnDays days={days} onChange={(next) => setForm({ ...form, days: next })} />
        {save.error && !isTaken ? <ErrorState error={save.error} /> : null}
        <div className={s.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={!isReady}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function OwnDays({ days, onChange }: { days: Form["days"]; onChange: (days: Form["days"]) => void }) {
  const set = (at: number, change: Partial<Form["days"][number]>) =>
    onChange(days.map((day, place) => (place === at ? { ...day, ...change } : day)));
  return (
    <fieldset className={s.fieldset}>
      <legend className={s.legend}>Days of your own, free for everybody</legend>
      {days.map((day, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a day has no identity but its place until it is saved
        <div key={at} className={s.day}>
          <TextInput
            type="date"
            aria-label={`Date of day ${at + 1}`}
            value={day.date}
            onChange={(event) => set(at, { date: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Name of day ${at + 1}`}
            placeholder="Office closed"
            maxLength={100}
            value={day.name}
            onChange={(event) => set(at, { name: event.currentTarget.value })}
          />
          <Button onClick={() => onChange(days.filter((_, place) => place !== at))}>Remove</Button>
        </div>
      ))}
      <Button onClick={() => onChange([...days, { date: "", name: "" }])}>Add a day</Button>
    </fieldset>
  );
}
