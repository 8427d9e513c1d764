import { randomUUID } from "node:crypto";
import { asInstant } from "@haste/engine/base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { first, idsOf, second } from "../../../../tests/support/sequences.ts";
import { asCaller, type Caller } from "../../../../tests/support/work-context.ts";
import * as ledger from "../../ledger/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { inWorkspace } from "../../platform/db/index.ts";
import { sequenceRoutes } from "./index.ts";

const now = new Date("2026-11-23T09:00:00.000Z");
const momentOf = (ctx: WorkContext): ledger.Moment => ({
  now: asInstant(ctx.now.getTime()),
  machineNow: asInstant(ctx.machineNow.getTime()),
  newId: () => ctx.newId(),
});
const routes = sequenceRoutes({
  publicUrl: () => "http://127.0.0.1:8080",
  ledger: {
    parkSequence: (ctx, id) => ledger.parkSequence(ctx.tx, id, momentOf(ctx)),
    resumeSequence: (ctx, id) => ledger.resumeSequence(ctx.tx, id, momentOf(ctx)),
    stopSequence: (ctx, id, reason) => ledger.stopSequence(ctx.tx, id, reason, momentOf(ctx)),
    movePeople: (ctx, sequenceId, { version, places }) =>
      ledger.movePeople(
        ctx.tx,
        { sequenceId, version, placeOf: (stepId) => (stepId === null ? null : (places.get(stepId)?.id ?? null)) },
        momentOf(ctx),
      ),
    sequenceChanged: async () => {},
  },
});

let database: TestDatabase;
let caller: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db), now };
});

/** An active sequence of three steps with one person before each of the first two. */
async function startWithPeople() {
  const body = { name: "Founders", steps: [first, second, second] };
  const sequence = await callRoute(routes, "POST /sequences", caller, { body });
  const params = { id: sequence.id };
  await callRoute(routes, "POST /sequences/:id/activate", caller, { params });
  const steps = idsOf(sequence);
  const people = await Promise.all([0, 1].map((order) => enroll(sequence.id, steps[order] ?? "")));
  return { params, steps, people };
}

async function enroll(sequenceId: string, currentStepId: string): Promise<string> {
  const [id, contactId] = [randomUUID(), randomUUID()];
  await asCaller(caller, async (ctx) => {
    await ctx.tx.rows("insert into contacts (workspace_id, id, email, email_key) values ($1, $2, $3, $3)", [
      caller.workspaceId,
      contactId,
      `${contactId}@example.com`,
    ]);
    const stepDueAt = asInstant(now.getTime() + 60_000);
    const none = { sendingAccountId: null, enrolledBy: null, context: {} };
    const person = { id, sequenceId, contactId, sequenceVersion: 1, currentStepId, stepDueAt, ...none };
    await ledger.enrollPeople(ctx.tx, [person], momentOf(ctx));
  });
  return id;
}

const whereabouts = (ids: readonly string[]) =>
  inWorkspace(database.db, caller.workspaceId, (tx) =>
    tx.rows<{ status: string; version: number; step: string | null; isDue: boolean }>(
      `select status, sequence_version as version, current_step_id as step, due_at is not null as "isDue"
         from sequence_enrollments where id = any($1) order by array_position($1, id)`,
      [ids],
    ),
  );

describe("people in a running sequence", () => {
  test("show in its numbers, with the instant of the next mail", async () => {
    const { params, steps } = await startWithPeople();
    const { stats } = await callRoute(routes, "GET /sequences/:id", caller, { params, query: { include: "stats" } });
    expect(stats).toMatchObject({ enrolled: 2, active: 2, nextMailAt: "2026-11-23T09:01:00.000Z" });
    expect(stats?.peoplePerStep.map(({ people }) => people)).toEqual([1, 1, 0]);
    expect(stats?.peoplePerStep[2]?.stepId).toBe(steps[2]);
  });

  test("rest while it is paused and go on from the same step", async () => {
    const { params, steps, people } = await startWithPeople();
    await callRoute(routes, "POST /sequences/:id/pause", caller, { params });
    expect(await whereabouts(people)).toMatchObject([{ isDue: false }, { isDue: false, step: steps[1] }]);
    await callRoute(routes, "POST /sequences/:id/activate", caller, { params });
    expect(await whereabouts(people)).toMatchObject([
      { isDue: true, status: "active", step: steps[0] },
      { isDue: true, status: "active", step: steps[1] },
    ]);
  });

  test("go on in the next version where their step was taken out", async () => {
    const { params, steps, people } = await startWithPeople();
    const [a, , c] = steps;
    await callRoute(routes, "PUT /sequences/:id", caller, { params, body: { steps: [{ id: c, ...first }] } });
    const toLast = await callRoute(routes, "POST /sequences/:id/publish", caller, { params });
    expect(toLast.moves).toEqual([
      { fromStepId: a, toStepId: c, people: 1 },
      { fromStepId: steps[1], toStepId: c, people: 1 },
    ]);
    const standing = { status: "active", version: 2, step: c, isDue: true };
    expect(await whereabouts(people)).toEqual([standing, standing]);
  });

  test("finish when the next version has nothing left for them", async () => {
    const { params, steps, people } = await startWithPeople();
    await callRoute(routes, "PUT /sequences/:id", caller, { params, body: { steps: [{ id: steps[0], ...first }] } });
    await callRoute(routes, "POST /sequences/:id/publish", caller, { params });
    expect(await whereabouts(people)).toMatchObject([
      { status: "active", step: steps[0] },
      { status: "completed", step: null, isDue: false },
    ]);
  });

  test("are stopped when it is archived", async () => {
    const { params, people } = await startWithPeople();
    await callRoute(routes, "DELETE /sequences/:id", caller, { params });
    expect(await whereabouts(people)).toMatchObject([{ status: "stopped" }, { status: "stopped" }]);
  });
});
