import { Button, NativeSelect, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { onOf, signals, type Trigger } from "./trigger-words.ts";
import s from "./triggers.module.css";

type Option = { readonly value: string; readonly label: string };
type Signal = Trigger["on"]["signal"];
type Action = Trigger["do"]["action"];

const actions: readonly (Option & { value: Action })[] = [
  { value: "move", label: "Move them to a step" },
  { value: "stop", label: "Stop" },
  { value: "enroll", label: "Enroll them elsewhere too" },
  { value: "task", label: "Open a task" },
];
const signalOptions = Object.entries(signals).map(([value, { label }]) => ({ value, label }));

interface NewTriggerProps {
  readonly steps: readonly Option[];
  readonly sequences: readonly Option[];
  readonly segments: readonly Option[];
  readonly onAdd: (trigger: Trigger) => void;
}

/** One line to be filled in: when, more closely, what then, and where or what. */
export function NewTrigger({ steps, sequences, segments, onAdd }: NewTriggerProps) {
  const [signal, setSignal] = useState<Signal>("clicked");
  const [detail, setDetail] = useState("");
  const [action, setAction] = useState<Action>("move");
  const [target, setTarget] = useState("");
  const { asks, isNeeded, chooses } = signals[signal];
  const what = doOf(action, target.trim());
  const isWhole = what !== null && (!isNeeded || detail.trim() !== "");
  return (
    <form
      className={s.add}
      aria-label="New trigger"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWhole) return;
        onAdd({ id: crypto.randomUUID(), on: onOf(signal, detail), do: what });
        setDetail("");
        setTarget("");
      }}
    >
      <NativeSelect
        label="When somebody"
        value={signal}
        data={signalOptions}
        onChange={(event) => {
          setSignal(event.currentTarget.value as Signal);
          setDetail("");
        }}
      />
      {chooses === "segment" ? (
        <Select
          label={asks}
          placeholder={segments.length === 0 ? "No segment yet" : "Choose one"}
          searchable
          value={detail === "" ? null : detail}
          data={segments}
          onChange={(id) => setDetail(id ?? "")}
        />
      ) : null}
      {asks === null || chooses !== undefined ? null : (
        <TextInput
          label={asks}
          placeholder={signal === "event" ? "trial_started" : "Any"}
          value={detail}
          maxLength={200}
          dir="auto"
          onChange={(event) => setDetail(event.currentTarget.value)}
        />
      )}
      <NativeSelect
        label="Then"
        value={action}
        data={actions}
        onChange={(event) => {
          setAction(event.currentTarget.value as Action);
          setTarget("");
        }}
      />
      {action === "move" || action === "enroll" ? (
        <Select
          label={action === "move" ? "Step" : "Sequence"}
          placeholder={action === "enroll" && sequences.length === 0 ? "No other sequence runs yet" : "Choose one"}
          searchable
          value={target === "" ? null : target}
          data={action === "move" ? steps : sequences}
          onChange={(id) => setTarget(id ?? "")}
        />
      ) : (
        <TextInput
          label={action === "task" ? "What there is to do" : "Why (may be empty)"}
          value={target}
          maxLength={200}
          dir="auto"
          onChange={(event) => setTarget(event.currentTarget.value)}
        />
      )}
      <Button type="submit" variant="default" disabled={!isWhole}>
        Add trigger
      </Button>
      {chooses === "segment" ? (
        <p className={s.none}>
          When a change of the person or their company puts them into it. Who is in it already, or comes in as days pass
          or the segment is edited, sets off nothing.
        </p>
      ) : null}
    </form>
  );
}

/** Null as long as something is missing. */
function doOf(action: Action, target: string): Trigger["do"] | null {
  if (action === "stop") return { action, reason: target === "" ? null : target };
  if (target === "") return null;
  if (action === "move") return { action, stepId: target };
  return action === "enroll" ? { action, sequenceId: target } : { action, title: target };
}
