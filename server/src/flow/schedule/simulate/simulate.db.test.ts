import { randomUUID } from "node:crypto";
import type { Job } from "@haste/contract/nouns/operations";
import type { Simulation } from "@haste/contract/nouns/simulations";
import { asInstant } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase, testLog } from "../../../../../tests/support/database.ts";
import { LedgerWorld, signalOf } from "../../../../../tests/support/ledger-world.ts";
import { until } from "../../../../../tests/support/until.ts";
import { loadDefinition } from "../../../ledger/index.ts";
import { systemClock } from "../../../platform/clock/index.ts";
import { newIdAt } from "../../../platform/context/index.ts";
import { jobRoutes, startJobRunner } from "../../../platform/jobs/index.ts";
import { simulationPorts } from "../../../wiring/simulation-ports.ts";
import { scheduleRoutes } from "../routes.ts";
import { loadBeside } from "./load-beside.ts";
import { simulationJob } from "./simulation-job.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const routes = scheduleRoutes(simulationPorts);
const nobodyActs = { open: 0, click: 0, reply: 0, bounce: 0, unsubscribe: 0 };

function callerOf(world: LedgerWorld) {
  return { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
}

async function simulate(world: LedgerWorld, body: object): Promise<Simulation | Job> {
  const sent = { params: { id: world.sequenceId }, body };
  return callRoute(routes, "POST /sequences/:id/simulate", callerOf(world), sent);
}

async function simulateNow(world: LedgerWorld, body: object): Promise<Simulation> {
  const answer = await simulate(world, body);
  if (!("log" in answer)) throw new Error("It became a job.");
  return answer;
}

/** Contacts of the world whom nobody has enrolled yet. */
async function makeContacts(world: LedgerWorld, count: number, domain = "example.com"): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID()).toSorted();
  await world.rows(
    `insert into contacts (workspace_id, id, email, email_key, first_name)
     select $1, id, id || '@' || $3, id || '@' || $3, 'Ada' from unnest($2::uuid[]) id`,
    [world.workspaceId, ids, domain],
  );
  return ids;
}

/** Lets everything due leave, instant after instant; returns who got mail when. */
async function runReally(world: LedgerWorld, until = Number.POSITIVE_INFINITY): Promise<string[]> {
  const sent: string[] = [];
  for (;;) {
    await world.plan();
    const [row] = await world.rows<{ at: Date | null }>(
      `select least((select min(due_at) from sequence_enrollments where workspace_id = $1 and due_at is not null),
         (select min(due_at) from email_activities where workspace_id = $1 and due_at is not null)) as at`,
      [world.workspaceId],
    );
    if (row?.at == null || row.at.getTime() > until) return sent.toSorted();
    world.now = asInstant(Math.max(world.now, row.at.getTime()));
    await world.plan();
    const emails = await world.claim();
    const allowed = await world.mark(emails);
    const left = emails.filter((email) => allowed.has(email.id));
    const results = left.map((email) => {
      return signalOf(email, "sent", { occurredAt: world.now, claimId: email.claimId });
    });
    await world.results(results);
    for (const email of left) sent.push(`${new Date(world.now).toISOString()} ${email.contact_id}`);
  }
}

describe("simulating a sequence", () => {
  test("says when each email leaves, and that is when it leaves", async () => {
    const world = await LedgerWorld.create(database.db, { hourlyLimit: 2 });
    const contactIds = await makeContacts(world, 5);
    const simulation = await simulateNow(world, { contactIds, rates: nobodyActs });
    const people = contactIds.map((contactId) => ({ contactId, enrollmentId: newIdAt(new Date(world.now)) }));
    const ids = people.map((person) => person.enrollmentId).toSorted();
    const inOrder = people.map((person, place) => ({ ...person, enrollmentId: ids[place] ?? "" }));
    await world.in((tx) => world.enrollAgain(tx, inOrder));
    const sends = simulation.log.filter((line) => line.decision === "send");
    expect(sends.map((line) => `${line.at} ${line.contactId}`).toSorted()).toEqual(await runReally(world));
    expect(simulation).toMatchObject({ people: 5, sends: 15, unreachable: [], version: 1 });
    expect(simulation.finishAt).toBe(sends.at(-1)?.at);
  });

  test("writes nothing and enrolls nobody, and tells the same again for the same seed", async () => {
    const world = await LedgerWorld.create(database.db);
    const contactIds = await makeContacts(world, 20);
    const first = await simulateNow(world, { contactIds, seed: "a" });
    expect(await simulateNow(world, { contactIds, seed: "a" })).toEqual(first);
    expect((await simulateNow(world, { contactIds, seed: "b" })).log).not.toEqual(first.log);
    const [counted] = await world.rows<{ rows: number }>(
      `select (select count(*) from sequence_enrollments where workspace_id = $1)::int
         + (select count(*) from email_activities where workspace_id = $1)::int
         + (select count(*) from capacity where workspace_id = $1)::int as rows`,
      [world.workspaceId],
    );
    expect(counted?.rows).toBe(0);
    expect(first.perDay.reduce((sum, day) => sum + day.sends, 0)).toBe(first.sends);
  });

  test("lets people answer as often as asked for, and an answer ends their way", async () => {
    const world = await LedgerWorld.create(database.db);
    const contactIds = await makeContacts(world, 150);
    const rates = { ...nobodyActs, reply: 1 };
    const { log, rates: used } = await simulateNow(world, { contactIds, rates });
    expect(used).toMatchObject({ ...rates, fromEmails: 0 });
    let stopped = 0;
    for (const contactId of contactIds) {
      const own = log.filter((line) => line.contactId === contactId).map((line) => line.decision);
      const answered = own.indexOf("replied");
      expect(answered).toBeGreaterThan(0);
      expect(own.slice(answered)).not.toContain("send");
      if (own.includes("stop: replied")) stopped += 1;
    }
    expect(stopped).toBeGreaterThan(0);
  });

  test("names whom it will never reach, and why", async () => {
    const world = await LedgerWorld.create(database.db);
    const [suppressed = "", bounced = "", fine = ""] = await makeContacts(world, 3);
    const [broken = ""] = await makeContacts(world, 1, "not a domain");
    const [active] = await world.enroll(1);
    for (const [id, reason] of [
      [suppressed, "unsubscribe"],
      [bounced, "hard_bounce"],
    ]) {
      await world.rows(
        `insert into suppressions (workspace_id, id, email_key, reason, source, created_at)
         select $1, gen_random_uuid(), email_key, $3, 'test', now() from contacts where workspace_id = $1 and id = $2`,
        [world.workspaceId, id, reason],
      );
    }
    const missing = randomUUID();
    const contactIds = [suppressed, bounced, broken, active?.contactId, missing, fine];
    const simulation = await simulateNow(world, { contactIds, rates: nobodyActs });
    expect(simulation.unreachable).toEqual([
      { contactId: suppressed, code: "suppressed" },
      { contactId: bounced, code: "bounced" },
      { contactId: broken, code: "invalid_address" },
      { contactId: active?.contactId, code: "already_active" },
      { contactId: missing, code: "missing" },
    ]);
    expect(simulation.sends).toBe(3);
    await world.rows("update sending_accounts set status = 'paused' where workspace_id = $1", [world.workspaceId]);
    const without = await simulateNow(world, { contactIds: [fine] });
    expect(without).toMatchObject({ sends: 0, finishAt: null, unreachable: [{ contactId: fine, code: "no_account" }] });
  });

  test("leaves the room alone that waiting emails of others have taken", async () => {
    const world = await LedgerWorld.create(database.db, { hourlyLimit: 3, dailyLimit: 3 });
    await world.enroll(2);
    await world.plan();
    const contactIds = await makeContacts(world, 2);
    const { perDay } = await simulateNow(world, { contactIds, rates: nobodyActs });
    expect(perDay[0]).toMatchObject({ date: "2026-11-23", sends: 1 });
  });

  test("knows what people on their way will still want of the same account: what it says is what happens", async () => {
    const world = await LedgerWorld.create(database.db, { hourlyLimit: 2, dailyLimit: 9 });
    await world.enroll(3);
    await runReally(world, world.now + 90 * 60_000);
    const contactIds = await makeContacts(world, 4);
    const simulation = await simulateNow(world, { contactIds, rates: nobodyActs });
    expect(simulation.beside).toMatchObject({ people: 3, leftOut: 0, entered: 0 });
    expect(simulation.beside.sends).toBeGreaterThan(3);
    const ids = contactIds.map(() => newIdAt(new Date(world.now)));
    const people = contactIds.map((contactId, place) => ({ contactId, enrollmentId: ids[place] ?? "" }));
    await world.in((tx) => world.enrollAgain(tx, people));
    const told = simulation.log
      .filter((line) => line.decision === "send")
      .map((line) => `${line.at} ${line.contactId}`);
    const real = (await runReally(world)).filter((line) => contactIds.some((id) => line.endsWith(id)));
    expect(told.toSorted()).toEqual(real);
  });

  test("takes along whose turn comes first where others are too many, and says how many it left out", async () => {
    const world = await LedgerWorld.create(database.db);
    const people = await world.enroll(5);
    const asked = {
      ...{ definition: await world.in((tx) => loadDefinition(tx, world.sequenceId, 1)), contactIds: [] },
      ...{ beginsAt: world.now, mostPeople: 3 },
    };
    const beside = await world.in((tx) => loadBeside({ tx, now: new Date(world.now) }, asked));
    expect(beside.leftOut).toBe(2);
    const first = people.map((person) => person.enrollmentId).toSorted();
    expect(beside.people.map(({ person }) => person.enrollmentId)).toEqual(first.slice(0, 3));
  });

  test("goes on with people in the sequence to which a step leads them", async () => {
    const world = await LedgerWorld.create(database.db);
    const [onwardId, stepId, enrollId] = [randomUUID(), randomUUID(), randomUUID()];
    await world.rows(
      "insert into email_sequences (workspace_id, id, name, status, published_version) values ($1, $2, 'Onward', 'active', 1)",
      [world.workspaceId, onwardId],
    );
    await world.rows(
      `insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at)
       select $1, $2::uuid, 1, definition || jsonb_build_object('sequenceId', $2::uuid::text, 'steps',
         jsonb_build_array(definition->'steps'->0 || jsonb_build_object('id', $4::text))), now()
       from sequence_versions where workspace_id = $1 and sequence_id = $3`,
      [world.workspaceId, onwardId, world.sequenceId, stepId],
    );
    await world.rows(
      `insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at)
       select $1, $2, 2, jsonb_set(definition, '{version}', '2') || jsonb_build_object('steps',
         jsonb_set(definition->'steps', '{2}', definition->'steps'->2 ||
           jsonb_build_object('id', $3::text, 'kind', 'enroll', 'content', jsonb_build_object('sequenceId', $4::text)))), now()
       from sequence_versions where workspace_id = $1 and sequence_id = $2`,
      [world.workspaceId, world.sequenceId, enrollId, onwardId],
    );
    await world.rows("update email_sequences set published_version = 2 where workspace_id = $1 and id = $2", [
      ...[world.workspaceId, world.sequenceId],
    ]);
    const contactIds = await makeContacts(world, 2);
    const simulation = await simulateNow(world, { contactIds, rates: nobodyActs });
    expect(simulation).toMatchObject({ sends: 4, beside: { people: 0, entered: 2, sends: 2 } });
    const own = simulation.log.filter((line) => line.contactId === contactIds[0]).map((line) => line.decision);
    expect(own).toEqual(["send", "send", "enroll", "finish", "send", "finish"]);
    expect(simulation.log.filter((line) => line.stepId === stepId)).toHaveLength(2);
  });

  test("shows beside it what other assumptions would make of the same people", async () => {
    const world = await LedgerWorld.create(database.db, { dailyLimit: 2 });
    const contactIds = await makeContacts(world, 6);
    const body = { contactIds, rates: nobodyActs };
    const { whatIf: none, ...asThingsAre } = await simulateNow(world, body);
    expect(none).toBeNull();
    expect(asThingsAre.holds.total[0]).toMatchObject({ code: "daily_limit" });
    const { whatIf, ...again } = await simulateNow(world, { ...body, whatIf: { accounts: [{ dailyLimit: 10 }] } });
    expect(again).toEqual(asThingsAre);
    expect(whatIf).toMatchObject({ sends: 18, unreachableTotal: 0 });
    expect(Date.parse(whatIf?.finishAt ?? "")).toBeLessThan(Date.parse(asThingsAre.finishAt ?? ""));
    const later = await simulateNow(world, {
      ...body,
      whatIf: { from: "2026-12-24T09:00:00.000Z", rates: { reply: 1 } },
    });
    expect(later.whatIf).toMatchObject({ from: "2026-12-24T09:00:00.000Z", rates: { reply: 1, fromEmails: 0 } });
    expect(later.whatIf?.perDay[0]?.date).toBe("2026-12-24");
  });

  test("refuses assumptions that mean nothing", async () => {
    const world = await LedgerWorld.create(database.db);
    const contactIds = await makeContacts(world, 1);
    const never = [{ days: ["mon"], start: "09:00", end: "09:00" }];
    expect(await refusalOf(simulate(world, { contactIds, whatIf: { sendingWindows: never } }))).toEqual([
      "window_empty",
      "window_empty /whatIf/sendingWindows/0",
    ]);
    const limits = [{ accountId: randomUUID(), dailyLimit: 5 }];
    expect(await refusalOf(simulate(world, { contactIds, whatIf: { limits } }))).toEqual(["not_found"]);
  });

  test("refuses to guess whom it is about", async () => {
    const world = await LedgerWorld.create(database.db);
    expect(await refusalOf(simulate(world, {}))).toEqual(["invalid_request", "required /contactIds"]);
    expect(await refusalOf(simulate(world, { segmentId: randomUUID() }))).toEqual(["not_found"]);
  });

  test("runs as a job for more people than a request may wait for, and keeps every timeline", async () => {
    const world = await LedgerWorld.create(database.db);
    world.now = asInstant(Date.now());
    const contactIds = await makeContacts(world, 230);
    const whatIf = { limits: [{ dailyLimit: 100 }] };
    const job = await simulate(world, { filter: {}, rates: nobodyActs, seed: "job", whatIf });
    if ("log" in job) throw new Error("It was no job.");
    expect(job).toMatchObject({ kind: "simulate", status: "queued" });
    const definitions = [simulationJob(simulationPorts)];
    const runner = await startJobRunner({ db: database.db, clock: systemClock, log: testLog, definitions });
    try {
      const params = { params: { id: job.id } };
      const done = await until("the simulation has ended", async () => {
        const seen = await callRoute(jobRoutes(), "GET /jobs/:id", callerOf(world), params);
        return seen.status === "done" || seen.status === "failed" ? seen : null;
      });
      expect(done).toMatchObject({
        status: "done",
        progress: { done: 230, total: 230 },
        counts: { people: 230, refused: 0, sends: 690 },
        resultUrl: `/api/v1/simulations/${job.id}`,
      });
      const pages: Simulation["log"][] = [];
      for (let cursor: string | undefined, more = true; more; ) {
        const query = { limit: "100", cursor };
        const page = await callRoute(routes, "GET /simulations/:id", callerOf(world), { ...params, query });
        expect(page).toMatchObject({ seed: "job", people: 230, sends: 690, whatIf: { sends: 690 } });
        expect((page.whatIf?.perDay.length ?? 0) > page.perDay.length).toBe(true);
        pages.push(page.log);
        cursor = page.nextCursor ?? undefined;
        more = page.nextCursor !== null;
      }
      expect(pages.map((log) => new Set(log.map((line) => line.contactId)).size)).toEqual([100, 100, 30]);
      const [contactId = ""] = contactIds;
      const one = await callRoute(routes, "GET /simulations/:id", callerOf(world), { ...params, query: { contactId } });
      expect(one.log.map((line) => line.decision)).toEqual(["send", "send", "send", "finish"]);
      expect(one.nextCursor).toBeNull();
    } finally {
      await runner.stop();
    }
  });
});
