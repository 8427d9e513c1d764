import type { Instant } from "@haste/engine/base";
import { inOrder, type LogLine, SimulatedWorld } from "@haste/engine/simulate";
import { loadAttention } from "../../server/src/flow/schedule/load-attention.ts";
import { loadLimits } from "../../server/src/flow/schedule/load-limits.ts";
import { loadAccounts } from "../../server/src/flow/schedule/load-snapshot.ts";
import { loadBeside, loadPlaces } from "../../server/src/flow/schedule/simulate/load-beside.ts";
import { type Database, inWorkspace } from "../../server/src/platform/db/index.ts";
import { LedgerRun } from "./ledger-run.ts";
import type { RandomWorld } from "./worlds.ts";

/** One world run twice: the logs as text, and how everybody it is about stood at the end. */
export interface BothRuns {
  readonly real: string;
  readonly simulated: string;
  readonly realStates: readonly unknown[];
  readonly simulatedStates: readonly unknown[];
  /** How many people went on in the second sequence. */
  readonly entered: number;
  /** How many waiting emails gave way to others. */
  readonly displaced: number;
}

/** Of the others only what happened before the simulation had nothing left to say: then it ends, and they go on. */
export async function runBoth(db: Database, world: RandomWorld): Promise<BothRuns> {
  const real = await new LedgerRun(db, world).run();
  const simulated = new SimulatedWorld({ ...world, seed: world.workspaceId }).run();
  const others = new Set(world.second?.people.map((person) => person.enrollmentId));
  const isTold = (isOther: boolean) => (line: LogLine) => !isOther || line.at < simulated.now;
  const realLines = real.logs.flatMap(([id, lines]) => lines.filter(isTold(others.has(id))));
  const simulatedLines = simulated.everybody.flatMap(({ held, log }) => log.filter(isTold(held === null)));
  const states = [...(await real.states())].filter(([id]) => !others.has(id)).map(([, state]) => state);
  const walkers = simulated.everybody.filter(({ held }) => held !== null);
  return {
    real: printed(realLines),
    simulated: printed(simulatedLines),
    realStates: states.map(withoutId),
    simulatedStates: walkers.map(({ state }) => withoutId(state)),
    entered: walkers.length - simulated.walkers.length,
    displaced: real.displaced,
  };
}

/**
 * A sequence that begins while another one is under way: the simulator is given what the server reads of the rows, and
 * must tell the rest of the story. Of the others only the emails are compared: what held them is said anew after the cut.
 */
export async function runFromTheMiddle(db: Database, world: RandomWorld, at: Instant) {
  const run = await new LedgerRun(db, world).runSecondTo(at);
  const refused = await run.refused();
  const people = world.people.filter((person) => !refused.has(person.contactId));
  const { definition, workspaceId: seed, until } = world;
  const ground = await inWorkspace(db, seed, async (tx) => {
    const ctx = { tx, now: new Date(at) };
    const contactIds = people.map((person) => person.contactId);
    const beside = await loadBeside(ctx, { definition, contactIds, beginsAt: at, mostPeople: 1_000 });
    const intake = await loadPlaces(ctx, definition, beside, at);
    const everybody = [...people, ...beside.people.map(({ person }) => person)];
    const asking = everybody.map((person) => ({ ...person, rank: Number.MAX_SAFE_INTEGER }));
    const { attention } = await loadAttention(tx, asking, { now: at, purpose: "look" });
    const domains = everybody.flatMap(({ domain }) => domain ?? []);
    return {
      beside,
      intake,
      accounts: await loadAccounts(tx, at, true),
      ...(await loadLimits(tx, domains, at)).shared,
      ...(attention && { attention }),
    };
  });
  const behavior = { afterEmail: () => [], afterTask: () => null };
  const simulated = new SimulatedWorld({ ...ground, seed, definition, people, behavior, from: at, until }).run();
  await run.runBoth(people);
  const others = new Set(world.second?.people.map((person) => person.enrollmentId));
  const isTold = (isOther: boolean) => (line: LogLine) => {
    return !isOther || (line.decision === "send" && line.at < simulated.now);
  };
  return {
    real: printed(run.logs.flatMap(([id, lines]) => lines.filter(isTold(others.has(id))))),
    simulated: printed(simulated.everybody.flatMap(({ held, log }) => log.filter(isTold(held === null)))),
    underway: ground.beside.people.length,
    displaced: run.displaced,
  };
}

/** Who enters on the way gets an id of the instant, and nothing else is drawn. */
function withoutId<S extends { readonly id: string }>({ id: _, ...state }: S) {
  return state;
}

function printed(lines: readonly LogLine[]): string {
  return inOrder(lines)
    .map((line) => JSON.stringify(line))
    .join("\n");
}
