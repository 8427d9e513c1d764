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

  test("opens with what costs most to ignore, page by page", async () => {
    const [draft, running, stuck, older, newer] = await Promise.all(
      ["Draft", "Running", "Stuck", "Older pause", "Newer pause"].map(async (name, place) => {
        const at = { now: new Date(now.getTime() + place) };
        return (await desk.call("POST /sequences", { body: { name, steps: [first] } }, at)).id;
      }),
    );
    for (const id of [running, stuck, older, newer]) await desk.activate(id as string);
    for (const id of [older, newer]) await desk.pause(id as string);
    await seedAttention(stuck as string, ["held"]);
    // A draft cannot have such mails any more; what was left from before it was put away moves nothing up.
    await seedAttention(draft as string, ["failed"]);
    const names: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await desk.call("GET /sequences", {
        query: { sort: "attention", limit: "2", ...(cursor ? { cursor } : {}) },
      });
      names.push(...page.data.map((one) => one.name));
      cursor = page.page.nextCursor;
    } while (cursor);
    expect(names).toEqual(["Newer pause", "Older pause", "Stuck", "Running", "Draft"]);
  });

  test("says of each sequence how many of its mails wait for a person, and why", async () => {
    const { id } = await desk.create();
    await seedAttention(id, ["held", "held", "uncertain"], "company.name is empty");
    const other = await desk.create({ steps: [{ content: {} }] });
    expect((await desk.get(id, "stats")).stats?.attention).toEqual({
      problems: 0,
      held: 2,
      approvals: 0,
      uncertain: 1,
      failed: 0,
      reason: "company.name is empty",
    });
    const none = { problems: 2, held: 0, approvals: 0, uncertain: 0, failed: 0, reason: null };
    expect((await desk.get(other.id, "stats")).stats?.attention).toEqual(none);
  });

  test("shows what left and what was answered on each of the last 14 days of the workspace's calendar", async () => {
    const { id } = await desk.create();
    // Berlin is an hour ahead: its 10 November begins at 23:00 of the 9th.
    await seedHappened(id, "2026-11-09T22:45:00.000Z", { sent: 100, replied: 100 });
    await seedHappened(id, "2026-11-09T23:00:00.000Z", { sent: 4 });
    await seedHappened(id, "2026-11-10T22:45:00.000Z", { sent: 3, replied: 1 });
    await seedHappened(id, "2026-11-22T23:00:00.000Z", { sent: 2 });
    await seedHappened(id, "2026-11-23T08:45:00.000Z", { sent: 5, replied: 2 });
    const perDay = (await desk.get(id, "stats")).stats?.perDay;
    expect(perDay).toEqual({
      from: "2026-11-09T23:00:00.000Z",
      sent: [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7],
      replied: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
    });
  });
});

/** Emails that wait for a person, as the ledger would have left them. */
async function seedAttention(sequenceId: string, statuses: readonly string[], reason = "a reason"): Promise<void> {
  await inWorkspace(database.db, desk.caller.workspaceId, async (tx) => {
    for (const status of statuses) {
      await tx.rows(
        `with person as (insert into contacts (workspace_id, id, email, email_key, created_at, updated_at)
             values ($1, gen_random_uuid(), 'ada@example.test', gen_random_uuid(), $4, $4) returning id),
           mail as (insert into email_activities (workspace_id, id, sequence_id, contact_id, sending_account_id, message_id,
               to_email, status, held_reason, created_at)
             select $1, gen_random_uuid(), $2, id, id, id || '@example.test', id || '@example.test', $3::varchar,
               case when $3::varchar = 'held' then $5 end, $4 from person returning id, contact_id)
         insert into email_attention (workspace_id, email_id, status, sequence_id, contact_id, since)
         select $1, id, $3::varchar, $2, contact_id, $4 from mail`,
        [desk.caller.workspaceId, sequenceId, status, now, reason],
      );
    }
  });
}

async function seedHappened(sequenceId: string, bucket: string, counts: { sent: number; replied?: number }) {
  await inWorkspace(database.db, desk.caller.workspaceId, (tx) =>
    tx.rows(
      `insert into happening_rollups (workspace_id, sequence_id, sending_account_id, bucket, sent, replied)
       values ($1, $2, $3, $4, $5, $6)`,
      [desk.caller.workspaceId, sequenceId, noStep, bucket, counts.sent, counts.replied ?? 0],
    ),
  );
}

/** As the ledger keeps them: the rollup, and the total it adds to. */
async function seedRollup(sequenceId: string, stepId: string, counts: Record<string, number>): Promise<void> {
  const names = Object.keys(counts);
  const added = names.map((name) => `${name} = email_totals.${name} + excluded.${name}`).join(", ");
  await inWorkspace(database.db, desk.caller.workspaceId, (tx) =>
    tx.rows(
      `insert into email_totals (workspace_id, sequence_id, sending_account_id, ${names.join(", ")})
       values ($1, $2, $3, ${names.map((_, place) => `$${place + 4}`).join(", ")})
       on conflict (workspace_id, sequence_id, sending_account_id) do update set ${added}`,
      [desk.caller.workspaceId, sequenceId, noStep, ...Object.values(counts)],
    ),
  );
  await inWorkspace(database.db, desk.caller.workspaceId, (tx) =>
    tx.rows(
      `insert into email_rollups (workspace_id, sequence_id, sequence_version, step_id, variant_id, sending_account_id, bucket,
         ${names.join(", ")}) values ($1, $2, 1, $3, $4, $4, $5, ${names.map((_, place) => `$${place + 6}`).join(", ")})`,
      [desk.caller.workspaceId, sequenceId, stepId, noStep, now, ...Object.values(counts)],
    ),
  );
}
