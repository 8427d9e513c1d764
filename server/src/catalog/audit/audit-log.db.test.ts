import { randomBytes, randomUUID } from "node:crypto";
import { endpoints } from "@haste/contract/endpoints";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { asCaller } from "../../../../tests/support/work-context.ts";
import { audit, unaudited, writeTrail } from "../../platform/audit/index.ts";
import { manualClock } from "../../platform/clock/index.ts";
import { inWorkspace } from "../../platform/db/index.ts";
import { chainWaiting } from "./chain-rows.ts";
import { type LogReport, verifyLog } from "./verify-log.ts";

let database: TestDatabase;
/** Whoever has the database's password: no row-level security, no revoked right. */
let intruder: pg.Client;
const sealKey = randomBytes(32);
const now = new Date("2026-11-28T10:00:00.000Z");

beforeAll(async () => {
  database = await createTestDatabase();
  intruder = new pg.Client({ connectionString: database.url });
  await intruder.connect();
});
afterAll(async () => {
  await intruder?.end();
  await database?.drop();
});

const chain = () => chainWaiting({ database: database.db, clock: manualClock(now), sealKey });
const verify = (workspaceId: string) => verifyLog(database.db, workspaceId, sealKey);

/** A workspace whose log has ten rows in two batches of the chain. */
async function filledLog(): Promise<string> {
  const workspaceId = await seedWorkspace(database.db);
  for (let batch = 0; batch < 2; batch += 1) {
    for (let row = 0; row < 5; row += 1) {
      await asCaller({ db: database.db, workspaceId, now }, (ctx) =>
        audit(ctx, "contact.changed", { kind: "contact", id: randomUUID() }, { title: `VP ${row}` }),
      );
    }
    await chain();
  }
  return workspaceId;
}

const idAt = (place: string) => `(select audit_id from audit_links where workspace_id = $1 and seq = ${place})`;
const codes = ({ faults }: LogReport) => faults.map(({ code, seq }) => `${code} ${seq ?? "-"}`);

describe("the audit log", () => {
  test("is whole when nobody touched it, and its head moves with every row", async () => {
    const workspaceId = await filledLog();
    const first = await verify(workspaceId);
    expect(first).toMatchObject({ rows: 10, waiting: 0, erased: 0, faults: [] });
    await asCaller({ db: database.db, workspaceId, now }, (ctx) => audit(ctx, "a.b", { kind: "a", id: null }));
    expect(await verify(workspaceId)).toMatchObject({ rows: 10, waiting: 1, head: first.head, faults: [] });
    await chain();
    const second = await verify(workspaceId);
    expect(second).toMatchObject({ rows: 11, waiting: 0, faults: [] });
    expect(second.head).not.toBe(first.head);
  });

  test("can be added to by the server, and neither changed nor emptied", async () => {
    const workspaceId = await filledLog();
    for (const statement of [
      "update audit_log set action = 'x'",
      "delete from audit_log",
      "update audit_links set seq = 0",
      "delete from audit_links",
      "delete from audit_seals",
      "update audit_details set detail = '{}'",
      "delete from audit_details",
    ]) {
      const tried = inWorkspace(database.db, workspaceId, (tx) => tx.rows(statement));
      await expect(tried, statement).rejects.toThrow(/permission denied/);
    }
  });

  test.each([
    [
      "a changed actor",
      `update audit_log set actor_name = 'Nobody' where workspace_id = $1 and id = ${idAt("3")}`,
      "row_changed 3",
    ],
    [
      "a changed instant",
      `update audit_log set at = at - interval '1 ms' where workspace_id = $1 and id = ${idAt("3")}`,
      "row_changed 3",
    ],
    [
      "a changed detail",
      `update audit_details set detail = '{}' where workspace_id = $1 and audit_id = ${idAt("4")}`,
      "detail_changed 4",
    ],
    [
      "a removed detail",
      `delete from audit_details where workspace_id = $1 and audit_id = ${idAt("4")}`,
      "detail_missing 4",
    ],
    ["a removed row", `delete from audit_log where workspace_id = $1 and id = ${idAt("7")}`, "row_missing 7"],
    ["a removed place", "delete from audit_links where workspace_id = $1 and seq = 7", "links_missing 8"],
    ["an end that was cut off", "delete from audit_links where workspace_id = $1 and seq > 8", "end_missing 10"],
    [
      "a chain written anew",
      "update audit_links set head = leaf where workspace_id = $1 and seq = 5",
      "link_changed 5",
    ],
  ])("tells of %s, and where it happened", async (_, statement, found) => {
    const workspaceId = await filledLog();
    expect((await intruder.query(statement, [workspaceId])).rowCount).toBeGreaterThan(0);
    expect(codes(await verify(workspaceId))).toContain(found);
  });

  test("names a chain that was recomputed to fit by somebody without the key of its seals", async () => {
    const workspaceId = await filledLog();
    await intruder.query("delete from audit_links where workspace_id = $1", [workspaceId]);
    await intruder.query("delete from audit_seals where workspace_id = $1 and seq > 5", [workspaceId]);
    await intruder.query(`update audit_log set actor_name = 'Nobody' where workspace_id = $1`, [workspaceId]);
    await intruder.query("insert into audit_queue select workspace_id, id from audit_log where workspace_id = $1", [
      workspaceId,
    ]);
    await chainWaiting({ database: database.db, clock: manualClock(now), sealKey: randomBytes(32) });
    expect(codes(await verify(workspaceId))).toEqual(["seal_broken 5", "seal_broken 10"]);
  });

  test("names a row the product never wrote", async () => {
    const workspaceId = await filledLog();
    await intruder.query(
      `insert into audit_log (workspace_id, id, at, actor_kind, actor_name, action, subject_kind, commitment)
       values ($1, gen_random_uuid(), now(), 'user', 'Ada', 'contact.removed', 'contact', '\\x00')`,
      [workspaceId],
    );
    expect(codes(await verify(workspaceId))).toEqual(["row_unchained -"]);
  });
});

describe("requests that write", () => {
  const writing = Object.entries(endpoints).filter(
    ([key, row]) => !key.startsWith("GET ") && row.permission !== "public",
  );

  test("each leave a row in the log, or are named with the reason why not", async () => {
    const workspaceId = await seedWorkspace(database.db);
    const left = await asCaller({ db: database.db, workspaceId, now }, async (ctx) => {
      for (const [key] of writing) await writeTrail({ ...ctx, auditTrail: [] }, { key, params: {}, reason: null });
      return ctx.tx.rows<{ action: string }>("select action from audit_log where workspace_id = $1", [workspaceId]);
    });
    expect(left).toHaveLength(writing.length - Object.keys(unaudited).length);
    expect(writing.length).toBeGreaterThan(100);
    const keys = new Set(writing.map(([key]) => key));
    expect(Object.keys(unaudited).filter((key) => !keys.has(key))).toEqual([]);
    for (const { action } of left) expect(action).toMatch(/^[a-z-]+(?:\.[a-z-]+)+$/);
  });
});
