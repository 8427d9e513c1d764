import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { first, idsOf, SequenceDesk, second } from "../../../../tests/support/sequences.ts";
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

async function addAccount(status: "active" | "paused"): Promise<string> {
  const id = randomUUID();
  await inWorkspace(database.db, desk.caller.workspaceId, (tx) =>
    tx.rows(
      `insert into sending_accounts (workspace_id, id, provider, email, display_name, status)
       values ($1, $2, 'smtp', $3, 'Ada', $4)`,
      [desk.caller.workspaceId, id, `${id}@sandbox.haste.test`, status],
    ),
  );
  return id;
}

describe("a sequence draft", () => {
  test("takes the defaults and the workspace's zone for what was left out", async () => {
    const sequence = await desk.create({ name: "Cold outreach" });
    expect(sequence).toMatchObject({
      name: "Cold outreach",
      status: "draft",
      statusReason: "Ready to activate",
      settings: {
        timezone: "Europe/Berlin",
        timezoneMode: "contact",
        sendingDays: ["mon", "tue", "wed", "thu", "fri"],
        sendingHours: { start: "09:00", end: "17:00" },
        sendingWindows: null,
        replyHandling: "stop",
        bounceHandling: "stop",
        tracking: { opens: true, clicks: true },
      },
      publishedVersion: null,
      hasUnpublishedChanges: false,
      version: 1,
      createdAt: now.toISOString(),
    });
    expect(sequence.steps).toMatchObject([
      { order: 0, type: "email", delay: { value: 0, unit: "hours" }, tracking: null },
      {
        order: 1,
        delay: { value: 2, unit: "days" },
        content: { subject: null, htmlContent: "<p>Again</p>", textContent: null },
      },
    ]);
    expect(await desk.get(sequence.id)).toEqual(sequence);
  });

  test("may be as broken as its writer needs it for now, and says so", async () => {
    const broken = await desk.create({ steps: [{ content: { htmlContent: "{{ oops" } }, {}] });
    expect(broken.statusReason).toBe("3 problems to solve before it can run");
    expect(await desk.create({ steps: null, settings: null })).toMatchObject({
      steps: [],
      statusReason: "1 problem to solve before it can run",
    });
  });

  test("refuses a second sequence of its name until the first is archived", async () => {
    const { id } = await desk.create({ name: "Twice" });
    expect(await refusalOf(desk.create({ name: "Twice" }))).toEqual(["name_taken"]);
    const other = await desk.create({ name: "Other" });
    expect(await refusalOf(desk.put(other.id, { name: "Twice" }))).toEqual(["name_taken"]);
    await desk.remove(id);
    await desk.put(other.id, { name: "Twice" });
  });

  test("refuses a zone that is none and hours that never open", async () => {
    expect(await refusalOf(desk.create({ settings: { timezone: "Mars/Olympus" } }))).toEqual([
      "zone_unknown",
      "zone_unknown /settings/timezone",
    ]);
    const noon = { start: "12:00", end: "12:00" };
    expect(await refusalOf(desk.create({ settings: { sendingHours: noon } }))).toEqual([
      "window_empty",
      "window_empty /settings/sendingHours",
    ]);
    const windows = [
      { days: ["mon"], start: "09:00", end: "10:00" },
      { days: ["tue"], ...noon },
    ];
    expect(await refusalOf(desk.create({ settings: { sendingWindows: windows } }))).toEqual([
      "window_empty",
      "window_empty /settings/sendingWindows/1",
    ]);
  });

  test("names the accounts it sends from, each once and one that is there, and may name none again", async () => {
    const here = await addAccount("active");
    const { id, settings } = await desk.create({ settings: { sendingAccounts: [{ id: here }] } });
    expect(settings.sendingAccounts).toEqual([{ id: here, weight: 1 }]);
    const strange = { settings: { sendingAccounts: [{ id: here }, { id: randomUUID() }, { id: here, weight: 2 }] } };
    const places = [1, 2].map((place) => `/settings/sendingAccounts/${place}/id`);
    expect(await refusalOf(desk.put(id, strange))).toEqual([
      "invalid_request",
      `not_found ${places[0]}`,
      `duplicate ${places[1]}`,
    ]);
    expect((await desk.put(id, { settings: { sendingAccounts: null } })).settings.sendingAccounts).toBeNull();
  });

  test("is not activated while none of the accounts it names is active, though another one is", async () => {
    await addAccount("active");
    const paused = await addAccount("paused");
    const { id } = await desk.create({ settings: { sendingAccounts: [{ id: paused, weight: 5 }] } });
    expect(await refusalOf(desk.activate(id))).toEqual(["not_activatable", "pool-paused /settings/sendingAccounts"]);
  });

  test("keeps what a change leaves out, also inside settings and content", async () => {
    const { id, steps } = await desk.create({ description: "For founders" });
    const changed = await desk.put(id, {
      settings: { replyHandling: "pause", tracking: { opens: false, clicks: false } },
    });
    expect(changed).toMatchObject({
      description: "For founders",
      version: 2,
      settings: { replyHandling: "pause", bounceHandling: "stop" },
    });
    expect(changed.steps).toEqual(steps);
    const params = { id, stepId: idsOf({ steps })[0] };
    const step = await desk.call("PUT /sequences/:id/steps/:stepId", {
      params,
      body: { content: { subject: "Hello" } },
    });
    expect(step).toMatchObject({ content: { subject: "Hello", htmlContent: "<p>Hello</p>" }, order: 0 });
    expect(
      await desk.put(id, { settings: { replyHandling: null, timezone: "Asia/Tokyo" }, description: null }),
    ).toMatchObject({
      description: null,
      settings: { replyHandling: "stop", timezone: "Asia/Tokyo", tracking: { opens: false, clicks: false } },
    });
  });

  test("refuses a change that was meant for an older version", async () => {
    const { id } = await desk.create();
    await desk.put(id, { description: "newer" });
    const params = { params: { id }, body: { description: "older" } };
    expect(await refusalOf(desk.call("PUT /sequences/:id", params, { ifMatch: '"v1"' }))).toEqual([
      "precondition_failed",
    ]);
    await desk.call("PUT /sequences/:id", params, { ifMatch: '"v2"' });
  });

  test("is not there for another workspace", async () => {
    const { id } = await desk.create();
    const stranger = { workspaceId: await seedWorkspace(database.db) };
    expect(await refusalOf(desk.call("GET /sequences/:id", { params: { id } }, stranger))).toEqual(["not_found"]);
    expect(
      await refusalOf(desk.call("PUT /sequences/:id", { params: { id }, body: { name: "Mine" } }, stranger)),
    ).toEqual(["not_found"]);
    expect((await desk.call("GET /sequences", {}, stranger)).data).toEqual([]);
  });
});

describe("the steps of a draft", () => {
  test("are added at the end or where they were wanted, changed and taken out", async () => {
    const { id } = await desk.create({ steps: [first] });
    const last = await desk.call("POST /sequences/:id/steps", { params: { id }, body: second });
    expect(last).toMatchObject({ order: 1 });
    const between = await desk.call("POST /sequences/:id/steps", {
      params: { id },
      body: { order: 1, delay: { at: { weekday: "tue", time: "10:00" } } },
    });
    expect(between).toMatchObject({ order: 1, delay: { at: { weekday: "tue", time: "10:00" } } });
    expect((await desk.get(id)).steps.map((step) => step.id).slice(1)).toEqual([between.id, last.id]);
    const params = { id, stepId: between.id };
    await desk.call("DELETE /sequences/:id/steps/:stepId", { params });
    expect(await refusalOf(desk.call("DELETE /sequences/:id/steps/:stepId", { params }))).toEqual(["not_found"]);
    expect((await desk.get(id)).steps.map((step) => [step.id, step.order]).at(-1)).toEqual([last.id, 1]);
  });

  test("are put into another order only when each is named once", async () => {
    const { id, steps } = await desk.create();
    const [a, b] = idsOf({ steps });
    const reorder = (stepIds: string[]) =>
      desk.call("PUT /sequences/:id/steps/reorder", { params: { id }, body: { stepIds } });
    expect((await reorder([b, a])).steps.map((step) => [step.id, step.order])).toEqual([
      [b, 0],
      [a, 1],
    ]);
    for (const wrong of [[a], [a, a], [a, b, a], [a, randomUUID()], []]) {
      expect(await refusalOf(reorder(wrong))).toEqual(["steps_incomplete"]);
    }
  });

  test("are replaced as a whole, and keep their ids where they are given", async () => {
    const { id, steps } = await desk.create();
    const [, b] = idsOf({ steps });
    const own = randomUUID();
    const changed = await desk.put(id, { steps: [{ id: own, ...first }, { id: b, ...second }, second] });
    expect(changed.steps.map((step) => step.id).slice(0, 2)).toEqual([own, b]);
    expect(changed.steps).toHaveLength(3);
    expect(changed.steps[1]).toEqual(steps[1]);
  });

  test("never take a step away from another sequence", async () => {
    const other = await desk.create();
    const { id } = await desk.create();
    const stolen = { steps: [first, { id: idsOf(other)[0], ...second }] };
    expect(await refusalOf(desk.put(id, stolen))).toEqual(["invalid_request", "taken /steps/1/id"]);
    const twice = { steps: [{ id: other.id }, { id: other.id }] };
    expect(await refusalOf(desk.put(id, twice))).toEqual(["invalid_request", "duplicate /steps/1/id"]);
    expect(await desk.get(other.id)).toEqual(other);
  });

  test("point only to templates that are there", async () => {
    const templated = desk.create({ steps: [first, { templateId: randomUUID() }] });
    expect(await refusalOf(templated)).toEqual(["invalid_request", "not_found /steps/1/templateId"]);
  });
});
