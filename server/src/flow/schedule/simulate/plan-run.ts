import { asInstant, findZone, HOUR_MS, type Instant, UTC, type Zone } from "@haste/engine/base";
import { capsIntake } from "@haste/engine/schedule";
import type { Definition } from "@haste/engine/sequence";
import { type SimulatedPerson, SimulatedWorld, samplePeople } from "@haste/engine/simulate";
import { readIntake } from "../../../ledger/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { intakeSince, loadAccounts } from "../load-snapshot.ts";
import { type HistoryRates, readHistoryRates } from "./history-rates.ts";
import type { SimulationPorts } from "./ports.ts";

/** What somebody asked for, without whom it is about. */
export interface SimulationWish {
  readonly sequenceId: string;
  readonly version: "draft" | "published" | null;
  readonly seed: string;
  readonly from: string;
  readonly rates: Partial<Omit<HistoryRates, "fromEmails">>;
  readonly taskHours: number;
}

/** Everything about a simulation but its people. */
export interface SimulationPlan {
  readonly wish: SimulationWish;
  readonly definition: Definition;
  readonly rates: HistoryRates;
  readonly from: Instant;
  /** The workspace's, in which days are counted. */
  readonly zone: Zone;
}

/** @throws Problem `not_found`, and `not_activatable` for a draft that could not run */
export async function planRun(
  ctx: WorkContext,
  wish: SimulationWish,
  { loadRunnable }: SimulationPorts,
): Promise<SimulationPlan> {
  const definition = await loadRunnable(ctx, wish.sequenceId, wish.version);
  if (definition === null) throw new Problem("not_found", { detail: `There is no sequence ${wish.sequenceId}.` });
  const history = await readHistoryRates(ctx);
  const zone = findZone(ctx.workspace.timezone);
  return {
    wish,
    definition,
    rates: { ...history, ...wish.rates },
    from: asInstant(Date.parse(wish.from)),
    zone: zone.ok ? zone.value : UTC,
  };
}

/**
 * The world at the instant at which everybody is enrolled: the accounts with the room that emails of other sequences
 * have taken already. What people of other sequences will want later is not in it.
 */
export async function openWorld(
  ctx: WorkContext,
  { wish, definition, rates, from }: SimulationPlan,
  people: readonly SimulatedPerson[],
): Promise<SimulatedWorld> {
  const behavior = samplePeople({ seed: wish.seed, rates, taskMs: wish.taskHours * HOUR_MS });
  const accounts = await loadAccounts(ctx.tx, from);
  const intake = capsIntake(definition)
    ? await readIntake(ctx.tx, [definition.sequenceId], { from: intakeSince(from), without: [] })
    : new Map<string, number>();
  return new SimulatedWorld({ seed: ctx.tx.workspaceId, definition, people, accounts, intake, behavior, from });
}
