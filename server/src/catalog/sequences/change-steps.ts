import type { NewStep, StepChanges } from "@haste/contract/nouns/steps";
import type { VariantInput } from "@haste/contract/nouns/variants";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { changeDraft } from "./change-sequence.ts";
import type { Draft } from "./draft.ts";
import type { SequenceLedger, SequencePorts } from "./ports.ts";
import type { StepRow } from "./queries/steps.ts";
import { inOrder, lanesOf, treeOf } from "./step-tree.ts";
import { changeStep, refuseUnsoundTree, rowsFrom } from "./written.ts";

/** The whole draft after a change, and the step it was about. */
export interface ChangedStep {
  readonly steps: readonly StepRow[];
  readonly stepId: string;
}

/** Adds a step with everything in its lanes, by default as the last one of the top. */
export async function addStep(
  ctx: WorkContext,
  ports: SequencePorts,
  sequenceId: string,
  input: NewStep,
): Promise<ChangedStep> {
  const { parentId = null, order, ...written } = input;
  let stepId = "";
  const { steps } = await changeDraft(ctx, ports, { id: sequenceId }, (draft) => {
    refuseUnknownParent(draft.steps, parentId);
    const [step, ...inside] = rowsFrom(written, parentId, { known: new Map(), moment: ctx });
    if (step === undefined) throw new Error("a written step has a row");
    stepId = step.id;
    const tree = treeOf([...draft.steps, ...inside]);
    const siblings = tree.get(parentId) ?? [];
    tree.set(parentId, siblings.toSpliced(order ?? siblings.length, 0, step));
    return withTree(draft, tree);
  });
  return { steps, stepId };
}

export async function changeStepOf(
  ctx: WorkContext,
  ports: Pick<SequencePorts, "ledger">,
  where: { readonly id: string; readonly stepId: string },
  change: StepChanges,
): Promise<ChangedStep> {
  const { steps } = await changeDraft(ctx, ports, where, (draft) => {
    const before = mustFind(draft.steps, where.stepId);
    const known = new Map(draft.steps.map((step) => [step.id, step]));
    const { step, inside, rewritten } = changeStep(before, change, { known, moment: ctx });
    const gone = new Set(rewritten);
    const others = draft.steps.filter((other) => other.parentId === null || !gone.has(other.parentId));
    const kept = others.map((other) => (other.id === step.id ? step : other));
    return withTree(draft, treeOf([...kept, ...inside]));
  });
  return { steps, stepId: where.stepId };
}

/** Writes the variants of a step, and returns the test that holds them; null: none, as of a step that is neither an email nor a branch. */
export async function writeStepVariants(
  ctx: WorkContext,
  ledger: SequenceLedger,
  { sequenceId, stepId }: { readonly sequenceId: string; readonly stepId: string },
  variants: readonly VariantInput[],
): Promise<string | null> {
  const { steps } = await changeStepOf(ctx, { ledger }, { id: sequenceId, stepId }, { variants: [...variants] });
  return steps.find(({ id }) => id === stepId)?.abTestId ?? null;
}

/** Takes a step out of the draft, with its lanes; people standing there go on at what follows when it is published. */
export async function removeStep(
  ctx: WorkContext,
  ports: SequencePorts,
  where: { readonly id: string; readonly stepId: string },
): Promise<void> {
  await changeDraft(ctx, ports, where, (draft) => {
    mustFind(draft.steps, where.stepId);
    return withTree(draft, treeOf(draft.steps.filter((step) => step.id !== where.stepId)));
  });
}

/**
 * Puts the steps of one place into another order.
 * @throws Problem `steps_incomplete` unless every step there is named exactly once
 */
export function reorderSteps(
  ctx: WorkContext,
  ports: SequencePorts,
  sequenceId: string,
  order: { readonly parentId: string | null; readonly stepIds: readonly string[] },
): Promise<Draft> {
  const { parentId, stepIds } = order;
  return changeDraft(ctx, ports, { id: sequenceId }, (draft) => {
    refuseUnknownParent(draft.steps, parentId);
    const tree = treeOf(draft.steps);
    const known = new Map((tree.get(parentId) ?? []).map((step) => [step.id, step]));
    const steps = stepIds.flatMap((id) => known.get(id) ?? []);
    if (new Set(stepIds).size !== stepIds.length || steps.length !== stepIds.length || steps.length !== known.size) {
      const where = parentId === null ? "The sequence" : "This way";
      throw new Problem("steps_incomplete", { detail: `${where} has ${known.size} steps; name each of them once.` });
    }
    tree.set(parentId, steps);
    return withTree(draft, tree);
  });
}

function withTree(draft: Draft, tree: ReadonlyMap<string | null, readonly StepRow[]>): Draft {
  const steps = inOrder(tree);
  refuseUnsoundTree(steps);
  return { ...draft, steps };
}

function mustFind(steps: readonly StepRow[], stepId: string): StepRow {
  const step = steps.find((candidate) => candidate.id === stepId);
  if (step === undefined) throw new Problem("not_found", { detail: "The sequence has no such step." });
  return step;
}

function refuseUnknownParent(steps: readonly StepRow[], parentId: string | null): void {
  if (parentId === null || steps.some((step) => lanesOf(step).includes(parentId))) return;
  const detail = "The sequence has no such lane. Name a lane of a branch, or the branch itself for its otherwise.";
  throw new Problem("invalid_request", { detail, errors: [{ pointer: "/parentId", code: "not_found", detail }] });
}
