import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import type { Export } from "@haste/contract/nouns/exports";
import { addMs, DAY_MS, MINUTE_MS } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase, testLog } from "../../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf } from "../../../../../tests/support/ledger-world.ts";
import { until } from "../../../../../tests/support/until.ts";
import { asCaller, type Caller } from "../../../../../tests/support/work-context.ts";
import { eraseExports } from "../../../catalog/privacy/queries/erasing.ts";
import { manualClock, systemClock } from "../../../platform/clock/index.ts";
import { createKeyRing, makeDataKey } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { jobRoutes, startJobRunner } from "../../../platform/jobs/index.ts";
import { createExport, removeExport } from "./create-export.ts";
import { exportJob } from "./export-job.ts";
import { removeExpired } from "./remove-expired.ts";
import { exportRoutes } from "./routes.ts";

let database: TestDatabase;
let world: LedgerWorld;
let caller: Caller;
let routes: ReturnType<typeof exportRoutes>;
let runner: Awaited<ReturnType<typeof startJobRunner>>;
let emails: readonly Claimed[];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await LedgerWorld.create(database.db);
  emails = await sendAndAnswer();
  const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
  const keys = [makeDataKey(master, world.workspaceId, randomUUID())];
  const keyRing = createKeyRing<Tx>(master, async () => keys);
  routes = exportRoutes({ db: database.db, keyRing });
  const definitions = [exportJob({ keyRing })];
  runner = await startJobRunner({ db: database.db, clock: systemClock, log: testLog, definitions });
  caller = { db: database.db, workspaceId: world.workspaceId, now: new Date(world.now), actorId: randomUUID() };
});
afterAll(async () => {
  await runner?.stop();
  await database?.drop();
});

/** Twenty mails, five of them answered. */
async function sendAndAnswer(): Promise<readonly Claimed[]> {
  const { emails: claimed } = await world.toTheWire(20);
  await world.results(
    claimed.map((email) => signalOf(email, "sent", { claimId: email.claimId, occurredAt: world.now })),
  );
  const occurredAt = addMs(world.now, MINUTE_MS);
  world.now = addMs(world.now, DAY_MS);
  await world.record(claimed.slice(0, 5).map((email) => signalOf(email, "replied", { actor: "human", occurredAt })));
  return claimed;
}

const period = () => ({
  from: new Date(addMs(world.now, -2 * DAY_MS)).toISOString(),
  to: new Date(world.now).toISOString(),
});

async function write(body: Record<string, unknown>, as: Partial<Caller> = {}): Promise<Export> {
  const { id } = await callRoute(routes, "POST /exports", { ...caller, ...as }, { body: { query: period(), ...body } });
  return until("the file is written", async () => {
    const found = await show(id);
    return found.status === "queued" || found.status === "running" ? null : found;
  });
}

function show(id: string): Promise<Export> {
  return callRoute(routes, "GET /exports/:id", caller, { params: { id } });
}

async function bytesOf(id: string, as: Partial<Caller> = {}): Promise<Buffer> {
  const file = await callRoute(routes, "GET /exports/:id/file", { ...caller, ...as }, { params: { id } });
  const parts: Uint8Array[] = [];
  for await (const part of file) parts.push(part);
  return Buffer.concat(parts);
}

const linesOf = async (id: string) => (await bytesOf(id)).toString("utf8").trimEnd().split("\r\n");

describe("a report as a file", () => {
  test("is written by a job in each format, sealed where it lies, and has the bytes it says", async () => {
    for (const format of ["csv", "xlsx", "pdf"]) {
      const done = await write({ report: "email-performance", format });
      expect(done).toMatchObject({ status: "done", rows: 1, moreRows: 0, error: null, removedBecause: null });
      const bytes = await bytesOf(done.id);
      expect(bytes.length).toBe(done.bytes);
      const [part] = await world.rows<{ sealed: Buffer }>("select sealed from export_parts where export_id = $1", [
        done.id,
      ]);
      expect(part?.sealed.includes(bytes.subarray(0, 20))).toBe(false);
    }
    for (const report of ["email-clients", "engagement-trends", "best-practices", "conversions"])
      expect(await write({ report, format: "csv" })).toMatchObject({ status: "done" });
  });

  test("holds as many emails as the number says, and names somebody only where that was asked for", async () => {
    const asked = { report: "emails", format: "csv", query: { ...period(), outcome: "replied" } };
    const plain = await write(asked);
    const named = await write({ ...asked, includePeople: true });
    expect([plain.rows, named.rows]).toEqual([5, 5]);
    const [address] = await world.rows<{ email: string }>(
      "select c.email from contacts c join email_activities e on e.contact_id = c.id where e.id = $1",
      [emails[0]?.id],
    );
    const [head, ...lines] = await linesOf(named.id);
    expect(head).toContain("name,email,subject,sentAt");
    expect(lines.join()).toContain(address?.email);
    expect((await linesOf(plain.id)).join()).not.toContain("@example");
  });

  test("that names people is for those who may read people, and another's is removed by an admin only", async () => {
    const file = await write({ report: "emails", format: "csv", includePeople: true });
    const bo = { ...caller, actorId: randomUUID(), role: "viewer" } as const;
    const params = { id: file.id };
    expect(await refusalOf(callRoute(routes, "DELETE /exports/:id", bo, { params }))).toEqual(["forbidden"]);
    await callRoute(routes, "DELETE /exports/:id", caller, { params });
    expect(await show(file.id)).toMatchObject({ status: "removed", removedBecause: "hand", fileUrl: null });
    expect(await refusalOf(bytesOf(file.id))).toEqual(["not_found"]);
  });
});

describe("the end of a file", () => {
  test("comes after seven days, and leaves the line that tells of it", async () => {
    const { id, createdAt } = await write({ report: "email-performance", format: "csv" });
    const after = (ms: number) => manualClock(new Date(Date.parse(createdAt) + ms));
    await removeExpired({ database: database.db, clock: after(7 * DAY_MS - 1) });
    expect((await show(id)).status).toBe("done");
    await removeExpired({ database: database.db, clock: after(7 * DAY_MS) });
    expect(await show(id)).toMatchObject({ status: "removed", removedBecause: "expired" });
    expect(await world.rows("select from export_parts where export_id = $1", [id])).toEqual([]);
  });

  test("comes at once for every file in which an erased person stands, and for no other", async () => {
    const answered = { ...period(), outcome: "replied" };
    const withThem = await write({ report: "emails", format: "xlsx", query: period(), includePeople: true });
    const without = await write({ report: "emails", format: "xlsx", query: answered, includePeople: true });
    const unnamed = await write({ report: "emails", format: "csv" });
    const [silent] = await world.rows<{ id: string }>("select contact_id as id from email_activities where id = $1", [
      emails.at(-1)?.id,
    ]);
    const removed = await world.in((tx) => eraseExports(tx, { contactIds: [silent?.id ?? ""] }, new Date()));
    expect(removed).toBe(1);
    expect(await show(withThem.id)).toMatchObject({ status: "removed", removedBecause: "erasure" });
    expect((await show(without.id)).status).toBe("done");
    expect((await show(unnamed.id)).status).toBe("done");
  });

  test("before it is written whole ends its job, which says why", async () => {
    const id = await asCaller(caller, async (ctx) => {
      const made = await createExport(ctx, { report: "emails", format: "csv", query: {}, includePeople: false });
      await removeExport(ctx, made);
      return made;
    });
    const { jobId } = await show(id);
    const job = await until("its job ends", async () => {
      const found = await callRoute(jobRoutes(), "GET /jobs/:id", caller, { params: { id: jobId } });
      return found.status === "failed" ? found : null;
    });
    expect(job.error).toBe("The file was removed while it was written. Have it written again.");
  });
});
