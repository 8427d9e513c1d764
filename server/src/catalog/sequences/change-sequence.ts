import type { SequenceSettingsInput, StepInput } from "@haste/contract/nouns/sequences";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { nameTaken } from "./create-sequence.ts";
import { type Draft, type DraftToChange, lockDraft, saveSteps, settingsOf, withRevision } from "./draft.ts";
import type { SequencePorts } from "./ports.ts";
import { updateSequence } from "./queries/sequences.ts";
import type { StepRow } from "./queries/steps.ts";
import { applySettings, changeStep, stepFrom, stepsFrom } from "./written.ts";

export interface SequenceChange {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly settings?: SequenceSettingsInput | null | undefined;
  readonly steps?: readonly StepInput[] | null | undefined;
}

/** Changes a sequence: the name at once, settings and steps in its draft. What is left out stays. */
export function changeSequence(
  ctx: WorkContext,
  ports: SequencePorts,
  what: DraftToChange,
  change: SequenceChange,
): Promise<Draft> {
  return changeDraft(ctx, ports, what, ({ sequence, steps }) => {
    const settings = applySettings(settingsOf(sequence), change.settings ?? {});
    return {
      sequence: {
        ...sequence,
        ...settings,
        name: change.name ?? sequence.name,
        description: change.description === undefined ? sequence.description : change.description,
      },
      steps: change.steps === undefined ? steps : stepsFrom(change.steps ?? [], steps, ctx),
    };
  });
}

/** Adds a step, by default as the last one. */
export async function addStep(
  ctx: WorkContext,
  ports: SequencePorts,
  sequenceId: string,
  input: StepInput & { readonly order?: number | null | undefined },
): Promise<{ step: StepRow; order: number }> {
  const step = stepFrom(input, undefined, ctx);
  const { steps } = await changeDraft(ctx, ports, { id: sequenceId }, (draft) => {
    if (draft.steps.some((known) => known.id === step.id)) throw duplicateStep();
    if (draft.steps.length >= mostSteps) throw tooManySteps();
    return { ...draft, steps: draft.steps.toSpliced(input.order ?? draft.steps.length, 0, step) };
  });
  return placeOf(steps, step.id);
}

/** The same bound as a list of steps written whole. */
const mostSteps = 200;

function tooManySteps(): Problem {
  const detail = `A sequence has at most ${mostSteps} steps.`;
  return new Problem("invalid_request", { detail, errors: [{ pointer: "", code: "too_many", detail }] });
}

function duplicateStep(): Problem {
  const detail = "The sequence has a step with this id already.";
  return new Problem("invalid_request", { detail, errors: [{ pointer: "/id", code: "duplicate", detail }] });
}

export async function changeStepOf(
  ctx: WorkContext,
  ports: SequencePorts,
  where: { readonly id: string; readonly stepId: string },
  change: Omit<StepInput, "id">,
): Promise<{ step: StepRow; order: number }> {
  const { steps } = await changeDraft(ctx, ports, where, (draft) => {
    const { order } = placeOf(draft.steps, where.stepId);
    return { ...draft, steps: draft.steps.with(order, changeStep(draft.steps[order] as StepRow, change, ctx.now)) };
  });
  return placeOf(steps, where.stepId);
}

/** Takes a step out of the draft; people standing there go on at what follows when it is published. */
export async function removeStep(
  ctx: WorkContext,
  ports: SequencePorts,
  where: { readonly id: string; readonly stepId: string },
): Promise<void> {
  await changeDraft(ctx, ports, where, (draft) => {
    return { ...draft, steps: draft.steps.toSpliced(placeOf(draft.steps, where.stepId).order, 1) };
  });
}

/**
 * Puts the steps into another order.
 * @throws Problem `steps_incomplete` unless every step is named exactly once
 */
export function reorderSteps(
  ctx: WorkContext,
  ports: SequencePorts,
  sequenceId: string,
  stepIds: readonly string[],
): Promise<Draft> {
  return changeDraft(ctx, ports, { id: sequenceId }, (draft) => {
    const known = new Map(draft.steps.map((step) => [step.id, step]));
    const steps = stepIds.flatMap((id) => known.get(id) ?? []);
    if (new Set(stepIds).size !== stepIds.length || steps.length !== stepIds.length || steps.length !== known.size) {
      throw new Problem("steps_incomplete", {
        detail: `The sequence has ${known.size} steps; name each of them once.`,
      });
    }
    return { ...draft, steps };
  });
}

function placeOf(steps: readonly StepRow[], stepId: string): { step: StepRow; order: number } {
  const order = steps.findIndex((step) => step.id === stepId);
  const step = steps[order];
  if (step === undefined) throw new Problem("not_found", { detail: "The sequence has no such step." });
  return { step, order };
}

/** Every change of a draft goes this way: lock, change, count the revision, write, log, tell. */
async function changeDraft(
  ctx: WorkContext,
  ports: SequencePorts,
  what: DraftToChange,
  change: (before: Draft) => Draft,
): Promise<Draft> {
  const before = await lockDraft(ctx.tx, what);
  const { sequence, steps } = withRevision(before, change(before));
  const after = { sequence: { ...sequence, version: sequence.version + 1, updatedAt: ctx.now }, steps };
  await updateSequence(ctx.tx, after.sequence).catch(nameTaken(sequence.name));
  if (after.steps !== before.steps) await saveSteps(ctx.tx, sequence.id, steps);
  const detail = before.sequence.name === sequence.name ? {} : { name: sequence.name, before: before.sequence.name };
  await audit(ctx, "sequence.changed", { kind: "sequence", id: sequence.id }, { ...detail, steps: steps.length });
  await ports.ledger.sequenceChanged(ctx, sequence.id);
  return after;
}
