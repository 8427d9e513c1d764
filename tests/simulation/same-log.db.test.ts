import { addMs, DAY_MS } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { withBudgets } from "./random-budgets.ts";
import { withTests } from "./random-tests.ts";
import { runBoth, runFromTheMiddle } from "./same-log.ts";
import { type RandomWorld, randomWorld } from "./worlds.ts";

const worlds = 60;
const midways = 30;
const size = { people: 7, accounts: 2, steps: 7, days: 30 };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The same world, in which every third of the people gets no mail. */
function withHoldOut(world: RandomWorld): RandomWorld {
  const { definition } = world;
  return { ...world, definition: { ...definition, settings: { ...definition.settings, holdOut: 33 } } };
}

interface Told {
  /** How many lines both told. */
  readonly lines: number;
  readonly variants: number;
  /** Who went on elsewhere. */
  readonly entered: number;
  /** Whose emails gave way. */
  readonly displaced: number;
}

/** Runs the world on PostgreSQL and in memory. */
async function expectSameLog(world: RandomWorld): Promise<Told> {
  const { real, simulated, realStates, simulatedStates, entered, displaced } = await runBoth(database.db, world);
  expect(simulated, `world ${world.seed}`).toBe(real);
  expect(simulatedStates, `world ${world.seed}`).toEqual(realStates);
  const lines = real.split("\n");
  const ids = new Set(world.definition.steps.flatMap(({ test }) => test?.variants.map(({ id }) => id) ?? []));
  const isVariant = (line: string) => [...ids].some((id) => line.includes(id));
  return { lines: lines.length, entered, displaced, variants: lines.filter(isVariant).length };
}

describe("a simulation", () => {
  test(`tells the log of the real engine, byte for byte, in ${worlds} random worlds`, {
    timeout: 240_000,
  }, async () => {
    let [lines, entered, variants] = [0, 0, 0];
    for (let n = 0; n < worlds; n += 1) {
      const drawn = randomWorld(`postgres ${n}`, size);
      const world = n % 5 === 0 ? withHoldOut(drawn) : drawn;
      // In every second one, emails are tested.
      const tested = n % 2 === 0 ? world : withTests(world);
      // In two of three, people, companies and domains get little mail, and sequences have priorities.
      const told = await expectSameLog(n % 3 === 0 ? tested : withBudgets(tested));
      lines += told.lines;
      entered += told.entered;
      variants += told.variants;
    }
    expect(lines).toBeGreaterThan(worlds * 15);
    expect(entered).toBeGreaterThan(worlds / 10);
    expect(variants).toBeGreaterThan(worlds);
  });

  test(`goes on from the middle of what others are at, as the real engine does, in ${midways} random worlds`, {
    timeout: 240_000,
  }, async () => {
    let [underway, displaced] = [0, 0];
    for (let n = 0; n < midways; n += 1) {
      const drawn = randomWorld(`midway ${n}`, size);
      const world = n % 3 === 0 ? drawn : withBudgets(drawn);
      const told = await runFromTheMiddle(database.db, world, addMs(world.from, (n % 5) * 1.3 * DAY_MS));
      expect(told.simulated, `world ${world.seed}`).toBe(told.real);
      underway += told.underway;
      displaced += told.displaced;
    }
    expect(underway).toBeGreaterThan(midways / 3);
    expect(displaced).toBeGreaterThan(0);
  });

  // Found among 3,000: in few worlds somebody leaves before their first mail while others wait for a day of their own.
  test.each(["postgres 100", "postgres 512", "postgres 1416"])(
    "tells it where places are handed on, in world %s",
    async (seed) => {
      await expectSameLog(randomWorld(seed, { people: 8, accounts: 2, steps: 7, days: 40 }));
    },
  );

  // Found among 1,500: in few worlds somebody who matters more comes while another one's mail waits.
  test.each(["postgres 90", "postgres 113"])("tells it where mails give way, in world %s", async (seed) => {
    const { displaced } = await expectSameLog(withBudgets(randomWorld(seed, size)));
    expect(displaced).toBeGreaterThan(0);
  });

  test("tells it for more people due at once than the planner takes in one go", { timeout: 120_000 }, async () => {
    const world = randomWorld("many at once", size);
    const [person] = world.people;
    if (person === undefined) throw new Error("nobody is in this world");
    const people = Array.from({ length: 1_100 }, (_, n) => {
      const digits = String(n).padStart(6, "0");
      const idOf = (id: string) => `${id.slice(0, -6)}${digits}`;
      return { ...person, contactId: idOf(person.contactId), enrollmentId: idOf(person.enrollmentId) };
    });
    // Room for all but the last hundred: who that is depends on who was planned first.
    const accounts = world.accounts.map((account) => ({ ...account, isActive: true, minGapMs: 0, dailyLimit: 500 }));
    const intake = { perDay: null, perCompanyPerDay: null };
    const settings = { ...world.definition.settings, windows: always, intake, triggers: [], stopRules: null };
    const steps = world.definition.steps.filter((step) => step.kind === "email" && step.parentId === null).slice(0, 1);
    const [email] = steps;
    if (email === undefined) throw new Error("the world has no email");
    const first = { ...email, order: 0, conditions: [], delay: { value: 0, unit: "minutes" as const } };
    const definition = { ...world.definition, settings, steps: [first] };
    const { limits: _, mx: __, ...free } = world;
    const { lines } = await expectSameLog({
      ...{ ...free, ...alone, people, definition, behavior: silent },
      accounts: accounts.map(({ ramp: ___, ramps: ____, ...account }) => ({ ...account, hourlyLimit: 1_000 })),
    });
    expect(lines).toBeGreaterThan(people.length);
  });
});

/** No other sequence. */
const alone = { second: null, beside: { people: [], open: new Map(), earlier: new Map() } };

/** Nobody does anything, and nothing is done by hand. */
const silent = { afterEmail: () => [], afterTask: () => null };
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const always = [{ days, start: "00:00", end: "24:00" }];
