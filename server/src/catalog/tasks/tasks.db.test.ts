import { randomUUID } from "node:crypto";
import { asInstant, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, refusalOf, type Sent } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { LedgerWorld, start } from "../../../../tests/support/ledger-world.ts";
import type { Caller } from "../../../../tests/support/work-context.ts";
import { parkSequence, pausePerson } from "../../ledger/index.ts";
import { taskRoutes } from "./routes.ts";

let database: TestDatabase;
let world: LedgerWorld;
let contactId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await LedgerWorld.create(database.db, { kinds: ["call"] });
  contactId = randomUUID();
  await world.rows(
    `insert into contacts (workspace_id, id, email, email_key, first_name)
     values ($1, $2, 'ada@acme.example', 'ada@acme.example', 'Ada')`,
    [world.workspaceId, contactId],
  );
});

function call<K extends keyof typeof taskRoutes>(key: K, sent: Sent = {}, as: Partial<Caller> = {}) {
  const caller = { db: database.db, workspaceId: world.workspaceId, now: new Date(world.now), ...as };
  return callRoute(taskRoutes, key, caller, sent);
}

const inHours = (hours: number) => new Date(start + hours * HOUR_MS).toISOString();

async function write(title: string, more: Record<string, unknown> = {}): Promise<string> {
  return (await call("POST /tasks", { body: { title, contactId, ...more } })).id;
}

async function titles(query: Record<string, string>): Promise<string[]> {
  return (await call("GET /tasks", { query })).data.map((task) => task.title);
}

/** Somebody whom a sequence wants to be called. */
async function calledPerson() {
  const [person] = await world.enroll(1);
  await world.plan();
  if (person === undefined) throw new Error("Nobody was enrolled.");
  return person;
}

describe("the words of a task", () => {
  test("name its person, and follow when the name is corrected", async () => {
    const id = await write("Ring {{ contact.firstName }}", { kind: "call", notes: "At {{ contact.email }}." });
    const read = () => call("GET /tasks/:id", { params: { id } });
    expect(await read()).toMatchObject({ title: "Ring Ada", notes: "At ada@acme.example.", problem: null });
    await world.rows("update contacts set first_name = 'Augusta' where id = $1", [contactId]);
    expect((await read()).title).toBe("Ring Augusta");
  });

  test("stand as written where the person lacks what they ask for, with what to mend", async () => {
    const id = await write("Ring {{ contact.lastName }}");
    const task = await call("GET /tasks/:id", { params: { id } });
    expect(task.title).toBe("Ring {{ contact.lastName }}");
    expect(task.problem).toContain("contact.lastName is empty for this person");
  });

  test("are refused at their place where nobody could read them", async () => {
    expect(await refusalOf(write("Ring", { notes: "{% if %}" }))).toEqual([
      "invalid_request",
      "template_syntax /notes",
    ]);
  });
});

describe("the queue", () => {
  test("goes from the most overdue to the day that is furthest, page by page", async () => {
    const times = [30, -2, 5, -30, 80, 1].map((hours) => ({ title: `at ${hours}`, dueAt: inHours(hours) }));
    for (const { title, dueAt } of times) await write(title, { dueAt });
    await write("any time");
    const inOrder: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const { data, page } = await call("GET /tasks", {
        query: { sort: "dueAt", limit: "2", cursor, include: "total" },
      });
      expect(page.total).toBe(7);
      inOrder.push(...data.map((task) => `${task.title}: ${task.due}`));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(inOrder).toEqual([
      ...["at -30: overdue", "at -2: overdue", "any time: today", "at 1: today", "at 5: today"],
      ...["at 30: upcoming", "at 80: upcoming"],
    ]);
    expect(await titles({ sort: "dueAt", "filter[due]": "overdue,today" })).toHaveLength(5);
  });

  test("leaves out what waits for a paused person or sequence, and tells until when", async () => {
    const person = await calledPerson();
    const away = asInstant(start + 48 * HOUR_MS);
    expect(await titles({ "filter[due]": "today" })).toEqual(["Call"]);
    await world.in((tx) => pausePerson(tx, person.enrollmentId, away, world.moment()));
    expect(await titles({ "filter[due]": "overdue,today,upcoming" })).toEqual([]);
    const waiting = () => call("GET /tasks", { query: { "filter[due]": "waiting" } });
    expect((await waiting()).data).toMatchObject([
      { title: "Call", waiting: { reason: "person_paused", until: inHours(48) } },
    ]);
    await world.rows("update email_sequences set status = 'paused' where id = $1", [world.sequenceId]);
    await world.in((tx) => parkSequence(tx, world.sequenceId, world.moment()));
    expect((await waiting()).data).toMatchObject([{ waiting: { reason: "sequence_paused" } }]);
  });

  test("is narrowed by kind, owner, contact and sequence, and refuses what it does not know", async () => {
    await calledPerson();
    await write("By hand", { kind: "sms" });
    expect(await titles({ "filter[kind]": "sms,linkedin" })).toEqual(["By hand"]);
    expect(await titles({ "filter[contactId]": contactId })).toEqual(["By hand"]);
    expect(await titles({ "filter[sequenceId]": world.sequenceId })).toEqual(["Call"]);
    expect((await titles({ "filter[owner]": "none" })).toSorted()).toEqual(["By hand", "Call"]);
    expect(await titles({ "filter[owner]": randomUUID() })).toEqual([]);
    expect(await refusalOf(titles({ "filter[due]": "soon" }))).toEqual([
      "invalid_request",
      "unknown /query/filter[due]",
    ]);
    expect(await refusalOf(titles({ "filter[owner]": "me" }))).toEqual([
      "invalid_request",
      "unknown /query/filter[owner]",
    ]);
    expect(await refusalOf(titles({ sort: "title" }))).toEqual(["invalid_request", "unknown /query/sort"]);
  });
});

describe("working on tasks", () => {
  test("keeps the outcome and what was noted, and lists what ended last first", async () => {
    for (const title of ["First", "Second"]) {
      const id = await write(title);
      world.now = asInstant(world.now + HOUR_MS);
      const body = { outcome: "connected", notes: `${title} noted` };
      const done = await call("POST /tasks/:id/complete", { params: { id }, body });
      expect(done).toMatchObject({ status: "done", outcome: "connected", remark: `${title} noted`, due: null });
    }
    expect(await titles({ sort: "-completedAt" })).toEqual(["Second", "First"]);
    expect(await titles({ sort: "dueAt" })).toEqual([]);
  });

  test("snoozes to another day and back into the queue when that day comes", async () => {
    const id = await write("Later", { dueAt: inHours(-3) });
    const snoozed = await call("POST /tasks/:id/snooze", { params: { id }, body: { until: inHours(24) } });
    expect(snoozed).toMatchObject({ due: "upcoming", dueAt: inHours(24), version: 2 });
    world.now = asInstant(start + 25 * HOUR_MS);
    expect(await call("GET /tasks/:id", { params: { id } })).toMatchObject({ due: "overdue" });
  });

  test("refuses a change to a version that somebody changed meanwhile, and to what is not open", async () => {
    const id = await write("Once");
    const change = (ifMatch: string) =>
      call("PUT /tasks/:id", { params: { id }, body: { title: "Twice" } }, { ifMatch });
    expect(await change('"v1"')).toMatchObject({ title: "Twice", version: 2, notes: null });
    expect(await refusalOf(change('"v1"'))).toEqual(["precondition_failed"]);
    await call("POST /tasks/:id/skip", { params: { id } });
    expect(await refusalOf(change('"v3"'))).toEqual(["task_not_open"]);
    const snooze = call("POST /tasks/:id/snooze", { params: { id }, body: { until: inHours(2) } });
    expect(await refusalOf(snooze)).toEqual(["task_not_open"]);
    expect(await call("POST /tasks/:id/reopen", { params: { id } })).toMatchObject({ status: "open", outcome: null });
  });

  test("does many at once, and names those it left as they are", async () => {
    const person = await calledPerson();
    const [asked] = (await call("GET /tasks")).data;
    const [open, closed, missing] = [await write("Open"), await write("Closed"), randomUUID()];
    await call("POST /tasks/:id/skip", { params: { id: closed } });
    const ids = [open, closed, missing, asked?.id ?? ""];
    const answer = await call("POST /tasks/bulk", { body: { action: "complete", ids, outcome: "no answer" } });
    expect(new Set(answer.changed)).toEqual(new Set([open, asked?.id]));
    expect(answer.refused).toEqual([
      { id: closed, code: "task_not_open" },
      { id: missing, code: "not_found" },
    ]);
    const rows = await world.rows("select current_step_id from sequence_enrollments where id = $1", [
      person.enrollmentId,
    ]);
    expect(rows).toEqual([{ current_step_id: world.stepIds[1] }]);
  });

  test("takes only members as owners and only contacts that are there", async () => {
    const refusals = [
      write("For nobody", { contactId: randomUUID() }),
      write("For a stranger", { ownerId: randomUUID() }),
      call("POST /tasks/bulk", { body: { action: "assign", ids: [randomUUID()], ownerId: randomUUID() } }),
    ];
    expect(await Promise.all(refusals.map(refusalOf))).toEqual([
      ["invalid_request", "not_found /contactId"],
      ["invalid_request", "not_found /ownerId"],
      ["invalid_request", "not_found /ownerId"],
    ]);
  });
});
