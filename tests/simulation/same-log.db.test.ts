import { inOrder, type LogLine, SimulatedWorld } from "@haste/engine/simulate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { LedgerRun } from "./ledger-run.ts";
import { randomWorld } from "./worlds.ts";

const worlds = 60;
const size = { people: 8, accounts: 2, steps: 7, days: 40 };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const printed = (lines: readonly LogLine[]) => lines.map((line) => JSON.stringify(line)).join("\n");

describe("a simulation", () => {
  test(`tells the log of the real engine, byte for byte, in ${worlds} random worlds`, {
    timeout: 180_000,
  }, async () => {
    let lines = 0;
    for (let n = 0; n < worlds; n += 1) {
      const world = randomWorld(`postgres ${n}`, size);
      const real = await new LedgerRun(database.db, world).run();
      const simulated = new SimulatedWorld({ ...world, seed: world.workspaceId }).run();
      expect(printed(inOrder(simulated.log)), `world ${n}`).toBe(printed(real.log));
      const states = new Map(simulated.walkers.map((walker) => [walker.state.id, walker.state]));
      expect(states, `world ${n}`).toEqual(await real.states());
      lines += real.log.length;
    }
    expect(lines).toBeGreaterThan(worlds * 10);
  });
});
