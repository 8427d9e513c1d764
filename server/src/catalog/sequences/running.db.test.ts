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

describe("activating and pausing a sequence", () => {
  test("publishes the first version of a draft in a sandbox that has nothing yet", async () => {
    const { id } = await desk.create();
    const active = await desk.activate(id);
    expect(active).toMatchObject({
      status: "active",
      statusReason: null,
      publishedVersion: 1,
      hasUnpublishedChanges: false,
      warnings: [],
    });
    const versions = await desk.call("GET /sequences/:id/versions", { params: { id } });
    expect(versions.data).toMatchObject([
      { version: 1, settings: { timezone: "Europe/Berlin", sendingWindows: null } },
    ]);
    expect(versions.data[0]?.steps).toHaveLength(2);
  });

  test("names everything that keeps a draft from running", async () => {
    const { id } = await desk.create({ steps: [{ content: { htmlContent: "{{ oops" } }] });
    expect(await refusalOf(desk.activate(id))).toEqual([
      "not_activatable",
      "broken-step /steps/0/content/subject",
      "broken-step /steps/0/content/htmlContent",
    ]);
    expect((await desk.get(id)).status).toBe("draft");
  });

  test("asks a live workspace for an account, an address and https, and lets an admin judge the risks", async () => {
    const live = { workspaceId: await seedWorkspace(database.db, { mode: "live" }) };
    desk.publicUrl = "http://outreach.example.com";
    const body = { name: "Live", steps: [first] };
    const { id } = await desk.call("POST /sequences", { body }, live);
    const missing = ["no-postal-address", "insecure-public-url"];
    expect(await refusalOf(desk.activate(id, [], live))).toEqual(["not_activatable", "no-sending-account", ...missing]);
    await inWorkspace(database.db, live.workspaceId, (tx) =>
      tx.rows(
        `insert into sending_accounts (workspace_id, id, provider, email, display_name)
         values ($1, $2, 'smtp', 'you@example.com', 'You')`,
        [live.workspaceId, randomUUID()],
      ),
    );
    const override = ["no-postal-address", "insecure-public-url", "of-no-meaning"];
    expect(await refusalOf(desk.activate(id, ["no-postal-address"], live))).toEqual([
      "not_activatable",
      "insecure-public-url",
    ]);
    expect(await refusalOf(desk.activate(id, override, { ...live, role: "rep" }))).toEqual(["forbidden"]);
    const active = await desk.activate(id, override, { ...live, role: "admin" });
    expect(active.warnings.map((warning) => warning.code)).toEqual(["replies-unread", "domain-unchecked"]);
    const logged = await inWorkspace(database.db, live.workspaceId, (tx) =>
      tx.rows<{ detail: { overridden: { code: string }[] } }>(
        `select d.detail::jsonb as detail from audit_log l join audit_details d on d.audit_id = l.id
          where l.action = 'sequence.activated'`,
      ),
    );
    expect(logged[0]?.detail.overridden.map((problem) => problem.code)).toEqual(override.slice(0, 2));
  });

  test("refuses a window that no account's workday meets, and lets an admin judge it for people with zones", async () => {
    const { workspaceId } = desk.caller;
    const evening = { timezone: null, days: ["mon", "tue"], start: "18:00", end: "20:00" };
    await inWorkspace(database.db, workspaceId, (tx) =>
      tx.rows(
        `insert into sending_accounts (workspace_id, id, provider, email, display_name, timezone, workday)
         values ($1, $2, 'smtp', 'you@example.com', 'You', 'Europe/Berlin', $3)`,
        [workspaceId, randomUUID(), JSON.stringify(evening)],
      ),
    );
    const settings = { sendingHours: { start: "09:00", end: "17:00" } };
    const { id } = await desk.create({ settings: { ...settings, timezoneMode: "sequence" } });
    const refusal = ["not_activatable", "window-unreachable /settings"];
    expect(await refusalOf(desk.activate(id))).toEqual(refusal);
    expect(await refusalOf(desk.activate(id, ["window-unreachable"]))).toEqual(refusal);
    await desk.put(id, { settings: { timezoneMode: "contact" } });
    expect(await refusalOf(desk.activate(id))).toEqual(refusal);
    expect((await desk.activate(id, ["window-unreachable"])).status).toBe("active");
    // Publishing asks again, of what nobody may let pass.
    await desk.put(id, { settings: { timezoneMode: "sequence" } });
    expect(await refusalOf(desk.publish(id))).toEqual(refusal);
    await desk.put(id, { settings: { sendingHours: { start: "09:00", end: "18:01" } } });
    expect(await desk.publish(id)).toMatchObject({ publishedVersion: 2 });
  });

  test("goes on after a pause with the version it has", async () => {
    const { id } = await desk.create();
    await desk.activate(id);
    await desk.put(id, { steps: [first] });
    const pause = () => desk.pause(id);
    expect(await pause()).toMatchObject({ status: "paused", statusReason: "Paused by Ada" });
    await pause();
    expect(await desk.activate(id)).toMatchObject({
      status: "active",
      publishedVersion: 1,
      hasUnpublishedChanges: true,
    });
    expect(desk.asked.filter(([what]) => what !== "changed")).toEqual([
      ["park", id],
      ["resume", id],
    ]);
  });

  test("cannot pause what sends nothing", async () => {
    const { id } = await desk.create();
    expect(await refusalOf(desk.pause(id))).toEqual(["invalid_status"]);
  });

  test("counts two people pressing the button at once as one", async () => {
    const { id } = await desk.create();
    const both = await Promise.all([desk.activate(id), desk.activate(id)]);
    expect(both.map((sequence) => sequence.publishedVersion)).toEqual([1, 1]);
    expect((await desk.call("GET /sequences/:id/versions", { params: { id } })).data).toHaveLength(1);
  });
});

describe("publishing a running sequence again", () => {
  test("makes one version of what changed, and none where nothing did", async () => {
    const { id, steps } = await desk.create({ steps: [first, second, second] });
    const [a, , c] = idsOf({ steps });
    await desk.activate(id);
    const changed = await desk.put(id, {
      steps: [
        { id: a, ...first },
        { id: c, ...second },
      ],
    });
    expect(changed).toMatchObject({ hasUnpublishedChanges: true, publishedVersion: 1 });

    desk.asked = [];
    const unpublished = { publishedVersion: 1, hasUnpublishedChanges: true };
    expect(await desk.publish(id, { dryRun: true })).toMatchObject({
      ...unpublished,
      impact: { version: 2, people: 0 },
    });
    expect(desk.asked).toEqual([]);
    expect(await desk.publish(id)).toMatchObject({ publishedVersion: 2, hasUnpublishedChanges: false, moves: [] });
    expect(desk.asked.map(([what]) => what)).toEqual(["changed"]);

    desk.asked = [];
    const again = { publishedVersion: 2, impact: { version: 2, diff: { sentence: "Nothing differs.", changes: [] } } };
    expect(await desk.publish(id)).toMatchObject(again);
    expect(desk.asked).toEqual([]);
  });

  test("lists versions newest first, each as it was", async () => {
    const { id } = await desk.create();
    await desk.activate(id);
    await desk.put(id, {
      settings: {
        sendingWindows: [
          { days: ["sat"], start: "10:00", end: "24:00" },
          { days: ["sun"], start: "22:00", end: "02:00" },
        ],
      },
    });
    await desk.publish(id);
    const page = await desk.call("GET /sequences/:id/versions", {
      params: { id },
      query: { limit: "1", include: "total" },
    });
    expect(page).toMatchObject({ data: [{ version: 2 }], page: { hasMore: true, total: 2 } });
    expect(page.data[0]?.settings.sendingWindows).toHaveLength(2);
    const rest = await desk.call("GET /sequences/:id/versions", {
      params: { id },
      query: { cursor: page.page.nextCursor ?? "" },
    });
    expect(rest).toMatchObject({
      data: [{ version: 1, settings: { sendingWindows: null } }],
      page: { hasMore: false },
    });
  });

  test("refuses a draft that could not run, and one that never did", async () => {
    const { id } = await desk.create();
    expect(await refusalOf(desk.publish(id))).toEqual(["invalid_status"]);
    await desk.activate(id);
    await desk.put(id, { steps: [] });
    expect(await refusalOf(desk.publish(id))).toEqual(["not_activatable", "no-steps /steps"]);
  });

  test("sees no unpublished change in a new name or in the same steps written again", async () => {
    const { id, steps } = await desk.create();
    await desk.activate(id);
    const again = steps.map(({ id: stepId, delay, content }) => ({ id: stepId, delay, content }));
    expect(await desk.put(id, { name: `Renamed ${id}`, steps: again, settings: {} })).toMatchObject({
      hasUnpublishedChanges: false,
    });
  });
});

describe("putting sequences away and copying them", () => {
  test("archives a sequence once, stops its people and keeps it readable", async () => {
    const { id } = await desk.create();
    await desk.activate(id);
    const remove = () => desk.remove(id);
    await remove();
    expect(desk.asked.map(([what, , reason]) => [what, reason])).toContainEqual(["stop", "archived"]);
    expect(await refusalOf(remove())).toEqual(["not_found"]);
    expect(await desk.get(id)).toMatchObject({
      archivedAt: now.toISOString(),
      statusReason: "Archived",
      status: "completed",
    });
    expect(await refusalOf(desk.put(id, { description: "late" }))).toEqual(["invalid_status"]);
    expect(await refusalOf(desk.activate(id))).toEqual(["invalid_status"]);
  });

  test("names the copies one after the other", async () => {
    const { id, steps } = await desk.create({ name: "Spring", settings: { replyHandling: "continue" } });
    const duplicate = (body?: { name?: string }) =>
      desk.call("POST /sequences/:id/duplicate", { params: { id }, body });
    const copy = await duplicate();
    expect(copy).toMatchObject({ name: "Spring (copy)", status: "draft", settings: { replyHandling: "continue" } });
    expect(copy.steps.map((step) => step.content)).toEqual(steps.map((step) => step.content));
    expect(idsOf(copy)[0]).not.toBe(idsOf({ steps })[0]);
    expect((await duplicate({})).name).toBe("Spring (copy 2)");
    expect((await duplicate({ name: "Summer" })).name).toBe("Summer");
    expect(await refusalOf(duplicate({ name: "Summer" }))).toEqual(["name_taken"]);
    const long = await desk.create({ name: "n".repeat(255) });
    const short = await desk.call("POST /sequences/:id/duplicate", { params: { id: long.id } });
    expect(short.name).toMatch(/^n{200,} \(copy\)$/);
  });
});
