import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { build } from "./build.ts";
import { generateTypes, readTypes } from "./generate-types.ts";
import { outsideWorkspaces } from "./transaction.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("the committed table types are those of the migrated database", async () => {
  const remedy = "the schema changed: run node server/src/platform/db/generate-types.ts";
  expect(readTypes(), remedy).toBe(await generateTypes(database.url));
});

test("a query written with the builder runs inside a transaction", async () => {
  const query = build.selectFrom("workspaces").select(["id", "name"]).where("mode", "=", "sandbox").limit(1);
  expect(await outsideWorkspaces(database.db, (tx) => tx.run(query))).toEqual([]);
});
