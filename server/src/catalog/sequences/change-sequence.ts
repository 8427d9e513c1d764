import type { SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import type { StepInput } from "@haste/contract/nouns/steps";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { nameTaken } from "./create-sequence.ts";
import {
  type Draft,
  type DraftToChange,
  lockDraft,
  refuseUnfitFiles,
  refuseUnknownAccounts,
  refuseUnknownCalendar,
  refuseUnknownTemplates,
  saveSteps,
  settingsOf,
  withRevision,
} from "./draft.ts";
import type { SequencePorts } from "./ports.ts";
import { updateSequence } from "./queries/sequences.ts";
import { applySettings, stepsFrom } from "./written.ts";

export interface SequenceChange {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly settings?: SequenceSettingsInput | null | undefined;
  readonly endsAt?: string | null | undefined;
  readonly steps?: readonly StepInput[] | null | undefined;
}

/** Changes a sequence: the name and its end at once, settings and steps in its draft. What is left out stays. */
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
        endsAt: change.endsAt === undefined ? sequence.endsAt : dateOrNull(change.endsAt),
      },
      steps: change.steps === undefined ? steps : stepsFrom(change.steps ?? [], steps, ctx),
    };
  });
}

function dateOrNull(at: string | null): Date | null {
  return at === null ? null : new Date(at);
}

/** Every change of a draft goes this way: lock, change, count the revision, write, log, tell. */
export async function changeDraft(
  ctx: WorkContext,
  ports: Pick<SequencePorts, "ledger">,
  what: DraftToChange,
  change: (before: Draft) => Draft,
): Promise<Draft> {
  const before = await lockDraft(ctx.tx, what);
  const { sequence, steps } = withRevision(before, change(before));
  const changed = { ...sequence, version: sequence.version + 1, updatedAt: ctx.now };
  await refuseUnknownCalendar(ctx.tx, before.sequence.holidayCalendarId, sequence.holidayCalendarId);
  await refuseUnknownAccounts(ctx.tx, before.sequence.sendingAccounts, sequence.sendingAccounts);
  await updateSequence(ctx.tx, changed).catch(nameTaken(sequence.name));
  if (steps !== before.steps) {
    await refuseUnknownTemplates(ctx, before.steps, steps);
    await refuseUnfitFiles(ctx.tx, before.steps, steps);
  }
  const saved = steps === before.steps ? steps : await saveSteps(ctx, sequence.id, steps);
  const detail = before.sequence.name === sequence.name ? {} : { name: sequence.name, before: before.sequence.name };
  await audit(ctx, "sequence.changed", { kind: "sequence", id: sequence.id }, { ...detail, steps: steps.length });
  await ports.ledger.sequenceChanged(ctx, sequence.id);
  return { sequence: changed, steps: saved };
}
