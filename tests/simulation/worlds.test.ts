import { SimulatedWorld } from "@haste/engine/simulate";
import { describe, expect, test } from "vitest";
import { checkOutlook } from "./check-outlook.ts";
import { waysOf } from "./check-way.ts";
import { checkWorld } from "./check-world.ts";
import { withTests } from "./random-tests.ts";
import { randomWorld } from "./worlds.ts";

const worlds = 2_000;
const size = { people: 40, accounts: 3, steps: 8, days: 90 };

describe("in random worlds", () => {
  test(`caps, gaps, windows, order and ends hold ${worlds} times over`, { timeout: 120_000 }, () => {
    let sends = 0;
    for (let n = 0; n < worlds; n += 1) {
      const checked = checkWorld(randomWorld(`memory ${n}`, size));
      expect(checked.faults, `world ${n}`).toEqual([]);
      sends += checked.sends;
    }
    expect(sends).toBeGreaterThan(worlds * 5);
  });

  test("the minute shown under why not yet is the one at which the mail leaves", { timeout: 60_000 }, () => {
    let shown = 0;
    for (let n = 0; n < 500; n += 1) {
      const checked = checkOutlook(randomWorld(`outlook ${n}`, size));
      expect(checked.faults, `world ${n}`).toEqual([]);
      shown += checked.shown;
    }
    expect(shown).toBeGreaterThan(300);
  });

  test("the way the builder foresees for a person is the one they walk where nothing else happens, through tests of hours and ways", () => {
    let mails = 0;
    for (let n = 0; n < 1_000; n += 1) {
      const { foreseen, walked } = waysOf(withTests(randomWorld(`way ${n}`, size)));
      expect(foreseen, `world ${n}`).toEqual(walked);
      mails += walked.length;
    }
    expect(mails).toBeGreaterThan(1_000);
  });

  test("the same seed tells the same story, and another one another", () => {
    const tell = (seed: string) => {
      const world = randomWorld(seed, size);
      return JSON.stringify(new SimulatedWorld({ ...world, seed: world.workspaceId }).run().log);
    };
    for (let n = 0; n < 20; n += 1) expect(tell(`again ${n}`)).toBe(tell(`again ${n}`));
    expect(tell("again 1")).not.toBe(tell("again 2"));
  });
});
