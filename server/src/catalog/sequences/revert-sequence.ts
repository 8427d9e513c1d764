import { type Definition, type StepDefinition, writtenVariant } from "@haste/engine/sequence";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { loadTemplates } from "../templates/index.ts";
import { asPublished, publishedDefinition, touched } from "./activate-sequence.ts";
import { type Draft, type DraftToChange, lockDraft, saveSteps, withRevision } from "./draft.ts";
import type { SequencePorts } from "./ports.ts";
import { neverActivated, type Published, publishDefinition } from "./publish-sequence.ts";
import { type SequenceRow, updateSequence } from "./queries/sequences.ts";
import type { StepRow } from "./queries/steps.ts";
import { findDefinition } from "./queries/versions.ts";
import { hasUnpublishedChanges } from "./to-wire.ts";

export interface RevertInput extends DraftToChange {
  readonly version: number;
}

/**
 * Makes an earlier version the present one again: its content is published once more as the next version (versions never
 * change), and everybody goes back to it, each at the step they stand before. What the draft had unpublished is given up.
 * Back to the present version is giving up the draft alone.
 */
export async function revertSequence(ctx: WorkContext, ports: SequencePorts, input: RevertInput): Promise<Published> {
  const draft = await lockDraft(ctx.tx, input);
  const { sequence } = draft;
  if (sequence.publishedVersion === null) throw neverActivated();
  const before = await publishedDefinition(ctx, sequence);
  const earlier = await findDefinition(ctx.tx, sequence.id, input.version);
  if (earlier === null) throw new Problem("not_found", { detail: `The sequence has no version ${input.version}.` });
  const isPresent = earlier.version === before.version;
  const restored = isPresent && !hasUnpublishedChanges(sequence) ? draft : await restore(ctx, ports, draft, earlier);
  const after = isPresent ? before : { ...earlier, version: before.version + 1, name: sequence.name };
  const [migrations, others] = [[], isPresent ? "keep" : "move"] as const;
  return publishDefinition(ctx, ports, { draft: restored, before, after, migrations, others, dryRun: isPresent });
}

/** Writes the content of a version into the draft. Back to the present version, nothing is unpublished any more. */
async function restore(ctx: WorkContext, ports: SequencePorts, before: Draft, earlier: Definition): Promise<Draft> {
  const changed = withRevision(before, {
    sequence: { ...before.sequence, ...settingsFrom(earlier, ctx.workspace.timezone) },
    steps: await stepsFrom(ctx, before.steps, earlier),
  });
  const isPresent = earlier.version === before.sequence.publishedVersion;
  const sequence = touched(ctx, isPresent ? asPublished(changed.sequence, earlier.version) : changed.sequence);
  await updateSequence(ctx.tx, sequence);
  const steps = await saveSteps(ctx, sequence.id, changed.steps);
  await audit(ctx, "sequence.reverted", { kind: "sequence", id: sequence.id }, { to: earlier.version });
  await ports.ledger.sequenceChanged(ctx, sequence.id);
  return { sequence, steps };
}

/** Settings as if somebody had written them again; a zone that is the workspace's own stays unsaid. */
function settingsFrom({ settings }: Definition, timezone: string): Partial<SequenceRow> {
  const { windows, ...others } = settings;
  const [first] = windows;
  const rules = { stopRules: settings.stopRules ?? null, triggers: settings.triggers ?? [] };
  const written = { ...others, ...rules, timezone: settings.timezone === timezone ? null : settings.timezone };
  if (first === undefined || windows.length > 1) return { ...written, sendingWindows: windows };
  const hours = { start: first.start, end: first.end };
  return { ...written, sendingDays: first.days, sendingHours: hours, sendingWindows: null };
}

/** Steps of a version as rows of the draft; those that live there keep the instant they were made. */
async function stepsFrom(ctx: WorkContext, known: readonly StepRow[], { steps }: Definition): Promise<StepRow[]> {
  const madeAt = new Map(known.map((step) => [step.id, step.createdAt]));
  const templates = await loadTemplates(
    ctx.tx,
    steps.flatMap((step) => step.templateId ?? []),
  );
  return steps.map((step) => ({
    id: step.id,
    type: step.kind,
    parentId: step.parentId,
    delay: step.delay,
    // The content was copied when it was published; a template that is gone is not needed for it.
    templateId: step.templateId !== null && templates.has(step.templateId) ? step.templateId : null,
    content: step.content,
    conditions: step.conditions,
    tracking: step.tracking,
    approval: step.approval ?? null,
    ...variantsOf(step, known),
    createdAt: madeAt.get(step.id) ?? ctx.now,
    updatedAt: ctx.now,
  }));
}

/** The variants as they were; their weights are no part of a version. */
function variantsOf(step: StepDefinition, known: readonly StepRow[]): Pick<StepRow, "abTestId" | "variants"> {
  if (step.kind !== "email" || step.test === undefined) return { abTestId: null, variants: [] };
  const now = known.find(({ id }) => id === step.id)?.variants ?? [];
  const variants = step.test.variants.map((variant) => ({
    id: variant.id,
    name: variant.name,
    content: writtenVariant(variant, step.content),
    weight: now.find(({ id }) => id === variant.id)?.weight ?? null,
  }));
  return { abTestId: step.test.testId, variants };
}
