import type { SequenceSettingsInput } from "@haste/contract/nouns/sequences";
import type { StepInput } from "@haste/contract/nouns/steps";
import { defaultSettings } from "@haste/engine/sequence";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { copySteps } from "./copy-steps.ts";
import {
  type Draft,
  noSuchSequence,
  refuseUnfitFiles,
  refuseUnknownAccounts,
  refuseUnknownCalendar,
  refuseUnknownTemplates,
  saveSteps,
  settingsOf,
} from "./draft.ts";
import type { SequencePorts } from "./ports.ts";
import { findSequence, insertSequence, listNamesFrom, type SequenceRow } from "./queries/sequences.ts";
import { listSteps } from "./queries/steps.ts";
import { applySettings, stepsFrom } from "./written.ts";

export interface SequenceToCreate {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly settings?: SequenceSettingsInput | null | undefined;
  readonly endsAt?: string | null | undefined;
  readonly steps?: readonly StepInput[] | null | undefined;
}

/** Makes a draft, broken or not: it is judged when somebody activates it. */
export async function createSequence(ctx: WorkContext, ports: SequencePorts, input: SequenceToCreate): Promise<Draft> {
  const settings = applySettings(defaultSettings, input.settings ?? {});
  const { name, description = null, endsAt = null } = input;
  const written = { ...settings, name, description, endsAt: endsAt === null ? null : new Date(endsAt) };
  const sequence = newRow(ctx, written);
  await refuseUnknownCalendar(ctx.tx, null, sequence.holidayCalendarId);
  await refuseUnknownAccounts(ctx.tx, null, sequence.sendingAccounts);
  const draft = { sequence, steps: stepsFrom(input.steps ?? [], [], ctx) };
  await refuseUnknownTemplates(ctx, [], draft.steps);
  await refuseUnfitFiles(ctx.tx, [], draft.steps);
  const saved = await insert(ctx, ports, draft);
  await audit(ctx, "sequence.created", { kind: "sequence", id: sequence.id }, { name: sequence.name });
  return saved;
}

/** Copies a sequence's draft as a new one, without its people and its history. */
export async function duplicateSequence(
  ctx: WorkContext,
  ports: SequencePorts,
  input: { readonly id: string; readonly name?: string | null | undefined },
): Promise<Draft> {
  const original = await findSequence(ctx.tx, input.id);
  if (original === null) throw noSuchSequence();
  const { name, description } = original;
  const found = (await listSteps(ctx.tx, [input.id])).get(input.id) ?? [];
  const { steps, triggers } = copySteps({ steps: found, triggers: original.triggers }, ctx);
  const sequence = newRow(ctx, {
    ...settingsOf(original),
    triggers,
    name: input.name ?? freeName(name, await listNamesFrom(ctx.tx, stemOf(name))),
    description,
    // The date was meant for the original.
    endsAt: null,
  });
  const draft = await insert(ctx, ports, { sequence, steps });
  await audit(
    ctx,
    "sequence.duplicated",
    { kind: "sequence", id: sequence.id },
    { from: input.id, name: sequence.name },
  );
  return draft;
}

async function insert(ctx: WorkContext, { ledger }: SequencePorts, { sequence, steps }: Draft): Promise<Draft> {
  await insertSequence(ctx.tx, sequence).catch(nameTaken(sequence.name));
  const saved = await saveSteps(ctx, sequence.id, steps);
  await ledger.sequenceChanged(ctx, sequence.id);
  return { sequence, steps: saved };
}

/** Turns the refusal of the unique index, which no look beforehand can replace, into the API's. */
export function nameTaken(name: string): (err: unknown) => never {
  return (err) => {
    const { code, constraint } = err as { code?: string; constraint?: string };
    if (code !== "23505" || constraint !== "email_sequences_name") throw err;
    throw new Problem("name_taken", { detail: `Another sequence is called "${name}".`, cause: err });
  };
}

type Written = Pick<SequenceRow, "name" | "description" | "endsAt"> & ReturnType<typeof settingsOf>;

function newRow(ctx: WorkContext, written: Written): SequenceRow {
  return {
    ...written,
    id: ctx.newId(),
    status: "draft",
    statusReason: null,
    publishedVersion: null,
    draftRevision: 1,
    draftPublished: 0,
    version: 1,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
    archivedAt: null,
    closedAt: null,
    onTheWay: 0,
  };
}

const longestName = 255;
/** Leaves room for the longest ending. */
const stemOf = (name: string) => name.slice(0, longestName - " (copy 9999)".length);

/** `Founders (copy)`, then `Founders (copy 2)`, … */
function freeName(name: string, taken: readonly string[]): string {
  for (let count = 1; ; count += 1) {
    const ending = count === 1 ? " (copy)" : ` (copy ${count})`;
    const copy = `${name.length + ending.length > longestName ? stemOf(name) : name}${ending}`;
    if (!taken.includes(copy)) return copy;
  }
}
