import { linkHosts } from "@haste/engine/approval";
import { asInstant } from "@haste/engine/base";
import { linksOf } from "@haste/engine/render";
import { closedSince, type Definition, type SequenceWarning, statusOf } from "@haste/engine/sequence";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { noteLinkHosts } from "../deliverability/index.ts";
import { testsPublished } from "../experiments/index.ts";
import { type Draft, definitionOf, lockDraft } from "./draft.ts";
import { judge, preflightWarnings, problemsHere } from "./judge.ts";
import type { SequencePorts } from "./ports.ts";
import { type SequenceRow, updateSequence } from "./queries/sequences.ts";
import { findDefinition, insertVersion } from "./queries/versions.ts";
import { lifeOf } from "./to-wire.ts";

export interface Activated extends Draft {
  readonly warnings: readonly SequenceWarning[];
}

/**
 * Lets a sequence run and take people in: a draft by publishing its first version, a paused or closed one by going on with
 * the version it has (its draft stays unpublished). An end that has passed is taken away. Running already, it stays so.
 */
export async function activateSequence(
  ctx: WorkContext,
  ports: SequencePorts,
  input: { readonly id: string; readonly override: readonly string[] },
): Promise<Activated> {
  const draft = await lockDraft(ctx.tx, { id: input.id });
  const { sequence } = draft;
  const isFirst = sequence.publishedVersion === null;
  const definition = isFirst
    ? await definitionOf(ctx.tx, draft, 1, ctx.workspace.timezone)
    : await publishedDefinition(ctx, sequence);
  const { overridden, ...judged } = await judge(
    ctx,
    ports,
    { definition, problems: await problemsHere(ctx, definition) },
    input.override,
  );
  const warnings = [...judged.warnings, ...(await preflightWarnings(ctx, sequence.id))];
  const isResting = sequence.status !== "active";
  if (!isResting && !isClosed(ctx, sequence)) return { ...draft, warnings };

  const endsAt = sequence.endsAt !== null && sequence.endsAt <= ctx.now ? null : sequence.endsAt;
  const active = { ...sequence, status: "active", statusReason: null, endsAt, closedAt: null } as const;
  const after = touched(ctx, isFirst ? asPublished(active, 1) : active);
  if (isFirst) await publishVersion(ctx, null, definition);
  await updateSequence(ctx.tx, after);
  if (!isFirst && isResting) await ports.ledger.resumeSequence(ctx, sequence.id);
  await audit(
    ctx,
    "sequence.activated",
    { kind: "sequence", id: sequence.id },
    { version: after.publishedVersion, overridden: overridden.map(({ code, detail }) => ({ code, detail })) },
  );
  await ports.ledger.sequenceChanged(ctx, sequence.id);
  return { sequence: after, steps: draft.steps, warnings };
}

/** Nothing leaves until it is activated again. A paused sequence stays as it is. */
export async function pauseSequence(ctx: WorkContext, ports: SequencePorts, id: string): Promise<Draft> {
  const { sequence, steps } = await lockDraft(ctx.tx, { id });
  if (sequence.status === "paused") return { sequence, steps };
  const status = statusOf(lifeOf(sequence), asInstant(ctx.now.getTime()));
  if (status !== "active") {
    throw new Problem("invalid_status", {
      detail: `A ${status} sequence sends nothing and cannot be paused.`,
    });
  }
  const after = touched(ctx, { ...sequence, status: "paused", statusReason: `Paused by ${ctx.actor.name}` });
  await updateSequence(ctx.tx, after);
  await ports.ledger.parkSequence(ctx, id);
  await audit(ctx, "sequence.paused", { kind: "sequence", id }, {});
  await ports.ledger.sequenceChanged(ctx, id);
  return { sequence: after, steps };
}

/**
 * Puts a sequence away: stops its people and cancels what waits; it stays readable by its id, and so do the links in
 * mails it has sent. Its name is free again.
 */
export async function archiveSequence(ctx: WorkContext, ports: SequencePorts, id: string): Promise<void> {
  const { sequence } = await lockDraft(ctx.tx, { id }).catch((err: unknown) => {
    // Archiving twice answers as deleting a missing thing does.
    throw err instanceof Problem && err.code === "invalid_status" ? new Problem("not_found", { cause: err }) : err;
  });
  const status = sequence.status === "draft" ? "draft" : "completed";
  await updateSequence(ctx.tx, touched(ctx, { ...sequence, status, statusReason: null, archivedAt: ctx.now }));
  await ports.ledger.stopSequence(ctx, id, "archived");
  await audit(ctx, "sequence.archived", { kind: "sequence", id }, { name: sequence.name });
  await ports.ledger.sequenceChanged(ctx, id);
}

function isClosed(ctx: WorkContext, sequence: SequenceRow): boolean {
  return closedSince(lifeOf(sequence), asInstant(ctx.now.getTime())) !== null;
}

export async function publishedDefinition(ctx: WorkContext, sequence: SequenceRow): Promise<Definition> {
  const version = sequence.publishedVersion ?? 0;
  const definition = await findDefinition(ctx.tx, sequence.id, version);
  if (definition === null) throw new Error(`version ${version} of sequence ${sequence.id} is missing`);
  return definition;
}

/** @param before the version it takes the place of; null for the first */
export async function publishVersion(
  ctx: WorkContext,
  before: Definition | null,
  definition: Definition,
): Promise<void> {
  await insertVersion(ctx.tx, {
    version: definition.version,
    definition,
    publishedAt: ctx.now,
    publishedBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
  });
  await testsPublished(ctx, before, definition);
  await noteLinkHosts(ctx.tx, hostsIn(definition), ctx.machineNow);
}

/** Where the links lead as they are written; hosts that variables make are noted when a mail is. */
function hostsIn({ steps }: Definition): string[] {
  const written = steps.flatMap((step) =>
    step.kind === "email" ? [step.content, ...(step.test?.variants ?? []).map(({ content }) => content)] : [],
  );
  return linkHosts(written.flatMap(linksOf));
}

export function asPublished(sequence: SequenceRow, version: number): SequenceRow {
  return { ...sequence, publishedVersion: version, draftPublished: sequence.draftRevision };
}

export function touched(ctx: WorkContext, sequence: SequenceRow): SequenceRow {
  return { ...sequence, version: sequence.version + 1, updatedAt: ctx.now };
}
