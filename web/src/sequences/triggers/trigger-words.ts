import type { Sequence } from "@haste/contract/nouns/sequences";
import { sentenceOf } from "@haste/engine/condition";

export type Trigger = Sequence["settings"]["triggers"][number];
type Signal = Trigger["on"]["signal"];

interface SignalWords {
  readonly label: string;
  /** What may be said of it more closely, or null. */
  readonly asks: string | null;
  readonly isNeeded?: true;
  /** Where it is no free word. */
  readonly chooses?: "segment";
}

/** What a trigger can wait for: in words, and what may be said of it more closely. */
export const signals: Readonly<Record<Signal, SignalWords>> = {
  clicked: { label: "clicks a link", asks: "Address contains" },
  opened: { label: "opens an email", asks: null },
  replied: { label: "replies", asks: null },
  meeting: { label: "books a meeting", asks: null },
  deal_stage: { label: "has a deal that reaches a stage", asks: "Stage" },
  tag: { label: "gets a tag", asks: "Tag" },
  event: { label: "does something elsewhere", asks: "Name of the event", isNeeded: true },
  segment: { label: "enters a segment", asks: "Segment", isNeeded: true, chooses: "segment" },
};

const parts = { clicked: "link", deal_stage: "stage", tag: "tag", event: "event", segment: "segmentId" } as const;

/** Signals that answer an email, so that one of its steps can be meant. */
export function isOfEmail(signal: Signal): boolean {
  return signal === "opened" || signal === "clicked" || signal === "replied";
}

/** What a trigger waits for; `detail` goes where its signal keeps it, a step only where there is one to mean. */
export function onOf(signal: Signal, detail: string, step = ""): Trigger["on"] {
  const part = signal in parts ? parts[signal as keyof typeof parts] : null;
  return {
    signal,
    ...(part === null || detail.trim() === "" ? {} : { [part]: detail.trim() }),
    ...(isOfEmail(signal) && step !== "" ? { step } : {}),
  };
}

/** What was said more closely of a signal; the other way around. */
export function detailOf(on: Trigger["on"]): string {
  return on.link ?? on.stage ?? on.tag ?? on.event ?? on.segmentId ?? "";
}

export interface Names {
  step(id: string): string;
  sequence(id: string): string;
  segment(id: string): string;
}

/** "When somebody clicks a link with “pricing”, move them to step 3: An offer." */
export function triggerSentence({ on, if: condition, do: what }: Trigger, names: Names): string {
  const detail = on.segmentId === undefined ? detailOf(on) : names.segment(on.segmentId);
  const closer = detail === "" ? "" : ` ${on.signal === "clicked" ? "with " : ""}“${detail}”`;
  const provided = condition ? ` and ${sentenceOf(condition, { stepName: names.step })}` : "";
  return `When somebody ${didWords(on, names)}${closer}${provided}, ${doWords(what, names)}.`;
}

/** "opens the email of step 2", "clicks a link of step 2". */
function didWords({ signal, step }: Trigger["on"], names: Names): string {
  if (step === undefined) return signals[signal].label;
  const of = `${signal === "clicked" ? "" : "the email "}of ${names.step(step)}`;
  return `${signals[signal].label.replace("an email", "").trim()}${signal === "replied" ? " to" : ""} ${of}`;
}

function doWords(what: Trigger["do"], names: Names): string {
  switch (what.action) {
    case "move":
      return `move them to ${names.step(what.stepId)}`;
    case "stop":
      return what.reason ? `stop: ${what.reason}` : "stop";
    case "enroll":
      return `enroll them in “${names.sequence(what.sequenceId)}” too`;
    case "task":
      return `open the task “${what.title}”`;
    case "deal_stage":
      return `move their deal to “${what.stage}”`;
  }
}
