import type { Step } from "@haste/contract/nouns/steps";
import { NumberInput, Select, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { weekDays } from "../ui/hours/week.ts";
import s from "./steps.module.css";
import { delayUnits } from "./words.ts";

type Delay = Step["delay"];
const UNTIL = "until";
const NONE = "none";

interface DelayFieldProps<D extends Delay | null> {
  readonly legend: ReactNode;
  readonly delay: D | null;
  /** What choosing no delay at all is called; left out where there must be one. */
  readonly none?: string;
  /** What the computed effect is, in a sentence. */
  readonly effect?: ReactNode;
  /** Where it stands in the step, so that a problem can lead to it. */
  readonly field?: string;
  readonly onChange: (delay: D | Delay) => void;
}

/** How long, or until which time of which day; every delay of the product is edited here. */
export function DelayField<D extends Delay | null>(props: DelayFieldProps<D>) {
  const { delay, none, onChange } = props;
  const unit = unitOf(delay);
  const units = [
    ...(none === undefined ? [] : [{ value: NONE, label: none }]),
    ...delayUnits,
    { value: UNTIL, label: "until a time" },
  ];
  function choose(next: string | null) {
    if (next === null || next === unit) return;
    if (next === NONE) onChange(null as D);
    else if (next === UNTIL) onChange({ at: { time: "09:00" } });
    else {
      const value = delay !== null && "value" in delay ? delay.value : 1;
      onChange({ value, unit: next as (typeof delayUnits)[number]["value"] });
    }
  }
  return (
    <fieldset className={s.fieldset} data-field={props.field}>
      <legend className={s.legend}>{props.legend}</legend>
      <div className={s.when}>
        {delay !== null && "value" in delay ? (
          <NumberInput
            aria-label="How long"
            min={0}
            max={3650}
            allowDecimal={false}
            value={delay.value}
            onChange={(value) => onChange({ ...delay, value: typeof value === "number" ? value : 0 })}
          />
        ) : null}
        <Select aria-label="Unit" allowDeselect={false} value={unit} data={units} onChange={choose} />
        {delay !== null && "at" in delay ? <AtFields at={delay.at} onChange={(at) => onChange({ at })} /> : null}
      </div>
      {props.effect ? <p className={s.effect}>{props.effect}</p> : null}
    </fieldset>
  );
}

function unitOf(delay: Delay | null) {
  if (delay === null) return NONE;
  return "at" in delay ? UNTIL : delay.unit;
}

type ClockTime = Extract<Delay, { at: unknown }>["at"];

function AtFields({ at, onChange }: { at: ClockTime; onChange: (at: ClockTime) => void }) {
  return (
    <>
      <Select
        aria-label="Day"
        allowDeselect={false}
        value={at.weekday ?? ""}
        data={[{ value: "", label: "any day" }, ...weekDays]}
        onChange={(day) =>
          onChange({ time: at.time, ...(day ? { weekday: day as (typeof weekDays)[number]["value"] } : {}) })
        }
      />
      <TextInput
        type="time"
        aria-label="Time"
        value={at.time}
        onChange={(event) => event.currentTarget.value && onChange({ ...at, time: event.currentTarget.value })}
      />
    </>
  );
}
