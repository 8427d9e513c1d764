import { addMs, DAY_MS, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callRoute } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { LedgerWorld, signalOf } from "../../../../tests/support/ledger-world.ts";
import { accountChanged, stopTowards } from "../../ledger/index.ts";
import { reportRoutes } from "./routes.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function needsOf(world: LedgerWorld) {
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  return (await callRoute(reportRoutes, "GET /home", caller)).needsYou;
}

test("home tells how many people of which sequence wait for an account that is paused", async () => {
  const world = await LedgerWorld.create(database.db);
  const emails = await world.toTheWire(3).then((wire) => wire.emails);
  await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
  await world.rows("update sending_accounts set status = 'paused', status_reason = $2 where workspace_id = $1", [
    ...[world.workspaceId, "Signing in was refused"],
  ]);
  expect(await needsOf(world)).toMatchObject([
    { code: "failing-account", detail: "Signing in was refused · Nobody waits for it", count: 0 },
  ]);
  await world.in((tx) => accountChanged(tx, world.accountId, world.moment()));
  world.now = addMs(world.now, 2 * HOUR_MS);
  await world.plan();
  expect(await needsOf(world)).toMatchObject([
    { code: "failing-account", detail: "Signing in was refused · 3 people of Founders wait for it", count: 3 },
  ]);
});

test("home tells towards which provider complaints stopped an account, and how many people of which sequence wait for that", async () => {
  const world = await LedgerWorld.create(database.db);
  const emails = await world.toTheWire(3).then((wire) => wire.emails);
  await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
  const pair = { accountId: world.accountId, provider: "example.com" };
  await world.in((tx) => stopTowards(tx, { ...pair, reason: "3 complaints of 400 mails" }, world.moment()));
  await world.in((tx) => stopTowards(tx, { ...pair, provider: "google", reason: "4 of 900" }, world.moment()));
  world.now = addMs(world.now, 2 * HOUR_MS);
  await world.plan();
  const needs = await needsOf(world);
  expect(needs.map(({ code, title, detail, count }) => [code, title.replace(/^\S+ /, ""), detail, count])).toEqual([
    [
      ...["stopped-towards", "is stopped towards example.com"],
      ...["3 complaints of 400 mails · 3 people of Founders wait for it", 3],
    ],
    ["stopped-towards", "is stopped towards Google", "4 of 900 · Nobody waits for it", 0],
  ]);
  await world.rows("update sending_accounts set status = 'paused'");
  expect(
    (await needsOf(world)).map(({ code }) => code),
    "a paused one says enough",
  ).toEqual(["failing-account"]);
});

test("home counts who was enrolled since midnight, not whose recorded past was made since", async () => {
  const world = await LedgerWorld.create(database.db);
  await world.enroll(2);
  const people = await world.enroll(3);
  await world.rows("update sequence_enrollments set enrolled_at = $2 where id = any($1)", [
    ...[people.map(({ enrollmentId }) => enrollmentId), new Date(addMs(world.now, -40 * DAY_MS))],
  ]);
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  expect((await callRoute(reportRoutes, "GET /home", caller)).line.enroll).toBe(2);
});
