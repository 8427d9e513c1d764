import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { LivingSequence } from "../../../../tests/support/living-sequence.ts";
import { first, second } from "../../../../tests/support/sequences.ts";

let database: TestDatabase;
let living: LivingSequence;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const workspaceId = await seedWorkspace(database.db, { timezone: "UTC" });
  living = await LivingSequence.start({ db: database.db, workspaceId, now: new Date("2026-11-23T09:00:00.000Z") });
});

test("each version tells who is on the way by it and before which step, where that is asked for", async () => {
  const [a, b] = living.steps;
  await living.stand(a, 60);
  await living.stand(b, 60);
  await living.stand(b, 90);
  await living.put({ steps: [{ id: a, ...first }, second] });
  await living.publish();
  await living.stand(a, 60, 2);
  const { data } = await living.call("GET /sequences/:id/versions", { query: { include: "people" } });
  expect(
    data.map(({ version, people }) => [version, people?.map((row) => [row.title, row.people, row.paused])]),
  ).toEqual([
    [2, [["step 1, “Hi {{ contact.firstName }}”", 1, 0]]],
    [
      1,
      [
        ["step 1, “Hi {{ contact.firstName }}”", 1, 0],
        ["step 2, email in the same thread", 2, 0],
      ],
    ],
  ]);
  expect((await living.call("GET /sequences/:id/versions")).data[0]?.people).toBeUndefined();
});

test("any two versions can be compared, and the draft with the one that runs", async () => {
  const [a, b] = living.steps;
  await living.put({
    steps: [
      { id: a, ...first },
      { id: b, ...second },
    ],
  });
  await living.publish();
  await living.put({ steps: [{ id: a, ...first }, { id: b, ...second }, second, second] });
  await living.publish();
  const between = async (query: Record<string, string>) =>
    (await living.call("GET /sequences/:id/diff", { query })).sentence;
  expect(await between({ from: "1", to: "2" })).toBe("1 step taken out.");
  expect(await between({ from: "1", to: "3" })).toBe("2 steps added and 1 taken out.");
  expect(await between({ from: "3", to: "1" })).toBe("1 step added and 2 taken out.");
  expect(await between({})).toBe("Nothing differs.");
  await living.put({ settings: { cooldownDays: 30, priority: "high" } });
  const { changes } = await living.call("GET /sequences/:id/diff", {});
  expect(changes.map(({ sentence }) => sentence)).toEqual([
    "Days of peace after the last contact: 30 instead of 0.",
    "Priority: high instead of normal.",
  ]);
  expect(await refusalOf(living.call("GET /sequences/:id/diff", { query: { from: "1", to: "9" } }))).toMatchObject([
    "not_found",
  ]);
});
