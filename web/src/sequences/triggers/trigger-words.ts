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

/** What a trigger waits for; `detail` goes where its signal keeps it. */
export function onOf(signal: Signal, detail: string): Trigger["on"] {
  const part = signal in parts ? parts[signal as keyof typeof parts] : null;
  return part === null || detail.trim() === "" ? { signal } : { signal, [part]: detail.trim() };
}

export interface Names {
  step(id: string): string;
  sequence(id: string): string;
  segment(id: string): string;
}

/** "When somebody clicks a link with “pricing”, move them to step 3: An offer." */
export function triggerSentence({ on, if: condition, do: what }: Trigger, names: Names): string {
  const segment = on.segmentId === undefined ? undefined : names.segment(on.segmentId);
  const detail = on.link ?? on.stage ?? on.tag ?? on.event ?? segment;
  const closer = detail === undefined ? "" : ` ${on.signal === "clicked" ? "with " : ""}“${detail}”`;
  const where = on.step === undefined ? "" : ` (${names.step(on.step)})`;
  const provided = condition ? ` and ${sentenceOf(condition, { stepName: names.step })}` : "";
  return `When somebody ${signals[on.signal].label}${closer}${where}${provided}, ${doWords(what, names)}.`;
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
  }
}
