import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { first, idsOf, noStep, SequenceDesk } from "../../../../tests/support/sequences.ts";
import { inWorkspace } from "../../platform/db/index.ts";

const now = new Date("2026-11-23T09:00:00.000Z");
let database: TestDatabase;
let desk: SequenceDesk;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const workspaceId = await seedWorkspace(database.db, { timezone: "Europe/Berlin" });
  desk = new SequenceDesk({ db: database.db, workspaceId, now });
});

describe("the list of sequences", () => {
  test("comes newest first, page by page, without the archived ones", async () => {
    const ids: string[] = [];
    for (const [place, name] of ["Anna", "Zoe", "Mia"].entries()) {
      const at = { now: new Date(now.getTime() + place) };
      ids.unshift((await desk.call("POST /sequences", { body: { name, steps: [first] } }, at)).id);
    }
    await desk.activate(ids[0] as string);
    const list = (query: Record<string, string> = {}) => desk.call("GET /sequences", { query });
    const namesOf = async (query: Record<string, string>) => (await list(query)).data.map((one) => one.name);
    const page = await list({ limit: "2", include: "total" });
    expect(page.data.map((one) => one.id)).toEqual(ids.slice(0, 2));
    expect(page.page).toMatchObject({ hasMore: true, total: 3 });
    expect((await list({ limit: "2", cursor: page.page.nextCursor ?? "" })).data.map((one) => one.id)).toEqual(
      ids.slice(2),
    );
    expect(await namesOf({ "filter[status]": "active,paused" })).toEqual(["Mia"]);
    expect(await namesOf({ sort: "name" })).toEqual(["Anna", "Mia", "Zoe"]);
    expect(await namesOf({ sort: "-name", limit: "1" })).toEqual(["Zoe"]);
    expect(await namesOf({ q: "O" })).toEqual(["Zoe"]);
    await desk.remove(ids[1] ?? "");
    expect(await namesOf({})).toEqual(["Mia", "Anna"]);
    expect(await namesOf({ "filter[archived]": "true" })).toEqual(["Zoe"]);
    expect(await refusalOf(list({ "filter[status]": "asleep" }))).toEqual([
      "invalid_request",
      "unknown /query/filter[status]",
    ]);
    expect(await refusalOf(list({ sort: "age" }))).toEqual(["invalid_request", "unknown /query/sort"]);
    expect(await refusalOf(list({ sort: "name", cursor: page.page.nextCursor ?? "" }))).toEqual(["invalid_cursor"]);
  });

  test("shows numbers where asked for: people by step, mails once a person, the next mail", async () => {
    const { id, steps } = await desk.create();
    const [a, b] = idsOf({ steps });
    expect((await desk.get(id, "stats")).stats).toMatchObject({
      enrolled: 0,
      sent: 0,
      replyRate: null,
      nextMailAt: null,
    });
    await desk.seedPeople(id, [
      [a, "active", 4],
      [b, "active", 2],
      [b, "paused", 1],
      [noStep, "completed", 5],
      [noStep, "stopped", 3],
    ]);
    await seedRollup(id, a, { sent: 10, opened: 4, opened_machine: 2, replied: 2 });
    await seedRollup(id, b, { sent: 6, replied: 2 });
    const [listed] = (await desk.call("GET /sequences", { query: { include: "stats" } })).data;
    const stats = listed?.stats;
    expect(stats).toMatchObject({
      enrolled: 15,
      active: 6,
      paused: 1,
      completed: 5,
      stopped: 3,
      sent: 16,
      opened: 4,
      openedMachine: 2,
      replied: 4,
    });
    expect(stats?.replyRate).toBe(0.25);
    expect(stats?.evidence["/stats/replyRate"]).toMatchObject({ n: 4, of: 16, level: 0.95 });
    expect(stats?.peoplePerStep).toEqual([
      { stepId: a, people: 4 },
      { stepId: b, people: 3 },
    ]);
    expect((await desk.get(id)).stats).toBeUndefined();
  });
});

async function seedRollup(sequenceId: string, stepId: string, counts: Record<string, number>): Promise<void> {
  const names = Object.keys(counts);
  await inWorkspace(database.db, desk.caller.workspaceId, (tx) =>
    tx.rows(
      `insert into email_rollups (workspace_id, sequence_id, sequence_version, step_id, variant_id, sending_account_id, bucket,
         ${names.join(", ")}) values ($1, $2, 1, $3, $4, $4, $5, ${names.map((_, place) => `$${place + 6}`).join(", ")})`,
      [desk.caller.workspaceId, sequenceId, stepId, noStep, now, ...Object.values(counts)],
    ),
  );
}
