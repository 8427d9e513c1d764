import { afterAll, beforeAll, expect, test } from "vitest";
import { onServer } from "../../../../tests/support/cluster.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { createLog } from "../log/index.ts";
import { type Database, openDatabase } from "./database.ts";
import { listen, notify } from "./listen.ts";
import { outsideWorkspaces } from "./transaction.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Collects what a channel says and lets a test await the next word. */
async function hear(channel: string, db: Database = database.db) {
  const waiting: ((payload: string | null) => void)[] = [];
  const heard: (string | null)[] = [];
  const stop = await listen(db, channel, (payload) => {
    const next = waiting.shift();
    if (next === undefined) heard.push(payload);
    else next(payload);
  });
  const next = () =>
    heard.length > 0
      ? Promise.resolve(heard.shift())
      : new Promise<string | null | undefined>((resolve) => waiting.push(resolve));
  return { next, stop };
}

const say = (channel: string, payload: string) => outsideWorkspaces(database.db, (tx) => notify(tx, channel, payload));

test("a notification arrives after its commit and not after a rollback", async () => {
  const ears = await hear("news");
  const failed = outsideWorkspaces(database.db, async (tx) => {
    await notify(tx, "news", "never");
    throw new Error("rolled back");
  });
  await expect(failed).rejects.toThrow("rolled back");
  await say("news", "first");
  expect(await ears.next()).toBe("first");
  await ears.stop();
});

test("a lost connection is reopened and the listener is told that it may have missed something", async () => {
  const db = openDatabase(database.url, { log: createLog("silent") });
  const ears = await hear("weather", db);
  await onServer(
    database.url,
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'haste listen %' and datname = current_database()",
  );
  expect(await ears.next()).toBeNull();
  await say("weather", "sunny again");
  expect(await ears.next()).toBe("sunny again");
  await db.close();
});

test("who stopped listening hears nothing more while others go on", async () => {
  const leaving = await hear("talk");
  const staying = await hear("talk");
  await say("talk", "to both");
  expect([await leaving.next(), await staying.next()]).toEqual(["to both", "to both"]);
  await leaving.stop();
  await say("talk", "to one");
  expect(await staying.next()).toBe("to one");
  const nothing = Symbol("nothing");
  expect(await Promise.race([leaving.next(), Promise.resolve(nothing)])).toBe(nothing);
  await staying.stop();
});

test("a payload too long for the server is refused in words", async () => {
  await expect(say("news", "x".repeat(8_000))).rejects.toThrow(/at most 7999 bytes/);
});
