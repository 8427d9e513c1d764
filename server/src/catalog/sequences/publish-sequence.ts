import type { Impact, Migration } from "@haste/contract/nouns/publishing";
import type { Definition } from "@haste/engine/sequence";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { asPublished, publishedDefinition, publishVersion, touched } from "./activate-sequence.ts";
import { type Draft, type DraftToChange, definitionOf, lockDraft } from "./draft.ts";
import {
  type Foresight,
  foreseePublishing,
  type Move,
  migrationsFrom,
  type Publication,
} from "./foresee-publishing.ts";
import { notActivatable, problemsHere } from "./judge.ts";
import type { SequencePorts } from "./ports.ts";
import { updateSequence } from "./queries/sequences.ts";
import { hasUnpublishedChanges } from "./to-wire.ts";

export interface Published extends Draft {
  readonly moves: readonly Move[];
  readonly impact: Impact;
}

export interface PublishInput extends DraftToChange {
  readonly migrations: readonly Migration[];
  readonly dryRun: boolean;
}

/**
 * Publishes the draft of a sequence that was published before as its next version. People on the way stay on the
 * version they run by, unless a migration takes them along (B36). A dry run says what would become of whom and writes
 * nothing. Where the draft has nothing unpublished no version is made, but people of older ones can still be taken along.
 * @throws Problem `not_activatable` where the draft could not run, `invalid_request` where a migration leads nowhere
 */
export async function publishSequence(ctx: WorkContext, ports: SequencePorts, input: PublishInput): Promise<Published> {
  const draft = await lockDraft(ctx.tx, input);
  const { sequence } = draft;
  if (sequence.publishedVersion === null) throw neverActivated();
  const before = await publishedDefinition(ctx, sequence);
  const after = hasUnpublishedChanges(sequence)
    ? await definitionOf(ctx.tx, draft, sequence.publishedVersion + 1, ctx.workspace.timezone)
    : before;
  const migrations = migrationsFrom(input.migrations);
  return publishDefinition(ctx, ports, { draft, before, after, migrations, others: "keep", dryRun: input.dryRun });
}

export function neverActivated(): Problem {
  return new Problem("invalid_status", {
    detail: "It was never activated.",
    fix: "Activate it: that publishes version 1.",
  });
}

export interface Publishing {
  /** Holds what `after` says already. */
  readonly draft: Draft;
  readonly before: Definition;
  /** The very same as `before` where nothing changes. */
  readonly after: Definition;
  readonly migrations: Publication["migrations"];
  readonly others: Publication["others"];
  readonly dryRun: boolean;
}

/** Publishes `after`, takes people along, and tells; a dry run only says what that would mean. */
export async function publishDefinition(
  ctx: WorkContext,
  ports: SequencePorts,
  { draft, before, after, migrations, others, dryRun }: Publishing,
): Promise<Published> {
  const { sequence, steps } = draft;
  const isNew = after.version !== before.version;
  const problems = isNew ? (await problemsHere(ctx, after)).filter(({ overridable }) => !overridable) : [];
  if (problems.length > 0) throw notActivatable(problems);
  const isPaused = sequence.status !== "active";
  const foresight = await foreseePublishing(ctx, { before, after, migrations, others, isPaused });
  const { impact, moves } = foresight;
  if (dryRun || !(isNew || takesAlong(foresight))) return { ...draft, impact, moves };

  const published = touched(ctx, isNew ? asPublished(sequence, after.version) : sequence);
  if (isNew) await publishVersion(ctx, before, after);
  await updateSequence(ctx.tx, published);
  if (takesAlong(foresight)) {
    await ports.ledger.movePeople(ctx, { after, transferOf: foresight.transferOf });
  }
  const taken = impact.groups
    .filter((group) => group.action !== "keep")
    .map(({ stepId, version, action, people }) => ({ stepId, version, action, people }));
  const detail = { version: after.version, changes: impact.diff.sentence, taken };
  await audit(ctx, "sequence.published", { kind: "sequence", id: sequence.id }, detail);
  await ports.ledger.sequenceChanged(ctx, sequence.id);
  return { sequence: published, steps, impact, moves };
}

function takesAlong({ impact }: Foresight): boolean {
  return impact.groups.some((group) => group.action !== "keep");
}
