import { Switch, Textarea, TextInput } from "@mantine/core";
import { DelayField } from "./delay-field.tsx";
import type { ContentOf, StepFormProps } from "./kinds/kind.ts";
import s from "./steps.module.css";
import { delayWords } from "./words.ts";

/** What somebody of the team is asked to do by hand: a line, notes to read while doing it, and by when. */
export function ManualForm({ content, onChange, asks }: StepFormProps<"task"> & { asks: string }) {
  return (
    <>
      <TextInput
        label="What to do"
        data-field="/content/title"
        value={content.title ?? ""}
        maxLength={500}
        placeholder={asks}
        onChange={(event) => onChange({ ...content, title: event.currentTarget.value || null }, "title")}
        dir="auto"
      />
      <Textarea
        label="Notes"
        data-field="/content/notes"
        value={content.notes ?? ""}
        rows={5}
        maxLength={20_000}
        placeholder="What to say, what to look at first"
        onChange={(event) => onChange({ ...content, notes: event.currentTarget.value || null }, "notes")}
        dir="auto"
      />
      <DelayField
        legend="Due in"
        field="/content/dueIn"
        delay={content.dueIn}
        none="No date"
        onChange={(dueIn) => onChange({ ...content, dueIn }, "dueIn")}
      />
      <div>
        <Switch
          label="Wait for the outcome"
          labelPosition="left"
          checked={content.waitForCompletion}
          onChange={(event) => onChange({ ...content, waitForCompletion: event.currentTarget.checked })}
        />
        <p className={s.effect}>
          {content.waitForCompletion
            ? "The next step waits until this is done or skipped."
            : "The next step comes by its own delay, done or not."}
        </p>
      </div>
    </>
  );
}

export function blankManual(): ContentOf<"task"> {
  return { title: null, notes: null, dueIn: null, waitForCompletion: true };
}

export function manualLine(name: string, { dueIn, waitForCompletion }: ContentOf<"task">): string {
  return [
    name,
    dueIn ? `due in ${delayWords(dueIn)}` : "",
    waitForCompletion ? "next step waits for the outcome" : "next step does not wait",
  ]
    .filter(Boolean)
    .join(" · ");
}
