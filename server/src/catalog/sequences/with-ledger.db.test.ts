import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { LivingSequence } from "../../../../tests/support/living-sequence.ts";
import { first } from "../../../../tests/support/sequences.ts";
import type { Caller } from "../../../../tests/support/work-context.ts";

const now = new Date("2026-11-23T09:00:00.000Z");

let database: TestDatabase;
let caller: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db), now };
});

/** One person before each of the first two steps. */
async function startWithPeople() {
  const living = await LivingSequence.start(caller);
  const [a, b] = living.steps;
  return { living, steps: living.steps, people: [await living.stand(a), await living.stand(b)] };
}

describe("people in a running sequence", () => {
  test("show in its numbers, with the instant of the next mail", async () => {
    const { living, steps } = await startWithPeople();
    const { stats } = await living.call("GET /sequences/:id", { query: { include: "stats" } });
    expect(stats).toMatchObject({ enrolled: 2, active: 2, nextMailAt: "2026-11-23T09:01:00.000Z" });
    expect(stats?.peoplePerStep.map(({ people }) => people)).toEqual([1, 1, 0]);
    expect(stats?.peoplePerStep[2]?.stepId).toBe(steps[2]);
  });

  test("rest while it is paused and go on from the same step", async () => {
    const { living, steps, people } = await startWithPeople();
    await living.call("POST /sequences/:id/pause");
    expect(await living.whereabouts(people)).toMatchObject([{ isDue: false }, { isDue: false, step: steps[1] }]);
    await living.call("POST /sequences/:id/activate");
    expect(await living.whereabouts(people)).toMatchObject([
      { isDue: true, status: "active", step: steps[0] },
      { isDue: true, status: "active", step: steps[1] },
    ]);
  });

  test("go on by their own version where their step was taken out, and are still counted there", async () => {
    const { living, steps, people } = await startWithPeople();
    const [a, b, c] = steps;
    await living.put({ steps: [{ id: c, ...first }] });
    expect((await living.publish()).moves).toEqual([]);
    expect(await living.whereabouts(people)).toEqual([
      { status: "active", version: 1, step: a, isDue: true },
      { status: "active", version: 1, step: b, isDue: true },
    ]);
    const { stats } = await living.call("GET /sequences/:id", { query: { include: "stats" } });
    const counted = new Map(stats?.peoplePerStep.map((each) => [each.stepId, each.people]));
    expect([counted.get(a), counted.get(b), counted.get(c)]).toEqual([1, 1, 0]);
  });

  test("are moved into the next version at what took the place of their step", async () => {
    const { living, steps, people } = await startWithPeople();
    const [a, b, c] = steps;
    await living.put({ steps: [{ id: c, ...first }] });
    const migrations = [a, b].map((atStepId) => ({ atStepId, action: "move" }));
    expect((await living.publish({ migrations })).moves).toEqual([
      { fromStepId: a, toStepId: c, people: 1 },
      { fromStepId: b, toStepId: c, people: 1 },
    ]);
    const standing = { status: "active", version: 2, step: c, isDue: true };
    expect(await living.whereabouts(people)).toEqual([standing, standing]);
  });

  test("finish when they are moved into a version that has nothing left for them", async () => {
    const { living, steps, people } = await startWithPeople();
    const [a, b] = steps;
    await living.put({ steps: [{ id: a, ...first }] });
    await living.publish({ migrations: [{ atStepId: b, action: "move" }] });
    expect(await living.whereabouts(people)).toMatchObject([
      { status: "active", step: a, version: 1 },
      { status: "completed", step: null, isDue: false },
    ]);
  });

  test("are stopped when it is archived", async () => {
    const { living, people } = await startWithPeople();
    await living.call("DELETE /sequences/:id");
    expect(await living.whereabouts(people)).toMatchObject([{ status: "stopped" }, { status: "stopped" }]);
  });
});
