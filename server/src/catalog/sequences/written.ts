import { isDeepStrictEqual } from "node:util";
import type { SequenceSettingsInput, StepInput } from "@haste/contract/nouns/sequences";
import { isZone } from "@haste/engine/base";
import { defaultSettings, everOpens, type WrittenSettings } from "@haste/engine/sequence";
import { Problem } from "../../platform/problem/index.ts";
import type { StepRow } from "./queries/steps.ts";

/**
 * Settings after a change: what was left out stays, null goes back to the default.
 * @throws Problem `zone_unknown` or `window_empty`: neither would mean anything, even in a draft
 */
export function applySettings(before: WrittenSettings, input: SequenceSettingsInput): WrittenSettings {
  const after = { ...before } as Record<string, unknown>;
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined) after[name] = value ?? defaultSettings[name as keyof WrittenSettings];
  }
  const settings = after as unknown as WrittenSettings;
  refuseUnknownZone(settings.timezone);
  refuseEmptyWindows(settings);
  return settings;
}

function refuseUnknownZone(timezone: string | null): void {
  if (timezone === null || isZone(timezone)) return;
  const detail = `"${timezone}" is not a time zone.`;
  throw new Problem("zone_unknown", {
    detail,
    errors: [{ pointer: "/settings/timezone", code: "zone_unknown", detail }],
  });
}

function refuseEmptyWindows({ sendingWindows, sendingDays, sendingHours }: WrittenSettings): void {
  const detail = "A window that ends when it starts never opens. For a whole day, write 00:00 to 24:00.";
  const windows = (sendingWindows ?? [{ days: sendingDays, ...sendingHours }]).entries();
  const errors = [...windows].flatMap(([place, window]) => {
    const pointer = sendingWindows === null ? "/settings/sendingHours" : `/settings/sendingWindows/${place}`;
    return everOpens(window) ? [] : [{ pointer, code: "window_empty", detail }];
  });
  if (errors.length > 0) throw new Problem("window_empty", { detail, errors });
}

/** Who writes a step and when. */
export interface StepMoment {
  readonly now: Date;
  newId(): string;
}

/** A step from what was written whole: nothing of an older one with its id is kept but the instant it was made. */
export function stepFrom(input: StepInput, known: StepRow | undefined, moment: StepMoment): StepRow {
  return {
    id: input.id ?? moment.newId(),
    type: input.type ?? "email",
    delay: delayFrom(input.delay),
    templateId: input.templateId ?? null,
    content: contentFrom(input.content),
    tracking: input.tracking ?? null,
    createdAt: known?.createdAt ?? moment.now,
    updatedAt: moment.now,
  };
}

/** A step after a change: what was left out stays, parts of the content too; null takes a part away. */
export function changeStep(before: StepRow, input: Omit<StepInput, "id">, now: Date): StepRow {
  return {
    ...before,
    type: input.type ?? before.type,
    delay: input.delay === undefined ? before.delay : delayFrom(input.delay),
    templateId: input.templateId === undefined ? before.templateId : input.templateId,
    content: input.content === undefined ? before.content : contentFrom(input.content, before.content),
    tracking: input.tracking === undefined ? before.tracking : input.tracking,
    updatedAt: now,
  };
}

function delayFrom(delay: StepInput["delay"]): StepRow["delay"] {
  if (delay === null || delay === undefined) return { value: 0, unit: "hours" };
  if (!("at" in delay)) return delay;
  const { time, weekday } = delay.at;
  return { at: weekday === undefined ? { time } : { weekday, time } };
}

function contentFrom(input: StepInput["content"], before: StepRow["content"] = {}): StepRow["content"] {
  if (input === null) return { subject: null, htmlContent: null, textContent: null };
  const part = (name: keyof StepRow["content"]) => (input?.[name] === undefined ? (before[name] ?? null) : input[name]);
  return { subject: part("subject"), htmlContent: part("htmlContent"), textContent: part("textContent") };
}

/**
 * A list of steps written whole: ids that live on keep their people, others are new.
 * @throws Problem `invalid_request` where one id stands twice
 */
export function stepsFrom(inputs: readonly StepInput[], before: readonly StepRow[], moment: StepMoment): StepRow[] {
  const known = new Map(before.map((step) => [step.id, step]));
  const steps = inputs.map((input) => {
    const before = known.get(input.id ?? "");
    const after = stepFrom(input, before, moment);
    return before !== undefined && isDeepStrictEqual({ ...after, updatedAt: before.updatedAt }, before)
      ? before
      : after;
  });
  const errors = steps.flatMap(({ id }, order) =>
    steps.findIndex((step) => step.id === id) === order
      ? []
      : [{ pointer: `/steps/${order}/id`, code: "duplicate", detail: "Another step of this list has the same id." }],
  );
  if (errors.length > 0) throw new Problem("invalid_request", { detail: "Two steps have the same id.", errors });
  return steps;
}
