import { inOrder, type LogLine, SimulatedWorld } from "@haste/engine/simulate";
import type { Database } from "../../server/src/platform/db/index.ts";
import { LedgerRun } from "./ledger-run.ts";
import type { RandomWorld } from "./worlds.ts";

/** One world run twice: the logs as text, and how everybody stood at the end. */
export interface BothRuns {
  readonly real: string;
  readonly simulated: string;
  readonly realStates: ReadonlyMap<string, unknown>;
  readonly simulatedStates: ReadonlyMap<string, unknown>;
}

export async function runBoth(db: Database, world: RandomWorld): Promise<BothRuns> {
  const real = await new LedgerRun(db, world).run();
  const simulated = new SimulatedWorld({ ...world, seed: world.workspaceId }).run();
  return {
    real: printed(real.log),
    simulated: printed(inOrder(simulated.log)),
    realStates: await real.states(),
    simulatedStates: new Map(simulated.walkers.map((walker) => [walker.state.id, walker.state])),
  };
}

function printed(lines: readonly LogLine[]): string {
  return lines.map((line) => JSON.stringify(line)).join("\n");
}
