import type { SequenceDiff } from "@haste/contract/nouns/publishing";
import type { Definition } from "@haste/engine/sequence";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { definitionOf, noSuchSequence } from "./draft.ts";
import { neverActivated } from "./publish-sequence.ts";
import { findSequence, type SequenceRow } from "./queries/sequences.ts";
import { listSteps } from "./queries/steps.ts";
import { findDefinition } from "./queries/versions.ts";
import { diffToWire } from "./to-wire.ts";

/** What differs between any two versions; without `from` the published one is meant, without `to` the draft. */
export async function compareVersions(
  ctx: WorkContext,
  id: string,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): Promise<SequenceDiff> {
  const sequence = await findSequence(ctx.tx, id);
  if (sequence === null) throw noSuchSequence();
  const earlier = from ?? sequence.publishedVersion;
  if (earlier === null) throw neverActivated();
  const before = await versionOf(ctx, id, earlier);
  return diffToWire(before, to === undefined ? await draftOf(ctx, sequence) : await versionOf(ctx, id, to));
}

async function versionOf(ctx: WorkContext, id: string, version: number): Promise<Definition> {
  const definition = await findDefinition(ctx.tx, id, version);
  if (definition === null) throw new Problem("not_found", { detail: `The sequence has no version ${version}.` });
  return definition;
}

async function draftOf(ctx: WorkContext, sequence: SequenceRow): Promise<Definition> {
  const steps = (await listSteps(ctx.tx, [sequence.id])).get(sequence.id) ?? [];
  return definitionOf(ctx.tx, { sequence, steps }, (sequence.publishedVersion ?? 0) + 1, ctx.workspace.timezone);
}
