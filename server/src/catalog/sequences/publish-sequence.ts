import { type Definition, placeAfterPublish, type StepDefinition } from "@haste/engine/sequence";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { asPublished, publishedDefinition, publishVersion, touched } from "./activate-sequence.ts";
import { type Draft, definitionOf, lockDraft } from "./draft.ts";
import { notActivatable, problemsHere } from "./judge.ts";
import type { SequencePorts } from "./ports.ts";
import { listPeople } from "./queries/numbers.ts";
import { updateSequence } from "./queries/sequences.ts";
import { hasUnpublishedChanges } from "./to-wire.ts";

/** People who do not stay at their step; `toStepId` null = nothing is left for them. */
export interface Move {
  readonly fromStepId: string;
  readonly toStepId: string | null;
  readonly people: number;
}

export interface Published extends Draft {
  readonly moves: readonly Move[];
}

/**
 * Publishes the draft of a sequence that was published before as its next version and takes everybody along, each at
 * the place that {@link placeAfterPublish} finds (B36). A dry run says who would move and writes nothing; nor does
 * publishing twice.
 * @throws Problem `not_activatable` where the draft could not run
 */
export async function publishSequence(
  ctx: WorkContext,
  ports: SequencePorts,
  input: { readonly id: string; readonly dryRun: boolean },
): Promise<Published> {
  const draft = await lockDraft(ctx.tx, { id: input.id });
  const { sequence, steps } = draft;
  if (sequence.publishedVersion === null) {
    throw new Problem("invalid_status", {
      detail: "It was never activated.",
      fix: "Activate it: that publishes version 1.",
    });
  }
  if (!hasUnpublishedChanges(sequence)) return { ...draft, moves: [] };
  const before = await publishedDefinition(ctx, sequence);
  const version = sequence.publishedVersion + 1;
  const definition = await definitionOf(ctx.tx, draft, version, ctx.workspace.timezone);
  const problems = (await problemsHere(ctx, definition)).filter(({ overridable }) => !overridable);
  if (problems.length > 0) throw notActivatable(problems);
  const places = placesOf(before, definition);
  const moves = await countMoves(ctx, sequence.id, places);
  if (input.dryRun) return { ...draft, moves };

  const after = touched(ctx, asPublished(sequence, version));
  await publishVersion(ctx, definition);
  await updateSequence(ctx.tx, after);
  await ports.ledger.movePeople(ctx, sequence.id, { version, places });
  await audit(ctx, "sequence.published", { kind: "sequence", id: sequence.id }, { version, moves });
  await ports.ledger.sequenceChanged(ctx, sequence.id);
  return { sequence: after, steps, moves };
}

function placesOf(before: Definition, after: Definition): Map<string, StepDefinition | null> {
  return new Map(before.steps.map(({ id }) => [id, placeAfterPublish(before, after, id)]));
}

async function countMoves(
  ctx: WorkContext,
  sequenceId: string,
  places: ReadonlyMap<string, StepDefinition | null>,
): Promise<Move[]> {
  const people = await listPeople(ctx.tx, [sequenceId]);
  return [...places].flatMap(([fromStepId, to]) => {
    if (to?.id === fromStepId) return [];
    const standing = people.filter(({ stepId, status }) => stepId === fromStepId && isOnTheWay(status));
    return [{ fromStepId, toStepId: to?.id ?? null, people: standing.reduce((sum, row) => sum + row.people, 0) }];
  });
}

function isOnTheWay(status: string): boolean {
  return status === "active" || status === "paused";
}
