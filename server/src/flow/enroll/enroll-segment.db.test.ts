import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callRoute } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase, testLog } from "../../../../tests/support/database.ts";
import { LedgerWorld } from "../../../../tests/support/ledger-world.ts";
import { until } from "../../../../tests/support/until.ts";
import { systemClock } from "../../platform/clock/index.ts";
import { jobRoutes, startJobRunner } from "../../platform/jobs/index.ts";
import { enrollJobs, enrollRoutes } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a segment that is edited while its people are being enrolled still means whom it meant", async () => {
  const world = await LedgerWorld.create(database.db);
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  const vip = randomUUID();
  const segmentId = randomUUID();
  const titleIs = (value: string) => JSON.stringify({ field: "contact.title", op: "eq", value });
  await world.rows(
    `insert into contacts (workspace_id, id, email, email_key, title)
     select $1, id, id || '@example.com', id || '@example.com', title from unnest($2::uuid[], $3::text[]) as p (id, title)`,
    [world.workspaceId, [vip, randomUUID()], ["VP", "Clerk"]],
  );
  await world.rows("insert into segments (workspace_id, id, name, condition) values ($1, $2, 'Wanted', $3)", [
    ...[world.workspaceId, segmentId, titleIs("VP")],
  ]);
  const sent = { params: { id: world.sequenceId }, body: { segmentId } };
  const { id } = await callRoute(enrollRoutes, "POST /sequences/:id/enroll/bulk", caller, sent);
  await world.rows("update segments set condition = $1", [titleIs("Clerk")]);

  const runner = await startJobRunner({ db: world.db, clock: systemClock, log: testLog, definitions: enrollJobs });
  try {
    const job = await until("the job has ended", async () => {
      const seen = await callRoute(jobRoutes(), "GET /jobs/:id", caller, { params: { id } });
      return seen.status === "done" || seen.status === "failed" ? seen : null;
    });
    expect(job).toMatchObject({ status: "done", counts: { enrolled: 1 } });
  } finally {
    await runner.stop();
  }
  expect(await world.rows("select contact_id as id from sequence_enrollments")).toEqual([{ id: vip }]);
});
