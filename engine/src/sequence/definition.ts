/** What a sequence is once it is published: the words the planner, the renderer and the reactions share. */
import type { Weekday } from "../base/index.ts";

/**
 * How long a step waits after the one before it, as `engine/schedule` counts it: elapsed minutes and hours, calendar
 * days and weeks, or the next local occurrence of a wall-clock time. Said here, because the schedule knows sequences and
 * a sequence must not know the schedule.
 */
export type Delay =
  | { readonly value: number; readonly unit: "minutes" | "hours" | "days" | "weeks" | "businessDays" }
  | { readonly at: { readonly weekday?: Weekday; readonly time: string } };

/** Open on `days` from `start` (inclusive) to `end` (exclusive), `HH:MM`; `end` before `start` runs over midnight. */
export interface DefinitionWindow {
  readonly days: readonly Weekday[];
  readonly start: string;
  /** `24:00` is the end of the day. */
  readonly end: string;
}

export interface TrackingChoice {
  readonly opens: boolean;
  readonly clicks: boolean;
}

export interface DefinitionSettings {
  /** An IANA name, never null: a sequence without a zone took the workspace's when it was published. */
  readonly timezone: string;
  /** `contact`: the contact's own zone where known, else `timezone`. */
  readonly timezoneMode: "contact" | "sequence";
  /** An email may leave while any of them is open. */
  readonly windows: readonly DefinitionWindow[];
  readonly replyHandling: "stop" | "pause" | "continue";
  readonly bounceHandling: "stop" | "pause";
  readonly tracking: TrackingChoice;
}

export interface StepContent {
  /** Null: the email stays in the thread of the one before. */
  readonly subject: string | null;
  readonly htmlContent: string | null;
  readonly textContent: string | null;
}

export interface StepDefinition {
  readonly id: string;
  readonly kind: StepKindName;
  /** 0 is the first. */
  readonly order: number;
  /** Counts from the step before it, the first from enrollment. */
  readonly delay: Delay;
  readonly content: StepContent;
  /** Null: as the sequence's settings say. */
  readonly tracking: TrackingChoice | null;
  /** Where its content came from; the content itself is copied, so a later edit of the template changes nothing here. */
  readonly templateId: string | null;
}

/** Each has one file of this name in every registry of step kinds. */
export type StepKindName = "email";

/** One published version of a sequence. Immutable: a change is the next version. */
export interface Definition {
  readonly sequenceId: string;
  /** 0 is the draft. */
  readonly version: number;
  readonly name: string;
  readonly settings: DefinitionSettings;
  /** In the order in which people meet them. */
  readonly steps: readonly StepDefinition[];
}

/** The step with this id, or null where this version has none (it was taken out, or the id is of another sequence). */
export function stepAt(definition: Definition, stepId: string): StepDefinition | null {
  return definition.steps.find((step) => step.id === stepId) ?? null;
}

/** Where everybody starts; null where there is no step at all. */
export function firstStep(definition: Definition): StepDefinition | null {
  return definition.steps[0] ?? null;
}

/** Whether opens and clicks of this step are tracked: its own choice, else the sequence's. */
export function trackingOf(definition: Definition, step: StepDefinition): TrackingChoice {
  return step.tracking ?? definition.settings.tracking;
}
