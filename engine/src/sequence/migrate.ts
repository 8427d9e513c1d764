import type { Definition, StepDefinition } from "./definition.ts";
import { firstStep, stepAt } from "./outline.ts";
import { placeAfterPublish, placeBehind } from "./place.ts";
import { titleOf } from "./say.ts";

/**
 * What publishing does with people on the way. `keep`: they go on by the version they run by, until they finish.
 * `move`: they go on in the new one where they stand. `skip`: behind the step they stand before. `reenter`: at its
 * first step; what they had already is passed over there, its send key being spent.
 */
export type PublishAction = "keep" | "move" | "skip" | "reenter";

/** What shall become of the people who stand before one step. */
export interface Migration {
  readonly atStepId: string;
  /** Null: of any version. */
  readonly atVersion: number | null;
  readonly action: PublishAction;
  /** A place of one's own choice in the new version; null: the one the action finds. */
  readonly toStepId: string | null;
}

/** Where people who leave their version go on; `place` null: nothing is left for them. */
export interface Transfer {
  readonly action: Exclude<PublishAction, "keep">;
  readonly place: StepDefinition | null;
}

/** The migration that speaks of these people: one that names their version goes before one that does not. */
export function migrationFor(
  migrations: readonly Migration[],
  { stepId, version }: { readonly stepId: string; readonly version: number },
): Migration | null {
  const own = migrations.filter((one) => one.atStepId === stepId);
  return own.find((one) => one.atVersion === version) ?? own.find((one) => one.atVersion === null) ?? null;
}

/** Where each action puts people who stand before a step of an older version. */
export function placesAfterPublish(
  before: Definition,
  after: Definition,
  stepId: string,
): Readonly<Record<Transfer["action"], StepDefinition | null>> {
  return {
    move: placeAfterPublish(before, after, stepId),
    skip: placeBehind(before, after, stepId),
    reenter: firstStep(after),
  };
}

/** Null: they stay on their version. */
export function transferOf(
  before: Definition,
  after: Definition,
  who: { readonly stepId: string; readonly migration: Migration | null },
): Transfer | null {
  const { migration, stepId } = who;
  if (migration === null || migration.action === "keep") return null;
  const { action, toStepId } = migration;
  const place = toStepId === null ? placesAfterPublish(before, after, stepId)[action] : stepAt(after, toStepId);
  return { action, place };
}

/** What that means for them, as a sentence. */
export function transferInWords(
  before: Definition,
  after: Definition,
  who: { readonly stepId: string; readonly transfer: Transfer | null },
): string {
  const { stepId, transfer } = who;
  if (transfer === null) return `They go on by version ${before.version} until they finish.`;
  const { action, place } = transfer;
  if (place === null) return `Version ${after.version} has nothing left for them: they finish.`;
  if (action === "reenter")
    return `They begin version ${after.version} at ${titleOf(place)}; what they had already is not sent again.`;
  if (action === "skip") return `They leave this step out and go on before ${titleOf(place)}.`;
  if (place.id === stepId) return `They stay before this step, as version ${after.version} has it.`;
  const why = stepAt(after, stepId) === null ? "The step is gone: they" : "They";
  return `${why} go on before ${titleOf(place)}.`;
}
