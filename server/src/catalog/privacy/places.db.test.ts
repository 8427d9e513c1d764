import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { outsideWorkspaces } from "../../platform/db/index.ts";
import { holdsNobody, places } from "./queries/places.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

test("every table is one in which people are looked for, or is named with the reason why it holds nobody", async () => {
  const rows = await outsideWorkspaces(database.db, (tx) =>
    tx.rows<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname not like 'kysely%'`,
    ),
  );
  const known = [...places.map(({ table }) => table), ...Object.keys(holdsNobody)];
  expect(known.sort()).toEqual(rows.map(({ name }) => name).sort());
});
