import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useAutosave } from "../use-autosave.ts";
import { type Limits, readNumber } from "./newcomer-words.ts";
import s from "./newcomers.module.css";

interface NumberFieldProps {
  readonly label: string;
  readonly unit: string;
  readonly value: number | null;
  readonly limits: Limits;
  /** What the value means for people. */
  readonly effect: string;
  readonly onSave: (value: number | null) => void;
}

/** A number with its unit and what it means. What cannot be meant is told below it and never saved. */
export function NumberField({ label, unit, value, limits, effect, onSave }: NumberFieldProps) {
  const shown = value === null ? "" : String(value);
  const [text, setText] = useState(shown);
  // A value from elsewhere: a colleague's, or the one before where the server refused ours.
  useEffect(() => setText(shown), [shown]);
  const save = useAutosave<string>((typed) => {
    const read = readNumber(typed, limits);
    if (!isFault(read) && read !== value) onSave(read);
  });
  const read = readNumber(text, limits);
  return (
    <div>
      <TextInput
        className={s.number ?? ""}
        label={label}
        inputMode="numeric"
        autoComplete="off"
        placeholder={limits.empty === null ? "0" : capital(limits.empty)}
        value={text}
        maxLength={7}
        rightSection={<span className={s.unit}>{unit}</span>}
        rightSectionWidth={104}
        error={isFault(read) ? read.fault : null}
        onChange={(event) => {
          setText(event.currentTarget.value);
          save(event.currentTarget.value);
        }}
      />
      {isFault(read) ? null : <p className={s.effect}>{effect}</p>}
    </div>
  );
}

function isFault(read: ReturnType<typeof readNumber>): read is { readonly fault: string } {
  return typeof read === "object" && read !== null;
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
