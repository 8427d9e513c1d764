import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { LivingSequence } from "../../../../tests/support/living-sequence.ts";
import { first, SequenceDesk } from "../../../../tests/support/sequences.ts";
import type { Caller } from "../../../../tests/support/work-context.ts";

const now = new Date("2026-11-23T09:00:00.000Z");
const soon = "2026-11-23T12:00:00.000Z";

let database: TestDatabase;
let caller: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db), now };
});

describe("the end of a sequence", () => {
  test("closed by hand, it is completed once the last person has ended, and opens again", async () => {
    const living = await LivingSequence.start(caller);
    const person = await living.stand(living.steps[0]);
    const closed = await living.call("POST /sequences/:id/complete");
    expect(closed).toMatchObject({
      status: "active",
      closedAt: now.toISOString(),
      statusReason: "Closed to new people; 1 person is still on the way",
    });
    await living.finish(person);
    expect(await living.call("GET /sequences/:id")).toMatchObject({ status: "completed" });
    const listed = await living.call("GET /sequences", { query: { "filter[status]": "completed", include: "total" } });
    expect(listed).toMatchObject({ data: [{ id: living.id }], page: { total: 1 } });
    expect(await living.call("GET /sequences", { query: { "filter[status]": "active" } })).toMatchObject({ data: [] });
    expect(await refusalOf(living.call("POST /sequences/:id/pause"))).toEqual(["invalid_status"]);
    expect(await living.call("POST /sequences/:id/activate")).toMatchObject({
      status: "active",
      closedAt: null,
      statusReason: null,
    });
  });

  test("comes at the date it was given, and goes away with the date", async () => {
    const living = await LivingSequence.start(caller, { endsAt: soon });
    expect(await living.call("GET /sequences/:id")).toMatchObject({ status: "active", endsAt: soon, closedAt: null });
    living.caller = { ...caller, now: new Date("2026-11-23T12:00:00.001Z") };
    expect(await living.call("GET /sequences/:id")).toMatchObject({ status: "completed", closedAt: soon });
    expect(await living.put({ endsAt: null })).toMatchObject({ status: "active", endsAt: null, closedAt: null });
    await living.put({ endsAt: soon });
    expect(await living.call("POST /sequences/:id/activate")).toMatchObject({ status: "active", endsAt: null });
  });

  test("leaves a paused sequence paused while somebody is on the way", async () => {
    const living = await LivingSequence.start(caller);
    const person = await living.stand(living.steps[0]);
    await living.call("POST /sequences/:id/pause");
    expect(await living.call("POST /sequences/:id/complete")).toMatchObject({
      status: "paused",
      statusReason: "Paused by Ada. Closed to new people; 1 person is still on the way",
    });
    await living.finish(person);
    expect(await living.call("GET /sequences/:id")).toMatchObject({ status: "completed" });
  });

  test("is nothing a draft can have, and no step leads into a closed sequence", async () => {
    const desk = new SequenceDesk(caller);
    const draft = await desk.create();
    expect(await refusalOf(desk.complete(draft.id))).toEqual(["invalid_status"]);
    const target = await desk.create();
    await desk.activate(target.id);
    const leading = await desk.create({ steps: [first, { type: "enroll", content: { sequenceId: target.id } }] });
    await desk.activate(leading.id);
    await desk.complete(target.id);
    const other = await desk.create({ steps: [first, { type: "enroll", content: { sequenceId: target.id } }] });
    expect(await refusalOf(desk.activate(other.id))).toEqual([
      "not_activatable",
      "broken-step /steps/1/content/sequenceId",
    ]);
  });
});
