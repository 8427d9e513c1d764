import { randomUUID } from "node:crypto";
import type { ResponseOf } from "@haste/contract/client";
import { sequenceEndpoints } from "@haste/contract/nouns/sequences";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { asCaller, type Caller } from "../../../../tests/support/work-context.ts";
import { inWorkspace } from "../../platform/db/index.ts";
import { Reply, type RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import type { Publishing, SequenceLedger } from "./index.ts";
import { sequenceRoutes } from "./index.ts";

type Key = keyof typeof sequenceEndpoints & keyof ReturnType<typeof sequenceRoutes>;
type Part = { parse(value: unknown): unknown };

const now = new Date("2026-11-23T09:00:00.000Z");
let database: TestDatabase;
let caller: Caller;
let publicUrl = "http://127.0.0.1:8080";
/** What the ledger was asked, in order. */
let asked: [string, string, unknown?][] = [];

const ledger: SequenceLedger = {
  parkSequence: async (_ctx, id) => void asked.push(["park", id]),
  resumeSequence: async (_ctx, id) => void asked.push(["resume", id]),
  stopSequence: async (_ctx, id, reason) => void asked.push(["stop", id, reason]),
  movePeople: async (_ctx, id, publishing) => void asked.push(["move", id, publishing]),
  sequenceChanged: async (_ctx, id) => void asked.push(["changed", id]),
};
const routes = sequenceRoutes({ ledger, publicUrl: () => publicUrl });

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  asked = [];
  publicUrl = "http://127.0.0.1:8080";
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db, { timezone: "Europe/Berlin" }), now };
});

/** Calls a route as the API would: the request and the answer fit its schemas. */
async function call<K extends Key>(
  key: K,
  input: Record<string, unknown> = {},
  as: Partial<Caller> = {},
): Promise<ResponseOf<K>> {
  const { response, ...row }: { response: Part | null; [part: string]: unknown } = sequenceEndpoints[key];
  const parsed: Record<string, unknown> = {};
  for (const part of ["params", "query", "body"]) {
    const missing = part === "body" ? undefined : {};
    if (row[part] !== undefined) parsed[part] = (row[part] as Part).parse(input[part] ?? missing);
  }
  const handler = routes[key] as unknown as (ctx: RequestContext, parts: typeof parsed) => Promise<unknown>;
  const answer = await asCaller({ ...caller, ...as }, (ctx) => handler(ctx, parsed));
  const body = answer instanceof Reply ? answer.body : answer;
  return (response === null ? undefined : response.parse(body)) as ResponseOf<K>;
}

/** The code of the refusal, with its pointers where it has some. */
async function refusalOf(work: Promise<unknown>): Promise<[string, ...string[]]> {
  const problem = await work.then(
    () => undefined,
    (err: unknown) => err,
  );
  if (!(problem instanceof Problem)) throw new Error(`not refused: ${problem}`);
  return [problem.code, ...(problem.options.errors ?? []).map(({ code, pointer }) => `${code} ${pointer}`)];
}

/** The ids of a sequence's steps, in order; a missing one would be no id and be refused. */
function idsOf({ steps }: { readonly steps: readonly { readonly id: string }[] }): [string, string, string] {
  const [a = "", b = "", c = ""] = steps.map((step) => step.id);
  return [a, b, c];
}

const first = { content: { subject: "Hi {{ contact.firstName }}", htmlContent: "<p>Hello</p>" } };
const second = { delay: { value: 2, unit: "days" }, content: { htmlContent: "<p>Again</p>" } };

const create = (body: Record<string, unknown> = {}) =>
  call("POST /sequences", { body: { name: `Founders ${randomUUID()}`, steps: [first, second], ...body } });
const get = (id: string, include?: string) =>
  call("GET /sequences/:id", { params: { id }, query: include === undefined ? {} : { include } });
const put = (id: string, body: Record<string, unknown>) => call("PUT /sequences/:id", { params: { id }, body });
const activate = (id: string, override?: string[], as: Partial<Caller> = {}) =>
  call("POST /sequences/:id/activate", { params: { id }, body: override && { override } }, as);
const publish = (id: string, dryRun = false) =>
  call("POST /sequences/:id/publish", { params: { id }, body: { dryRun } });

describe("a sequence draft", () => {
  test("takes the defaults and the workspace's zone for what was left out", async () => {
    const sequence = await create({ name: "Cold outreach" });
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
    expect(await get(sequence.id)).toEqual(sequence);
  });

  test("may be as broken as its writer needs it for now, and says so", async () => {
    const broken = await create({ steps: [{ content: { htmlContent: "{{ oops" } }, {}] });
    expect(broken.statusReason).toBe("3 problems to solve before it can run");
    expect(await create({ steps: null, settings: null })).toMatchObject({
      steps: [],
      statusReason: "1 problem to solve before it can run",
    });
  });

  test("refuses a second sequence of its name until the first is archived", async () => {
    const { id } = await create({ name: "Twice" });
    expect(await refusalOf(create({ name: "Twice" }))).toEqual(["name_taken"]);
    const other = await create({ name: "Other" });
    expect(await refusalOf(put(other.id, { name: "Twice" }))).toEqual(["name_taken"]);
    await call("DELETE /sequences/:id", { params: { id } });
    await put(other.id, { name: "Twice" });
  });

  test("refuses a zone that is none and hours that never open", async () => {
    expect(await refusalOf(create({ settings: { timezone: "Mars/Olympus" } }))).toEqual([
      "zone_unknown",
      "zone_unknown /settings/timezone",
    ]);
    const noon = { start: "12:00", end: "12:00" };
    expect(await refusalOf(create({ settings: { sendingHours: noon } }))).toEqual([
      "window_empty",
      "window_empty /settings/sendingHours",
    ]);
    const windows = [
      { days: ["mon"], start: "09:00", end: "10:00" },
      { days: ["tue"], ...noon },
    ];
    expect(await refusalOf(create({ settings: { sendingWindows: windows } }))).toEqual([
      "window_empty",
      "window_empty /settings/sendingWindows/1",
    ]);
  });

  test("keeps what a change leaves out, also inside settings and content", async () => {
    const { id, steps } = await create({ description: "For founders" });
    const changed = await put(id, { settings: { replyHandling: "pause", tracking: { opens: false, clicks: false } } });
    expect(changed).toMatchObject({
      description: "For founders",
      version: 2,
      settings: { replyHandling: "pause", bounceHandling: "stop" },
    });
    expect(changed.steps).toEqual(steps);
    const params = { id, stepId: idsOf({ steps })[0] };
    const step = await call("PUT /sequences/:id/steps/:stepId", { params, body: { content: { subject: "Hello" } } });
    expect(step).toMatchObject({ content: { subject: "Hello", htmlContent: "<p>Hello</p>" }, order: 0 });
    expect(
      await put(id, { settings: { replyHandling: null, timezone: "Asia/Tokyo" }, description: null }),
    ).toMatchObject({
      description: null,
      settings: { replyHandling: "stop", timezone: "Asia/Tokyo", tracking: { opens: false, clicks: false } },
    });
  });

  test("refuses a change that was meant for an older version", async () => {
    const { id } = await create();
    await put(id, { description: "newer" });
    const params = { params: { id }, body: { description: "older" } };
    expect(await refusalOf(call("PUT /sequences/:id", params, { ifMatch: '"v1"' }))).toEqual(["precondition_failed"]);
    await call("PUT /sequences/:id", params, { ifMatch: '"v2"' });
  });

  test("is not there for another workspace", async () => {
    const { id } = await create();
    const stranger = { workspaceId: await seedWorkspace(database.db) };
    expect(await refusalOf(call("GET /sequences/:id", { params: { id } }, stranger))).toEqual(["not_found"]);
    expect(await refusalOf(call("PUT /sequences/:id", { params: { id }, body: { name: "Mine" } }, stranger))).toEqual([
      "not_found",
    ]);
    expect((await call("GET /sequences", {}, stranger)).data).toEqual([]);
  });
});

describe("the steps of a draft", () => {
  test("are added at the end or where they were wanted, changed and taken out", async () => {
    const { id } = await create({ steps: [first] });
    const last = await call("POST /sequences/:id/steps", { params: { id }, body: second });
    expect(last).toMatchObject({ order: 1 });
    const between = await call("POST /sequences/:id/steps", {
      params: { id },
      body: { order: 1, delay: { at: { weekday: "tue", time: "10:00" } } },
    });
    expect(between).toMatchObject({ order: 1, delay: { at: { weekday: "tue", time: "10:00" } } });
    expect((await get(id)).steps.map((step) => step.id).slice(1)).toEqual([between.id, last.id]);
    const params = { id, stepId: between.id };
    await call("DELETE /sequences/:id/steps/:stepId", { params });
    expect(await refusalOf(call("DELETE /sequences/:id/steps/:stepId", { params }))).toEqual(["not_found"]);
    expect((await get(id)).steps.map((step) => [step.id, step.order]).at(-1)).toEqual([last.id, 1]);
  });

  test("are put into another order only when each is named once", async () => {
    const { id, steps } = await create();
    const [a, b] = idsOf({ steps });
    const reorder = (stepIds: string[]) =>
      call("PUT /sequences/:id/steps/reorder", { params: { id }, body: { stepIds } });
    expect((await reorder([b, a])).steps.map((step) => [step.id, step.order])).toEqual([
      [b, 0],
      [a, 1],
    ]);
    for (const wrong of [[a], [a, a], [a, b, a], [a, randomUUID()], []]) {
      expect(await refusalOf(reorder(wrong))).toEqual(["steps_incomplete"]);
    }
  });

  test("are replaced as a whole, and keep their ids where they are given", async () => {
    const { id, steps } = await create();
    const [, b] = idsOf({ steps });
    const own = randomUUID();
    const changed = await put(id, { steps: [{ id: own, ...first }, { id: b, ...second }, second] });
    expect(changed.steps.map((step) => step.id).slice(0, 2)).toEqual([own, b]);
    expect(changed.steps).toHaveLength(3);
    expect(changed.steps[1]).toEqual(steps[1]);
  });

  test("never take a step away from another sequence", async () => {
    const other = await create();
    const { id } = await create();
    const stolen = { steps: [first, { id: idsOf(other)[0], ...second }] };
    expect(await refusalOf(put(id, stolen))).toEqual(["invalid_request", "taken /steps/1/id"]);
    const twice = { steps: [{ id: other.id }, { id: other.id }] };
    expect(await refusalOf(put(id, twice))).toEqual(["invalid_request", "duplicate /steps/1/id"]);
    expect(await get(other.id)).toEqual(other);
  });

  test("point only to templates that are there", async () => {
    const templated = create({ steps: [first, { templateId: randomUUID() }] });
    expect(await refusalOf(templated)).toEqual(["invalid_request", "not_found /steps/1/templateId"]);
  });
});

describe("activating and pausing a sequence", () => {
  test("publishes the first version of a draft in a sandbox that has nothing yet", async () => {
    const { id } = await create();
    const active = await activate(id);
    expect(active).toMatchObject({
      status: "active",
      statusReason: null,
      publishedVersion: 1,
      hasUnpublishedChanges: false,
      warnings: [],
    });
    const versions = await call("GET /sequences/:id/versions", { params: { id } });
    expect(versions.data).toMatchObject([
      { version: 1, settings: { timezone: "Europe/Berlin", sendingWindows: null } },
    ]);
    expect(versions.data[0]?.steps).toHaveLength(2);
  });

  test("names everything that keeps a draft from running", async () => {
    const { id } = await create({ steps: [{ content: { htmlContent: "{{ oops" } }] });
    expect(await refusalOf(activate(id))).toEqual([
      "not_activatable",
      "broken-step /steps/0/content/subject",
      "broken-step /steps/0/content/htmlContent",
    ]);
    expect((await get(id)).status).toBe("draft");
  });

  test("asks a live workspace for an account, an address and https, and lets an admin judge the risks", async () => {
    const live = { workspaceId: await seedWorkspace(database.db, { mode: "live" }) };
    publicUrl = "http://outreach.example.com";
    const body = { name: "Live", steps: [first] };
    const { id } = await call("POST /sequences", { body }, live);
    const missing = ["no-postal-address ", "insecure-public-url "];
    expect(await refusalOf(activate(id, [], live))).toEqual(["not_activatable", "no-sending-account ", ...missing]);
    await inWorkspace(database.db, live.workspaceId, (tx) =>
      tx.rows(
        `insert into sending_accounts (workspace_id, id, provider, email, display_name)
         values ($1, $2, 'smtp', 'you@example.com', 'You')`,
        [live.workspaceId, randomUUID()],
      ),
    );
    const override = ["no-postal-address", "insecure-public-url", "of-no-meaning"];
    expect(await refusalOf(activate(id, ["no-postal-address"], live))).toEqual([
      "not_activatable",
      "insecure-public-url ",
    ]);
    expect(await refusalOf(activate(id, override, { ...live, role: "rep" }))).toEqual(["forbidden"]);
    const active = await activate(id, override, { ...live, role: "admin" });
    expect(active.warnings.map((warning) => warning.code)).toEqual(["replies-unread", "domain-unchecked"]);
    const logged = await inWorkspace(database.db, live.workspaceId, (tx) =>
      tx.rows<{ detail: { overridden: { code: string }[] } }>(
        "select detail from audit_log where action = 'sequence.activated'",
      ),
    );
    expect(logged[0]?.detail.overridden.map((problem) => problem.code)).toEqual(override.slice(0, 2));
  });

  test("goes on after a pause with the version it has", async () => {
    const { id } = await create();
    await activate(id);
    await put(id, { steps: [first] });
    const pause = () => call("POST /sequences/:id/pause", { params: { id } });
    expect(await pause()).toMatchObject({ status: "paused", statusReason: "Paused by Ada" });
    await pause();
    expect(await activate(id)).toMatchObject({ status: "active", publishedVersion: 1, hasUnpublishedChanges: true });
    expect(asked.filter(([what]) => what !== "changed")).toEqual([
      ["park", id],
      ["resume", id],
    ]);
  });

  test("cannot pause what sends nothing", async () => {
    const { id } = await create();
    expect(await refusalOf(call("POST /sequences/:id/pause", { params: { id } }))).toEqual(["invalid_status"]);
  });

  test("counts two people pressing the button at once as one", async () => {
    const { id } = await create();
    const both = await Promise.all([activate(id), activate(id)]);
    expect(both.map((sequence) => sequence.publishedVersion)).toEqual([1, 1]);
    expect((await call("GET /sequences/:id/versions", { params: { id } })).data).toHaveLength(1);
  });
});

describe("publishing a running sequence again", () => {
  test("says who would move, then moves them and keeps everybody else's place", async () => {
    const { id, steps } = await create({ steps: [first, second, second] });
    const [a, b, c] = idsOf({ steps });
    await activate(id);
    await seedPeople(id, [
      [a, "active", 4],
      [b, "active", 2],
      [b, "paused", 1],
      [b, "stopped", 9],
    ]);
    const changed = await put(id, {
      steps: [
        { id: a, ...first },
        { id: c, ...second },
      ],
    });
    expect(changed).toMatchObject({ hasUnpublishedChanges: true, publishedVersion: 1 });

    asked = [];
    const moves = [{ fromStepId: b, toStepId: c, people: 3 }];
    expect(await publish(id, true)).toMatchObject({ publishedVersion: 1, hasUnpublishedChanges: true, moves });
    expect(asked).toEqual([]);
    expect(await publish(id)).toMatchObject({ publishedVersion: 2, hasUnpublishedChanges: false, moves });
    const publishing = asked[0]?.[2] as Publishing;
    expect(publishing.version).toBe(2);
    expect([...publishing.places].map(([from, to]) => [from, to?.id])).toEqual([
      [a, a],
      [b, c],
      [c, c],
    ]);
    expect(asked.map(([what]) => what)).toEqual(["move", "changed"]);

    asked = [];
    expect(await publish(id)).toMatchObject({ publishedVersion: 2, moves: [] });
    expect(asked).toEqual([]);
  });

  test("lists versions newest first, each as it was", async () => {
    const { id } = await create();
    await activate(id);
    await put(id, {
      settings: {
        sendingWindows: [
          { days: ["sat"], start: "10:00", end: "24:00" },
          { days: ["sun"], start: "22:00", end: "02:00" },
        ],
      },
    });
    await publish(id);
    const page = await call("GET /sequences/:id/versions", { params: { id }, query: { limit: "1", include: "total" } });
    expect(page).toMatchObject({ data: [{ version: 2 }], page: { hasMore: true, total: 2 } });
    expect(page.data[0]?.settings.sendingWindows).toHaveLength(2);
    const rest = await call("GET /sequences/:id/versions", { params: { id }, query: { cursor: page.page.nextCursor } });
    expect(rest).toMatchObject({
      data: [{ version: 1, settings: { sendingWindows: null } }],
      page: { hasMore: false },
    });
  });

  test("refuses a draft that could not run, and one that never did", async () => {
    const { id } = await create();
    expect(await refusalOf(publish(id))).toEqual(["invalid_status"]);
    await activate(id);
    await put(id, { steps: [] });
    expect(await refusalOf(publish(id))).toEqual(["not_activatable", "no-steps /steps"]);
  });

  test("sees no unpublished change in a new name or in the same steps written again", async () => {
    const { id, steps } = await create();
    await activate(id);
    const again = steps.map(({ id: stepId, delay, content }) => ({ id: stepId, delay, content }));
    expect(await put(id, { name: `Renamed ${id}`, steps: again, settings: {} })).toMatchObject({
      hasUnpublishedChanges: false,
    });
  });
});

describe("putting sequences away and copying them", () => {
  test("archives a sequence once, stops its people and keeps it readable", async () => {
    const { id } = await create();
    await activate(id);
    const remove = () => call("DELETE /sequences/:id", { params: { id } });
    await remove();
    expect(asked.map(([what, , reason]) => [what, reason])).toContainEqual(["stop", "archived"]);
    expect(await refusalOf(remove())).toEqual(["not_found"]);
    expect(await get(id)).toMatchObject({
      archivedAt: now.toISOString(),
      statusReason: "Archived",
      status: "completed",
    });
    expect(await refusalOf(put(id, { description: "late" }))).toEqual(["invalid_status"]);
    expect(await refusalOf(activate(id))).toEqual(["invalid_status"]);
  });

  test("names the copies one after the other", async () => {
    const { id, steps } = await create({ name: "Spring", settings: { replyHandling: "continue" } });
    const duplicate = (body?: { name?: string }) => call("POST /sequences/:id/duplicate", { params: { id }, body });
    const copy = await duplicate();
    expect(copy).toMatchObject({ name: "Spring (copy)", status: "draft", settings: { replyHandling: "continue" } });
    expect(copy.steps.map((step) => step.content)).toEqual(steps.map((step) => step.content));
    expect(idsOf(copy)[0]).not.toBe(idsOf({ steps })[0]);
    expect((await duplicate({})).name).toBe("Spring (copy 2)");
    expect((await duplicate({ name: "Summer" })).name).toBe("Summer");
    expect(await refusalOf(duplicate({ name: "Summer" }))).toEqual(["name_taken"]);
    const long = await create({ name: "n".repeat(255) });
    const short = await call("POST /sequences/:id/duplicate", { params: { id: long.id } });
    expect(short.name).toMatch(/^n{200,} \(copy\)$/);
  });
});

describe("the list of sequences", () => {
  test("comes newest first, page by page, without the archived ones", async () => {
    const ids: string[] = [];
    for (const [place, name] of ["Anna", "Zoe", "Mia"].entries()) {
      const at = { now: new Date(now.getTime() + place) };
      ids.unshift((await call("POST /sequences", { body: { name, steps: [first] } }, at)).id);
    }
    await activate(ids[0] as string);
    const list = (query: Record<string, string | null> = {}) => call("GET /sequences", { query });
    const namesOf = async (query: Record<string, string>) => (await list(query)).data.map((one) => one.name);
    const page = await list({ limit: "2", include: "total" });
    expect(page.data.map((one) => one.id)).toEqual(ids.slice(0, 2));
    expect(page.page).toMatchObject({ hasMore: true, total: 3 });
    expect((await list({ limit: "2", cursor: page.page.nextCursor })).data.map((one) => one.id)).toEqual(ids.slice(2));
    expect(await namesOf({ "filter[status]": "active,paused" })).toEqual(["Mia"]);
    expect(await namesOf({ sort: "name" })).toEqual(["Anna", "Mia", "Zoe"]);
    expect(await namesOf({ sort: "-name", limit: "1" })).toEqual(["Zoe"]);
    expect(await namesOf({ q: "O" })).toEqual(["Zoe"]);
    await call("DELETE /sequences/:id", { params: { id: ids[1] } });
    expect(await namesOf({})).toEqual(["Mia", "Anna"]);
    expect(await namesOf({ "filter[archived]": "true" })).toEqual(["Zoe"]);
    expect(await refusalOf(list({ "filter[status]": "asleep" }))).toEqual([
      "invalid_request",
      "unknown /query/filter[status]",
    ]);
    expect(await refusalOf(list({ sort: "age" }))).toEqual(["invalid_request", "unknown /query/sort"]);
    expect(await refusalOf(list({ sort: "name", cursor: page.page.nextCursor }))).toEqual(["invalid_cursor"]);
  });

  test("shows numbers where asked for: people by step, mails once a person, the next mail", async () => {
    const { id, steps } = await create();
    const [a, b] = idsOf({ steps });
    expect((await get(id, "stats")).stats).toMatchObject({ enrolled: 0, sent: 0, replyRate: null, nextMailAt: null });
    await seedPeople(id, [
      [a, "active", 4],
      [b, "active", 2],
      [b, "paused", 1],
      [noStep, "completed", 5],
      [noStep, "stopped", 3],
    ]);
    await seedRollup(id, a, { sent: 10, opened: 4, opened_machine: 2, replied: 2 });
    await seedRollup(id, b, { sent: 6, replied: 2 });
    const [listed] = (await call("GET /sequences", { query: { include: "stats" } })).data;
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
    expect((await get(id)).stats).toBeUndefined();
  });
});

const noStep = "00000000-0000-0000-0000-000000000000";

async function seedPeople(sequenceId: string, counts: readonly (readonly [string, string, number])[]): Promise<void> {
  await inWorkspace(database.db, caller.workspaceId, async (tx) => {
    for (const [stepId, status, people] of counts) {
      await tx.rows(
        "insert into enrollment_counts (workspace_id, sequence_id, step_id, status, people) values ($1, $2, $3, $4, $5)",
        [caller.workspaceId, sequenceId, stepId, status, people],
      );
    }
  });
}

async function seedRollup(sequenceId: string, stepId: string, counts: Record<string, number>): Promise<void> {
  const names = Object.keys(counts);
  await inWorkspace(database.db, caller.workspaceId, (tx) =>
    tx.rows(
      `insert into email_rollups (workspace_id, sequence_id, sequence_version, step_id, variant_id, sending_account_id, bucket,
         ${names.join(", ")}) values ($1, $2, 1, $3, $4, $4, $5, ${names.map((_, place) => `$${place + 6}`).join(", ")})`,
      [caller.workspaceId, sequenceId, stepId, noStep, now, ...Object.values(counts)],
    ),
  );
}
