import type { RequestOf } from "@haste/contract/client";
import { asInstant, earlierOf, findZone, HOUR_MS, type Instant, UTC, type Zone } from "@haste/engine/base";
import type { RunningTest } from "@haste/engine/experiment";
import { type PlanAccount, rankOf, type Snapshot } from "@haste/engine/schedule";
import type { Definition } from "@haste/engine/sequence";
import {
  assume,
  type Beside,
  type Changes,
  type Premises,
  type SimulatedPerson,
  SimulatedWorld,
  samplePeople,
} from "@haste/engine/simulate";
import { loadTests, testIdsOf } from "../../../catalog/experiments/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { loadAttention } from "../load-attention.ts";
import { loadLimits } from "../load-limits.ts";
import { loadAccounts } from "../load-snapshot.ts";
import { type HistoryRates, readHistoryRates } from "./history-rates.ts";
import { loadBeside, loadPlaces } from "./load-beside.ts";
import type { SimulationPorts } from "./ports.ts";

/** Other assumptions, as they are asked for. */
export type WrittenChanges = NonNullable<RequestOf<"POST /sequences/:id/simulate">["body"]["whatIf"]>;

/** What somebody asked for, without whom it is about. */
export interface SimulationWish {
  readonly sequenceId: string;
  readonly version: "draft" | "published" | null;
  readonly seed: string;
  readonly from: string;
  readonly rates: Partial<Omit<HistoryRates, "fromEmails">>;
  readonly taskHours: number;
  readonly whatIf: WrittenChanges | null;
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

/** The workspace at the instant at which a simulated world begins: what both runs of a what-if stand on. */
export interface Ground {
  readonly workspaceId: string;
  readonly people: readonly SimulatedPerson[];
  readonly accounts: readonly PlanAccount[];
  readonly intake: ReadonlyMap<string, number>;
  readonly beside: Beside;
  /** Tests of all these sequences, dealt as they are now. */
  readonly tests: ReadonlyMap<string, RunningTest>;
  readonly leftOut: number;
  readonly shared: Pick<Snapshot, "limits" | "mx" | "attention">;
}

/**
 * Reads the accounts with the room that waiting emails have taken, and everybody who is on the way. The world begins now,
 * even where these people are enrolled later: until then the others go on.
 */
export async function loadGround(
  ctx: WorkContext,
  { definition, from, wish }: SimulationPlan,
  { people, mostOthers }: { readonly people: readonly SimulatedPerson[]; readonly mostOthers: number },
): Promise<Ground> {
  const changed = changesOf(wish).from ?? from;
  const beginsAt = earlierOf(asInstant(ctx.now.getTime()), earlierOf(from, changed));
  const contactIds = people.map((person) => person.contactId);
  const { leftOut, ...beside } = await loadBeside(ctx, { definition, contactIds, beginsAt, mostPeople: mostOthers });
  const intake = await loadPlaces(ctx, definition, beside, beginsAt);
  const accounts = await loadAccounts(ctx.tx, beginsAt, true);
  const all = [
    definition,
    ...beside.people.map((one) => one.definition),
    ...[...beside.open.values()].map((one) => one.definition),
  ];
  const tests = await loadTests(ctx.tx, testIdsOf(all));
  const everybody = [...people, ...beside.people.map(({ person }) => person)];
  const domains = everybody.flatMap(({ domain }) => domain ?? []);
  // Whoever goes on in another sequence may matter more there.
  const rank = rankOf({ priority: "high" });
  const asking = everybody.map((person) => ({ ...person, rank }));
  const { attention } = await loadAttention(ctx.tx, asking, { now: beginsAt, purpose: "look" });
  const shared = {
    ...(await loadLimits(ctx.tx, domains, beginsAt)).shared,
    ...(attention && { attention }),
  };
  return { workspaceId: ctx.workspace.id, people, beside, tests, leftOut, intake, accounts, shared };
}

/** What is taken for granted as things are. */
export function premisesOf({ definition, rates, from, wish }: SimulationPlan, { accounts }: Ground): Premises {
  return { definition, accounts, rates, from, taskMs: wish.taskHours * HOUR_MS };
}

/** The same under the changes; null where none are asked for. */
export function changedPremises(plan: SimulationPlan, premises: Premises): Premises | null {
  return plan.wish.whatIf === null ? null : assume(premises, changesOf(plan.wish));
}

export function openWorld(
  seed: string,
  { definition, accounts, rates, taskMs, from }: Premises,
  { workspaceId, people, intake, beside, tests, shared }: Ground,
): SimulatedWorld {
  const behavior = samplePeople({ seed, rates, taskMs });
  const world = { seed: workspaceId, definition, people, accounts, intake, beside, tests, behavior, from };
  return new SimulatedWorld({ ...world, ...shared });
}

function changesOf({ whatIf }: SimulationWish): Changes {
  if (whatIf === null) return {};
  const { accounts = [], limits = [], sendingWindows, intake, rates, taskHours, from } = whatIf;
  return {
    limits,
    furtherAccounts: accounts.map((account, n) => ({ ...account, id: furtherId(n) })),
    ...(sendingWindows === undefined ? {} : { windows: sendingWindows }),
    ...(intake === undefined ? {} : { intake }),
    ...(rates === undefined ? {} : { rates: definedOf(rates) }),
    ...(taskHours === undefined ? {} : { taskMs: taskHours * HOUR_MS }),
    ...(from === undefined ? {} : { from: asInstant(Date.parse(from)) }),
  };
}

/** An account that is not there yet has an id all the same: the first is 1. */
function furtherId(n: number): string {
  return `00000000-0000-7000-8000-${String(n + 1).padStart(12, "0")}`;
}

export function definedOf(rates: { readonly [name: string]: number | undefined }): SimulationWish["rates"] {
  return Object.fromEntries(Object.entries(rates).filter(([, rate]) => rate !== undefined));
}
