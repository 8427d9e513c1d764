import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { LivingSequence } from "../../../../tests/support/living-sequence.ts";
import { first, second } from "../../../../tests/support/sequences.ts";
import type { Caller } from "../../../../tests/support/work-context.ts";
import { inWorkspace } from "../../platform/db/index.ts";
import { Problem } from "../../platform/problem/index.ts";

/** A Monday morning inside the sending window. */
const now = new Date("2026-11-23T09:00:00.000Z");

let database: TestDatabase;
let caller: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db, { timezone: "UTC" }), now };
});

const later = { delay: { value: 1, unit: "days" }, content: { subject: "New", htmlContent: "<p>New</p>" } };

describe("what publishing would do", () => {
  test("is told for each group before anything is written", async () => {
    const living = await LivingSequence.start(caller);
    const [a, b, c] = living.steps;
    await living.stand(a, 60);
    await living.stand(b, 120);
    await living.stand(b, 180);
    await living.put({ steps: [{ id: a, ...first }, { id: c, ...second }, later] });
    const { impact, publishedVersion } = await living.publish({ dryRun: true });
    expect(publishedVersion).toBe(1);
    expect(impact).toMatchObject({ version: 2, people: 3, diff: { sentence: "1 step added and 1 taken out." } });
    expect(impact.groups).toMatchObject([
      { stepId: a, version: 1, people: 1, action: "keep", places: { move: a, skip: c, reenter: a } },
      { stepId: b, version: 1, people: 2, action: "keep", places: { move: c, skip: c, reenter: a } },
    ]);
    expect(impact.groups[1]).toMatchObject({
      title: "step 2, email in the same thread",
      sentence: "They go on by version 1 until they finish.",
      // What takes the step's place leaves when the step would have; skipping waits for the next delay on top of that.
      nextMailAt: {
        keep: "2026-11-23T11:00:00.000Z",
        move: "2026-11-23T11:00:00.000Z",
        skip: "2026-11-25T11:00:00.000Z",
        reenter: "2026-11-23T09:00:00.000Z",
      },
    });
    expect(await living.whereabouts([])).toEqual([]);
    expect((await living.call("GET /sequences/:id/versions")).data).toHaveLength(1);
  });

  test("shows the action that was chosen, and counts whoever waits for a person", async () => {
    const living = await LivingSequence.start(caller);
    const [a, b] = living.steps;
    await living.stand(a, 60);
    await living.put({
      steps: [
        { id: a, ...first },
        { id: b, ...second },
      ],
    });
    const migrations = [{ atStepId: a, action: "skip" }];
    const { impact, moves } = await living.publish({ dryRun: true, migrations });
    expect(impact.groups).toMatchObject([
      {
        action: "skip",
        paused: 0,
        sentence: "They leave this step out and go on before step 2, email in the same thread.",
      },
    ]);
    expect(moves).toEqual([{ fromStepId: a, toStepId: b, people: 1 }]);
    await living.call("POST /sequences/:id/pause");
    const resting = await living.publish({ dryRun: true });
    expect(resting.impact.groups[0]?.nextMailAt).toEqual({ keep: null, move: null, skip: null, reenter: null });
  });

  test("is refused where a migration leads nowhere", async () => {
    const living = await LivingSequence.start(caller);
    const [a, b, c] = living.steps;
    await living.put({ steps: [{ id: a, ...first }] });
    const stranger = "01900000-0000-7000-8000-000000000000";
    const migrations = [
      { atStepId: stranger, action: "move" },
      { atStepId: b, action: "move", toStepId: c },
      { atStepId: b, action: "skip" },
    ];
    expect(await refusalOf(living.publish({ migrations }))).toEqual([
      "invalid_request",
      "not_found /migrations/0/atStepId",
      "not_found /migrations/1/toStepId",
      "duplicate /migrations/2/atStepId",
    ]);
  });
});

describe("taking people along", () => {
  test("moves, skips and re-enters each group as it was told, and leaves the others alone", async () => {
    const living = await LivingSequence.start(caller);
    const [a, b, c] = living.steps;
    const people = [await living.stand(a), await living.stand(b, 30), await living.stand(c), await living.stand(c)];
    await living.put({ steps: [{ id: a, ...first }, { id: b, ...second }, later, { id: c, ...second }] });
    const migrations = [
      { atStepId: a, action: "move", toStepId: b },
      { atStepId: b, action: "skip" },
    ];
    const { impact, steps } = await living.publish({ migrations });
    const added = steps[2]?.id;
    expect(impact.groups.map((group) => [group.action, group.people])).toEqual([
      ["move", 1],
      ["skip", 1],
      ["keep", 2],
    ]);
    expect(await living.whereabouts(people)).toMatchObject([
      { version: 2, step: b },
      { version: 2, step: added },
      { version: 1, step: c },
      { version: 1, step: c },
    ]);
    // Half an hour until the step left out, then the day of the one behind it.
    expect(await living.dueAt(people[1] as string)).toBe("2026-11-24T09:30:00.000Z");
  });

  test("reaches people of an older version later, without making a version", async () => {
    const living = await LivingSequence.start(caller);
    const [a, b] = living.steps;
    const [old, older] = [await living.stand(a), await living.stand(a)];
    await living.put({
      steps: [
        { id: a, ...first },
        { id: b, ...second },
      ],
    });
    await living.publish();
    await living.put({ steps: [{ id: a, ...first }, later] });
    await living.publish();
    const fresh = await living.stand(a, 1, 3);
    const { impact, publishedVersion } = await living.publish({
      migrations: [{ atStepId: a, atVersion: 1, action: "reenter" }],
    });
    expect(publishedVersion).toBe(3);
    expect(impact).toMatchObject({ version: 3, people: 2, groups: [{ version: 1, action: "reenter", people: 2 }] });
    expect(await living.whereabouts([old, older, fresh])).toMatchObject([
      { version: 3 },
      { version: 3 },
      { version: 3 },
    ]);
    expect((await living.publish()).impact.groups).toEqual([]);
  });

  test("lets people of two versions stand before the same step, each told apart", async () => {
    const living = await LivingSequence.start(caller);
    const [a, b] = living.steps;
    await living.stand(b);
    await living.put({
      steps: [
        { id: a, ...first },
        { id: b, ...second },
      ],
    });
    await living.publish();
    await living.stand(b, 1, 2);
    await living.put({ steps: [{ id: a, ...first }, later] });
    const migrations = [
      { atStepId: b, action: "move" },
      { atStepId: b, atVersion: 1, action: "keep" },
    ];
    const { groups } = (await living.publish({ dryRun: true, migrations })).impact;
    expect(groups.map(({ version, action }) => [version, action])).toEqual([
      [2, "move"],
      [1, "keep"],
    ]);
  });
});

describe("going back to an earlier version", () => {
  test("publishes its content once more and brings everybody back to their steps", async () => {
    const living = await LivingSequence.start(caller);
    const [a, b, c] = living.steps;
    const people = [await living.stand(b), await living.stand(c)];
    const settings = { sendingHours: { start: "10:00", end: "12:00" }, timezone: "Europe/Berlin" };
    await living.put({ settings, steps: [{ id: a, ...first }, later] });
    const { steps } = await living.publish({ migrations: [b, c].map((atStepId) => ({ atStepId, action: "move" })) });
    expect(await living.whereabouts(people)).toMatchObject([{ step: steps[1]?.id }, { step: steps[1]?.id }]);

    const back = await living.revert(1);
    expect(back).toMatchObject({ publishedVersion: 3, hasUnpublishedChanges: false });
    expect(back.settings).toMatchObject({ sendingHours: { start: "09:00", end: "17:00" }, timezone: "UTC" });
    expect(back.steps.map((step) => step.id)).toEqual([a, b, c]);
    expect(await living.whereabouts(people)).toMatchObject([
      { status: "active", version: 3, step: b },
      { status: "active", version: 3, step: b },
    ]);
    const versions = await living.call("GET /sequences/:id/versions");
    expect(versions.data.map(({ version, diff }) => [version, diff?.sentence ?? null])).toEqual([
      [3, "2 steps added, 1 taken out and settings changed."],
      [2, "1 step added, 2 taken out and settings changed."],
      [1, null],
    ]);
    expect(versions.data[0]?.steps.map((step) => step.id)).toEqual([a, b, c]);
  });

  test("to the present one gives up the draft and makes no version", async () => {
    const living = await LivingSequence.start(caller);
    const [a, b, c] = living.steps;
    await living.put({ steps: [{ id: a, ...first }] });
    const back = await living.revert(1);
    expect(back).toMatchObject({ publishedVersion: 1, hasUnpublishedChanges: false });
    expect(back.steps.map((step) => step.id)).toEqual([a, b, c]);
    expect((await living.call("GET /sequences/:id/versions")).data).toHaveLength(1);
  });

  test("is refused for a version there never was, and for a draft", async () => {
    const living = await LivingSequence.start(caller);
    expect(await refusalOf(living.revert(7))).toEqual(["not_found"]);
  });
});

test("tells the second of two editors who publish at once what each of them has", async () => {
  const living = await LivingSequence.start(caller);
  const { version } = await living.put({ steps: [later] });
  const ifMatch = `"v${version}"`;
  await living.publish({}, { ifMatch });
  const late = living.publish({}, { ifMatch });
  const refusal = await late.then(
    () => null,
    (err: unknown) => err,
  );
  if (!(refusal instanceof Problem)) throw new Error("It was not refused.", { cause: refusal });
  expect(refusal.code).toBe("precondition_failed");
  expect(refusal.options).toMatchObject({
    yours: { version },
    theirs: { version: version + 1, publishedVersion: 2, changedAt: now.toISOString(), changedBy: "Ada" },
  });
});

test("of a live workspace the hosts that a version's links lead to are kept, so that lists are asked about them", async () => {
  const html = '<a href="https://www.Shop.example/{{ contact.id }}">x</a> <a href="{{ custom.site }}">y</a>';
  const living = await LivingSequence.start(caller);
  const [a, b, c] = living.steps;
  const { workspaceId } = caller;
  await inWorkspace(database.db, workspaceId, (tx) =>
    tx.rows("update workspaces set mode = 'live' where id = $1", [workspaceId]),
  );
  const linked = { id: a, content: { subject: "Hi", htmlContent: html } };
  await living.put({ steps: [linked, { id: b, ...second }, { id: c, ...second }] });
  await living.publish({});
  const rows = await inWorkspace(database.db, workspaceId, (tx) =>
    tx.rows("select host, asked_at from link_hosts where workspace_id = $1", [workspaceId]),
  );
  expect(rows).toEqual([{ host: "www.shop.example", asked_at: null }]);
});
