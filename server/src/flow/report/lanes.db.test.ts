import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { LedgerWorld } from "../../../../tests/support/ledger-world.ts";
import { reportRoutes } from "./routes.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function readLanes(world: LedgerWorld, id = world.sequenceId) {
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  return callRoute(reportRoutes, "GET /sequences/:id/lanes", caller, { params: { id } });
}

/** Publishes the world's steps anew: the second one in a lane of a branch, the third in its `otherwise`. */
async function publishBranch(world: LedgerWorld) {
  const [branchId, laneId] = [randomUUID(), randomUUID()];
  const [first, second, third] = world.stepIds;
  const email = { kind: "email", delay: { value: 1, unit: "hours" }, tracking: null, templateId: null, conditions: [] };
  const content = { subject: "Hello", htmlContent: "<p>Hello</p>", textContent: null };
  const lane = { id: laneId, name: "Yes", if: { field: "email.opened", op: "eq", value: true } };
  const steps = [
    { ...email, id: first, order: 0, parentId: null, content },
    { ...email, id: branchId, kind: "branch", order: 1, parentId: null, content: { branches: [lane] } },
    { ...email, id: second, order: 2, parentId: laneId, content },
    { ...email, id: third, order: 3, parentId: branchId, content },
  ];
  await world.rows(
    `insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at)
     select $1, $2, 2, definition || jsonb_build_object('version', 2, 'steps', $3::jsonb), now()
     from sequence_versions where workspace_id = $1 and sequence_id = $2`,
    [world.workspaceId, world.sequenceId, JSON.stringify(steps)],
  );
  await world.rows("update email_sequences set published_version = 2 where workspace_id = $1 and id = $2", [
    ...[world.workspaceId, world.sequenceId],
  ]);
  return { branchId, laneId };
}

test("the ways people took are told by the steps they came to", async () => {
  const world = await LedgerWorld.create(database.db);
  expect(await readLanes(world)).toEqual({ people: 0, lanes: [] });
  const people = await world.enroll(5);
  const { branchId, laneId } = await publishBranch(world);
  const stand = (ids: readonly string[], stepId: string) =>
    world.rows("update sequence_enrollments set current_step_id = $3 where workspace_id = $1 and id = any($2)", [
      ...[world.workspaceId, ids, stepId],
    ]);
  const ids = people.map((person) => person.enrollmentId);
  await stand(ids.slice(0, 1), world.stepIds[1]);
  await stand(ids.slice(1, 4), world.stepIds[2]);
  expect(await readLanes(world)).toEqual({
    people: 5,
    lanes: [
      { branchId, laneId, people: 1, share: 0.25 },
      { branchId, laneId: branchId, people: 3, share: 0.75 },
    ],
  });
});

test("the ways of a sequence that is not there are refused", async () => {
  const world = await LedgerWorld.create(database.db);
  expect(await refusalOf(readLanes(world, randomUUID()))).toEqual(["not_found"]);
});
