import type { Condition } from "@haste/engine/condition";
import { Button, NativeSelect, Select, TextInput } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { AskedStep } from "../../ui/condition/test-row.tsx";
import { faultsOf, TriggerCondition } from "./trigger-condition.tsx";
import { detailOf, isOfEmail, onOf, signals, type Trigger } from "./trigger-words.ts";
import s from "./triggers.module.css";

type Option = { readonly value: string; readonly label: string };
type Signal = Trigger["on"]["signal"];
type Action = Trigger["do"]["action"];

const actions: readonly (Option & { value: Action })[] = [
  { value: "move", label: "Move them to a step" },
  { value: "stop", label: "Stop" },
  { value: "enroll", label: "Enroll them elsewhere too" },
  { value: "task", label: "Open a task" },
  { value: "deal_stage", label: "Move their deal" },
];
const signalOptions = Object.entries(signals).map(([value, { label }]) => ({ value, label }));
const ANY = "";

export interface TriggerChoices {
  readonly steps: readonly (Option & { readonly kind: string })[];
  /** As conditions speak of them. */
  readonly asked: readonly AskedStep[];
  readonly sequences: readonly Option[];
  readonly segments: readonly Option[];
}

interface TriggerFormProps extends TriggerChoices {
  readonly label: string;
  /** The one that is changed; left out, a new one is written. */
  readonly trigger?: Trigger;
  readonly verb: string;
  readonly onDone: (trigger: Trigger) => void;
  readonly onCancel?: () => void;
}

/** What a form holds while it is filled in; texts, so that nothing typed is lost. */
interface Written {
  readonly signal: Signal;
  readonly detail: string;
  readonly step: string;
  readonly if: Condition | null;
  readonly action: Action;
  readonly target: string;
}

const blank: Written = { signal: "clicked", detail: "", step: ANY, if: null, action: "move", target: "" };

/** When, more closely, for whom, what then, and where or what. */
export function TriggerForm({ label, trigger, verb, onDone, onCancel, ...choices }: TriggerFormProps) {
  const [written, setWritten] = useState(trigger ? writtenOf(trigger) : blank);
  const write = (change: Partial<Written>) => setWritten((before) => ({ ...before, ...change }));
  const whole = triggerOf(written, trigger?.id);
  const canAdd = whole !== null && faultsOf(written.if, choices.asked).length === 0;
  return (
    <form
      className={s.form}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (!canAdd) return;
        onDone(whole);
        setWritten((before) => ({ ...before, detail: "", target: "", step: ANY, if: null }));
      }}
    >
      <div className={s.fields}>
        <WhenFields written={written} write={write} {...choices} />
      </div>
      {written.if === null ? (
        <div>
          <Button
            variant="subtle"
            leftSection={<IconFilter size={14} stroke={1.75} />}
            onClick={() => write({ if: { all: [] } })}
          >
            Only for some people
          </Button>
        </div>
      ) : (
        <TriggerCondition
          condition={written.if}
          asked={choices.asked}
          onChange={(condition) => write({ if: condition })}
        />
      )}
      <div className={s.fields}>
        <ThenFields written={written} write={write} {...choices} />
      </div>
      <div className={s.foot}>
        <Button type="submit" variant="default" disabled={!canAdd}>
          {verb}
        </Button>
        {onCancel ? <Button onClick={onCancel}>Cancel</Button> : null}
      </div>
    </form>
  );
}

interface FieldsProps extends TriggerChoices {
  readonly written: Written;
  readonly write: (change: Partial<Written>) => void;
}

function WhenFields({ written: { signal, detail, step }, write, steps, segments }: FieldsProps): ReactNode {
  const emails = steps.filter(({ kind }) => kind === "email");
  const isGone = step !== ANY && !emails.some(({ value }) => value === step);
  return (
    <>
      <NativeSelect
        label="When somebody"
        value={signal}
        data={signalOptions}
        onChange={(event) => {
          const next = event.currentTarget.value as Signal;
          write({ signal: next, detail: "", step: isOfEmail(next) ? step : ANY });
        }}
      />
      {isOfEmail(signal) ? (
        <Select
          label="Of which email"
          allowDeselect={false}
          value={step}
          error={isGone && "That step was taken out. Choose another one."}
          data={[
            { value: ANY, label: "Any of this sequence" },
            ...emails,
            ...(isGone ? [{ value: step, label: "A step that was taken out" }] : []),
          ]}
          onChange={(id) => write({ step: id ?? ANY })}
        />
      ) : null}
      <DetailField signal={signal} detail={detail} segments={segments} onChange={(next) => write({ detail: next })} />
    </>
  );
}

interface DetailFieldProps {
  readonly signal: Signal;
  readonly detail: string;
  readonly segments: readonly Option[];
  readonly onChange: (detail: string) => void;
}

function DetailField({ signal, detail, segments, onChange }: DetailFieldProps): ReactNode {
  const { asks, chooses } = signals[signal];
  if (asks === null) return null;
  if (chooses === "segment")
    return (
      <Select
        label={asks}
        description="When a change of the person or their company puts them into it; who is in it already sets off nothing."
        placeholder={segments.length === 0 ? "No segment yet" : "Choose one"}
        searchable
        value={detail === "" ? null : detail}
        data={segments}
        onChange={(id) => onChange(id ?? "")}
      />
    );
  return (
    <TextInput
      label={asks}
      placeholder={signal === "event" ? "trial_started" : "Any"}
      value={detail}
      maxLength={200}
      dir="auto"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

const targetLabels: Readonly<Record<Exclude<Action, "move" | "enroll">, string>> = {
  task: "What there is to do",
  deal_stage: "To the stage",
  stop: "Why (may be empty)",
};

function ThenFields({ written: { action, target }, write, steps, sequences }: FieldsProps): ReactNode {
  return (
    <>
      <NativeSelect
        label="Then"
        value={action}
        data={actions}
        onChange={(event) => write({ action: event.currentTarget.value as Action, target: "" })}
      />
      {action === "move" || action === "enroll" ? (
        <Select
          className={s.target ?? ""}
          label={action === "move" ? "Step" : "Sequence"}
          placeholder={action === "enroll" && sequences.length === 0 ? "No other sequence runs yet" : "Choose one"}
          searchable
          value={target === "" ? null : target}
          data={action === "move" ? steps : sequences}
          onChange={(id) => write({ target: id ?? "" })}
        />
      ) : (
        <TextInput
          className={s.target ?? ""}
          label={targetLabels[action]}
          value={target}
          maxLength={200}
          dir="auto"
          onChange={(event) => write({ target: event.currentTarget.value })}
        />
      )}
    </>
  );
}

/** Null as long as something is missing; a condition that asks nothing is none. */
function triggerOf({ signal, detail, step, if: condition, action, target }: Written, id?: string): Trigger | null {
  const what = doOf(action, target.trim());
  if (what === null || (signals[signal].isNeeded && detail.trim() === "")) return null;
  const asks = condition !== null && !("all" in condition && condition.all.length === 0);
  return {
    id: id ?? crypto.randomUUID(),
    on: onOf(signal, detail, step),
    ...(asks ? { if: condition } : {}),
    do: what,
  };
}

function writtenOf({ on, if: condition, do: what }: Trigger): Written {
  const { signal, step = ANY } = on;
  return { signal, detail: detailOf(on), step, if: condition ?? null, action: what.action, target: targetOf(what) };
}

function targetOf(what: Trigger["do"]): string {
  switch (what.action) {
    case "move":
      return what.stepId;
    case "enroll":
      return what.sequenceId;
    case "task":
      return what.title;
    case "deal_stage":
      return what.stage;
    case "stop":
      return what.reason ?? "";
  }
}

/** Null as long as something is missing. */
function doOf(action: Action, target: string): Trigger["do"] | null {
  if (action === "stop") return { action, reason: target === "" ? null : target };
  if (target === "") return null;
  switch (action) {
    case "move":
      return { action, stepId: target };
    case "enroll":
      return { action, sequenceId: target };
    case "task":
      return { action, title: target };
    case "deal_stage":
      return { action, stage: target };
  }
}
