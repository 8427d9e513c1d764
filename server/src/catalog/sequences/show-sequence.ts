import type { Sequence } from "@haste/contract/nouns/sequences";
import type { WorkContext } from "../../platform/context/index.ts";
import { countProblems, type Draft } from "./draft.ts";
import { loadStats } from "./numbers.ts";
import type { SequenceRow } from "./queries/sequences.ts";
import { listSteps } from "./queries/steps.ts";
import { toWire } from "./to-wire.ts";

/** Sequences as the API shows them, in the given order; with their numbers where asked for. */
export async function showSequences(
  ctx: WorkContext,
  sequences: readonly SequenceRow[],
  withStats: boolean,
): Promise<Map<string, Sequence>> {
  const { tx, workspace, now } = ctx;
  const stepsOf = await listSteps(
    tx,
    sequences.map((sequence) => sequence.id),
  );
  const drafts = sequences.map((sequence) => ({ sequence, steps: stepsOf.get(sequence.id) ?? [] }));
  const unstarted = drafts.filter(({ sequence }) => sequence.status === "draft");
  const problems = await countProblems(ctx, unstarted);
  const stats = withStats
    ? await loadStats(tx, stepsOf, { now: ctx.now, timezone: workspace.timezone, problems })
    : undefined;
  return new Map(
    drafts.map(({ sequence, steps }) => {
      const numbers = stats?.get(sequence.id);
      const shown = { timezone: workspace.timezone, problems: problems.get(sequence.id) ?? 0, now };
      return [sequence.id, toWire(sequence, steps, numbers === undefined ? shown : { ...shown, stats: numbers })];
    }),
  );
}

/** One sequence that was just read or written. */
export async function showDraft(ctx: WorkContext, { sequence, steps }: Draft): Promise<Sequence> {
  const problems = sequence.status === "draft" ? await countProblems(ctx, [{ sequence, steps }]) : undefined;
  return toWire(sequence, steps, {
    timezone: ctx.workspace.timezone,
    problems: problems?.get(sequence.id) ?? 0,
    now: ctx.now,
  });
}
