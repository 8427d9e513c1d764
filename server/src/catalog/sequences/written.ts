import { isDeepStrictEqual } from "node:util";
import type { SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import { mostSteps, type StepChanges, type StepInput } from "@haste/contract/nouns/steps";
import type { VariantInput } from "@haste/contract/nouns/variants";
import { isZone } from "@haste/engine/base";
import {
  defaultSettings,
  everOpens,
  openToAll,
  type StepKindName,
  type VariantContent,
  type WrittenContent,
  type WrittenSettings,
  waysOf,
} from "@haste/engine/sequence";
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
  // A cap that was left out is none: the two are written together.
  if (input.intake) after.intake = { ...openToAll.intake, ...definedOf(input.intake) };
  if (input.sendingAccounts)
    after.sendingAccounts = input.sendingAccounts.map(({ id, weight = 1 }) => ({ id, weight }));
  const settings = after as unknown as WrittenSettings;
  refuseUnknownZone(settings.timezone);
  refuseEmptyWindows(settings);
  return settings;
}

function definedOf<T extends object>(parts: T): Partial<T> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Partial<T>;
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

/** Where a step stands, and what is known of those that live on. */
interface Writing {
  readonly known: ReadonlyMap<string, StepRow>;
  readonly moment: StepMoment;
}

/**
 * A step from what was written whole, with everything in its lanes, depth-first: nothing of an older one with its id is
 * kept but the instant it was made.
 */
export function rowsFrom(input: StepInput, parentId: string | null, writing: Writing): StepRow[] {
  const { known, moment } = writing;
  const before = input.id === undefined ? undefined : known.get(input.id);
  const id = input.id ?? moment.newId();
  const type = input.type ?? "email";
  const { content, inside } = contentFrom(type, input.content ?? {}, { id, writing });
  const after: StepRow = {
    id,
    type,
    parentId,
    delay: delayFrom(input.delay),
    templateId: input.templateId ?? null,
    content,
    conditions: conditionsFrom(input.conditions),
    tracking: input.tracking ?? null,
    approval: input.approval ?? null,
    abTestId: before?.abTestId ?? null,
    variants: variantsFrom({ id, type, content }, input.variants, moment),
    createdAt: before?.createdAt ?? moment.now,
    updatedAt: moment.now,
  };
  const isSame = before !== undefined && isDeepStrictEqual({ ...after, updatedAt: before.updatedAt }, before);
  return [isSame ? before : after, ...inside];
}

/**
 * A step after a change: what was left out stays, parts of the content too; null takes a part away. Lanes are replaced
 * whole, but one that says nothing of its steps keeps them. `inside` are the steps written with the change.
 */
export function changeStep(
  before: StepRow,
  input: StepChanges,
  writing: Writing,
): { step: StepRow; inside: StepRow[]; rewritten: string[] } {
  const type = input.type ?? before.type;
  const kept = type === before.type && input.content !== null ? before.content : {};
  const { content, inside, rewritten } = contentFrom(type, input.content ?? {}, {
    id: before.id,
    writing,
    before: kept,
  });
  const step: StepRow = {
    ...before,
    type,
    delay: input.delay === undefined ? before.delay : delayFrom(input.delay),
    templateId: input.templateId === undefined ? before.templateId : input.templateId,
    content,
    conditions: input.conditions === undefined ? before.conditions : conditionsFrom(input.conditions),
    tracking: input.tracking === undefined ? before.tracking : input.tracking,
    approval: input.approval === undefined ? before.approval : input.approval,
    variants: variantsFrom(
      { id: before.id, type, content },
      input.variants === undefined && type === before.type ? before.variants : input.variants,
      writing.moment,
    ),
    updatedAt: writing.moment.now,
  };
  return { step, inside, rewritten };
}

/**
 * Of an email; one without a name is called by its place: A, B, C … Of a branch they are its ways, all of them as soon as
 * one is named, so that no way can be forgotten: what is written gives them weights.
 */
function variantsFrom(
  { id: stepId, type, content: { branches } }: Pick<StepRow, "id" | "type" | "content">,
  inputs: readonly VariantInput[] | null | undefined,
  moment: StepMoment,
): StepRow["variants"] {
  if (type === "branch" && inputs && inputs.length > 0) {
    const weightOf = (way: string) => inputs.find(({ id }) => id === way)?.weight ?? null;
    return waysOf(stepId, branches ?? []).map((way) => ({ ...way, content: {}, weight: weightOf(way.id) }));
  }
  if (type !== "email") return [];
  return (inputs ?? []).map(({ id, name, content, weight }, place) => ({
    id: id ?? moment.newId(),
    name: name ?? String.fromCharCode("A".charCodeAt(0) + place),
    content: definedOf(content ?? {}) as VariantContent,
    weight: weight ?? null,
  }));
}

function conditionsFrom(conditions: StepChanges["conditions"]): StepRow["conditions"] {
  return (conditions ?? []).map((entry) => ({ if: entry.if, else: { action: entry.else?.action ?? "skip" } }));
}

function delayFrom(delay: StepInput["delay"]): StepRow["delay"] {
  if (delay === null || delay === undefined) return { value: 0, unit: "hours" };
  if (!("at" in delay)) return delay;
  const { time, weekday } = delay.at;
  return { at: weekday === undefined ? { time } : { weekday, time } };
}

/** Only the parts a kind knows are kept. */
const partsOf: Readonly<Record<StepKindName, readonly (keyof WrittenContent)[]>> = {
  email: ["subject", "htmlContent", "textContent", "preheader", "utm", "attachments"],
  task: ["title", "notes", "dueIn", "waitForCompletion"],
  call: ["title", "notes", "dueIn", "waitForCompletion"],
  linkedin: ["title", "notes", "dueIn", "waitForCompletion"],
  sms: ["title", "notes", "dueIn", "waitForCompletion"],
  wait: ["for", "upTo"],
  branch: [],
  enroll: ["sequenceId"],
  exit: ["reason"],
};

/** Parts that came later: where there are none, a step says nothing of them, as steps of before do. */
const leftOut: ReadonlySet<keyof WrittenContent> = new Set(["preheader", "utm", "attachments"]);

interface ContentPlace {
  readonly id: string;
  readonly writing: Writing;
  readonly before?: WrittenContent;
}

function contentFrom(type: StepKindName, input: NonNullable<StepInput["content"]>, place: ContentPlace) {
  const { id, writing, before = {} } = place;
  const parts = partsOf[type].map(
    (part) => [part, input[part] === undefined ? (before[part] ?? null) : input[part]] as const,
  );
  const content: WrittenContent = Object.fromEntries(
    parts.filter(([part, value]) => value !== null || !leftOut.has(part)),
  );
  const inside: StepRow[] = [];
  const rewritten: string[] = [];
  if (type !== "branch") return { content, inside, rewritten };
  const writeLane = (laneId: string, steps: readonly StepInput[] | null | undefined) => {
    if (steps === undefined) return;
    rewritten.push(laneId);
    for (const step of steps ?? []) inside.push(...rowsFrom(step, laneId, writing));
  };
  const lanes = (input.branches === undefined ? undefined : (input.branches ?? []))?.map((lane, place) => {
    const laneId = lane.id ?? writing.moment.newId();
    writeLane(laneId, lane.steps);
    return { id: laneId, name: lane.name ?? `Way ${place + 1}`, if: lane.if ?? { all: [] } };
  });
  writeLane(id, input.otherwise);
  return { content: { branches: lanes ?? before.branches ?? [] }, inside, rewritten };
}

/**
 * A list of steps written whole: ids that live on keep their people, others are new.
 * @throws Problem `invalid_request` where one id stands twice or there are too many
 */
export function stepsFrom(inputs: readonly StepInput[], before: readonly StepRow[], moment: StepMoment): StepRow[] {
  const writing = { known: new Map(before.map((step) => [step.id, step])), moment };
  const steps = inputs.flatMap((input) => rowsFrom(input, null, writing));
  refuseUnsoundTree(steps);
  return steps;
}

/** A tree every id of which stands once, and that is not too big to be read. */
export function refuseUnsoundTree(steps: readonly StepRow[]): void {
  if (steps.length > mostSteps) {
    const detail = `A sequence has at most ${mostSteps} steps.`;
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/steps", code: "too_many", detail }] });
  }
  const seen = new Set<string>();
  const errors = steps.flatMap((step, order) =>
    [step, ...(step.content.branches ?? []), ...(step.type === "email" ? step.variants : [])].flatMap(({ id }) => {
      const isFirst = !seen.has(id);
      seen.add(id);
      if (isFirst) return [];
      return [{ pointer: `/steps/${order}/id`, code: "duplicate", detail: "Another step or lane has the same id." }];
    }),
  );
  if (errors.length > 0) throw new Problem("invalid_request", { detail: "Two steps have the same id.", errors });
}
