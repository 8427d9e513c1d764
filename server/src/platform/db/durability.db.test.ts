import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onServer } from "../../../../tests/support/cluster.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { createLog } from "../log/index.ts";
import { type Database, openDatabase } from "./database.ts";
import { assertDurable } from "./durability.ts";

describe("a database that may forget what it confirmed", () => {
  let original: TestDatabase;
  let forgetful: Database;
  beforeAll(async () => {
    original = await createTestDatabase();
    const name = new URL(original.url).pathname.slice(1);
    await onServer(original.url, `alter database ${name} set synchronous_commit = off`);
    forgetful = openDatabase(original.url, { log: createLog("silent") });
  });
  afterAll(async () => {
    await forgetful.close();
    await original.drop();
  });

  test("stops the start and names the setting and the override", async () => {
    const refused = assertDurable(forgetful, { allowUnsafe: false, log: createLog("silent") });
    await expect(refused).rejects.toThrow(/synchronous_commit switched off.*--allow-unsafe-database/);
  });

  test("runs when somebody accepted it by name, and says so in the log", async () => {
    const lines: string[] = [];
    const log = createLog("warn", { write: (line) => lines.push(line) });
    await assertDurable(forgetful, { allowUnsafe: true, log });
    expect(lines.join()).toMatch(/synchronous_commit is off: --allow-unsafe-database/);
  });
});
