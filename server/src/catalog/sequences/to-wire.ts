import type { SequenceDiff } from "@haste/contract/nouns/publishing";
import type { Sequence, SequenceVersion } from "@haste/contract/nouns/sequences";
import type { Step, VersionStep } from "@haste/contract/nouns/steps";
import { asInstant } from "@haste/engine/base";
import {
  closedSince,
  type Definition,
  diffOf,
  type Lane,
  normalizeContent,
  type SequenceLife,
  type StepDefinition,
  statusOf,
  writtenVariant,
} from "@haste/engine/sequence";
import type { SequenceRow } from "./queries/sequences.ts";
import type { StepRow } from "./queries/steps.ts";
import type { VersionRow } from "./queries/versions.ts";

type DefinitionRules = Pick<Definition["settings"], "stopRules" | "triggers">;

/** What the rows alone do not say. */
export interface Shown {
  /** The workspace's, for sequences without one of their own. */
  readonly timezone: string;
  /** How many problems keep the draft from running. */
  readonly problems: number;
  readonly now: Date;
  readonly stats?: Sequence["stats"];
}

export function toWire(sequence: SequenceRow, steps: readonly StepRow[], shown: Shown): Sequence {
  const { createdAt, updatedAt, archivedAt } = sequence;
  const [life, now] = [lifeOf(sequence), asInstant(shown.now.getTime())];
  const closedAt = closedSince(life, now);
  return {
    id: sequence.id,
    name: sequence.name,
    description: sequence.description,
    status: statusOf(life, now),
    statusReason: reasonOf(sequence, { problems: shown.problems, isClosed: closedAt !== null }),
    settings: {
      timezone: sequence.timezone ?? shown.timezone,
      timezoneMode: sequence.timezoneMode,
      sendingDays: [...sequence.sendingDays],
      sendingHours: sequence.sendingHours,
      sendingWindows: sequence.sendingWindows?.map((window) => ({ ...window, days: [...window.days] })) ?? null,
      replyHandling: sequence.replyHandling,
      bounceHandling: sequence.bounceHandling,
      tracking: sequence.tracking,
      reEntry: sequence.reEntry,
      intake: sequence.intake,
      cooldownDays: sequence.cooldownDays,
      holdOut: sequence.holdOut,
      priority: sequence.priority,
      sendingAccounts: sequence.sendingAccounts?.map((account) => ({ ...account })) ?? null,
      holidayCalendarId: sequence.holidayCalendarId,
      ...rulesToWire(sequence),
    },
    steps: topOf(steps, rowToWire) as Step[],
    publishedVersion: sequence.publishedVersion,
    hasUnpublishedChanges: hasUnpublishedChanges(sequence),
    endsAt: sequence.endsAt?.toISOString() ?? null,
    closedAt: closedAt === null ? null : new Date(closedAt).toISOString(),
    archivedAt: archivedAt?.toISOString() ?? null,
    version: sequence.version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    createdBy: sequence.createdBy,
    ...(shown.stats === undefined ? {} : { stats: shown.stats }),
  };
}

/** Whether publishing would change what people run by; a draft that was never published has nothing to differ from. */
export function hasUnpublishedChanges(sequence: SequenceRow): boolean {
  return sequence.publishedVersion !== null && sequence.draftRevision !== sequence.draftPublished;
}

/** A row as the rule of the engine reads it. */
export function lifeOf(sequence: SequenceRow): SequenceLife {
  const { status, endsAt, closedAt, onTheWay } = sequence;
  const instant = (date: Date | null) => (date === null ? null : asInstant(date.getTime()));
  return { status, endsAt: instant(endsAt), closedAt: instant(closedAt), onTheWay };
}

function closedReason({ onTheWay, statusReason }: SequenceRow): string {
  if (onTheWay === 0) return "Closed to new people, and nobody is on the way. Activate it to open it again";
  const people = onTheWay === 1 ? "1 person is" : `${onTheWay} people are`;
  return [statusReason, `Closed to new people; ${people} still on the way`].filter((part) => part !== null).join(". ");
}

/** Why it stands where it stands, and what comes next (B35). */
function reasonOf(
  sequence: SequenceRow,
  { problems, isClosed }: { readonly problems: number; readonly isClosed: boolean },
): string | null {
  if (sequence.archivedAt !== null) return "Archived";
  if (sequence.status !== "draft") return isClosed ? closedReason(sequence) : sequence.statusReason;
  if (problems === 0) return "Ready to activate";
  return problems === 1 ? "1 problem to solve before it can run" : `${problems} problems to solve before it can run`;
}

function rulesToWire({ stopRules, triggers }: DefinitionRules) {
  return {
    stopRules: stopRules?.map((rule) => ({ ...rule })) ?? null,
    triggers: (triggers ?? []).map((trigger) => ({ ...trigger })) as Sequence["settings"]["triggers"],
  };
}

function topOf<S extends { id: string; parentId: string | null }>(steps: readonly S[], toFlat: (step: S) => FlatStep) {
  const around = nesting(steps, toFlat);
  return (around.tree.get(null) ?? []).map((step) => nest(step, around));
}

/** One step of these, with everything in its lanes. */
export function stepToWire(steps: readonly StepRow[], stepId: string): Step {
  const step = steps.find((candidate) => candidate.id === stepId);
  if (step === undefined) throw new Error(`there is no step ${stepId}`);
  return nest(step, nesting(steps, rowToWire)) as Step;
}

function rowToWire(step: StepRow): FlatStep {
  return {
    id: step.id,
    type: step.type,
    delay: step.delay,
    templateId: step.templateId,
    content: normalizeContent(step.type, step.content),
    conditions: step.conditions,
    tracking: step.tracking,
    approval: step.approval,
    ...(step.abTestId === null ? {} : { abTestId: step.abTestId }),
    ...(step.variants.length === 0
      ? {}
      : { variants: step.variants.map((one) => ({ ...one, content: { ...one.content } })) }),
    createdAt: step.createdAt.toISOString(),
    updatedAt: step.updatedAt.toISOString(),
  };
}

/** A step without what stands in its lanes. */
interface FlatStep {
  readonly content: unknown;
  readonly [part: string]: unknown;
}

interface Nesting<S> {
  readonly tree: ReadonlyMap<string | null, readonly S[]>;
  readonly orders: ReadonlyMap<S, number>;
  toFlat(step: S): FlatStep;
}

function nesting<S extends { parentId: string | null }>(
  steps: readonly S[],
  toFlat: (step: S) => FlatStep,
): Nesting<S> {
  return {
    tree: Map.groupBy(steps, (step) => step.parentId),
    orders: new Map(steps.map((step, order) => [step, order])),
    toFlat,
  };
}

/** Puts steps into the lanes they stand in, as the API shows a tree. */
function nest<S extends { id: string; parentId: string | null }>(step: S, around: Nesting<S>): unknown {
  const { content, ...parts } = around.toFlat(step);
  const inside = (lane: string) => (around.tree.get(lane) ?? []).map((child) => nest(child, around));
  const lanes = (content as { branches?: readonly Lane[] }).branches;
  const shown = lanes && {
    branches: lanes.map((lane) => ({ ...lane, steps: inside(lane.id) })),
    otherwise: inside(step.id),
  };
  return { ...parts, order: around.orders.get(step), content: shown ?? content };
}

/** A published version in the words of the API: what applies, everything resolved. */
export function versionToWire(
  { version, definition, publishedAt, publishedBy }: VersionRow,
  before: Definition | null,
): SequenceVersion {
  return {
    version,
    publishedAt: publishedAt.toISOString(),
    publishedBy,
    settings: settingsToWire(definition),
    steps: topOf(definition.steps, versionStep) as VersionStep[],
    diff: before === null ? null : diffToWire(before, definition),
  };
}

function versionStep(step: StepDefinition): FlatStep {
  const { kind, order: _, parentId: __, test, ...parts } = step;
  if (step.kind === "branch" && step.test !== undefined) {
    const ways = step.test.variants.map((way) => ({ ...way, content: {}, weight: null }));
    return { ...parts, type: kind, abTestId: step.test.testId, variants: ways };
  }
  if (step.kind !== "email" || step.test === undefined) return { ...parts, type: kind };
  const variants = step.test.variants.map((variant) => ({
    id: variant.id,
    name: variant.name,
    content: { ...writtenVariant(variant, step.content) },
    weight: null,
  }));
  return { ...parts, type: kind, abTestId: step.test.testId, variants };
}

/** What changed from one version to the other, in the words of the API. */
export function diffToWire(before: Definition, after: Definition): SequenceDiff {
  const { sentence, changes } = diffOf(before, after);
  return { sentence, changes: changes.map((change) => ({ ...change, parts: [...change.parts] })) };
}

function settingsToWire({ settings }: Definition): SequenceVersion["settings"] {
  const { windows, holidays, ...others } = settings;
  const written = windows.map(({ days, start, end }) => ({ days: [...days], start, end }));
  const [first] = written;
  if (first === undefined) throw new Error("a published sequence has a window");
  return {
    ...others,
    ...rulesToWire(settings),
    holdOut: settings.holdOut ?? 0,
    priority: settings.priority ?? "normal",
    sendingDays: first.days,
    sendingHours: { start: first.start, end: first.end },
    sendingWindows: written.length > 1 ? written : null,
    sendingAccounts: settings.sendingAccounts?.map((account) => ({ ...account })) ?? null,
    holidayCalendarId: holidays?.calendarId ?? null,
  };
}
