import { expect, test } from "vitest";
import type { Rule } from "../../scripts/house/rule.ts";
import { ownersAgainst, sqlLivesInQueries, writesAgainst } from "../../scripts/house/sql.ts";
import { faults } from "./planted.ts";

const owners = { contacts: "server/catalog/crm", signals: "server/ledger" };
const oneRoomWrites: Rule = (house) =>
  writesAgainst(house, {
    tables: { ...owners, workspaces: "server/catalog/identity" },
    schemas: { graphile_worker: "server/platform/jobs" },
    columns: { workspaces: { clock_rate: "server/clock-run", clock_offset_ms: "server/ledger" } },
  });
const everyTableIsOwned: Rule = (house) => ownersAgainst(house, owners);

test("a statement outside queries is found as text and as a call of the query builder", () => {
  expect(
    faults(sqlLivesInQueries, {
      "server/src/catalog/crm/rename.ts": 'await tx.query("select id from contacts");\ntx.updateTable("contacts");',
      "server/src/catalog/crm/remove.ts": "await sql`\n  delete from contacts where id = ${id}`;",
      "server/src/catalog/crm/queries.ts": 'await tx.query("select id from contacts");',
      "server/src/catalog/crm/queries/list.ts": 'tx.selectFrom("contacts");',
      "server/src/catalog/crm/words.ts": 'const hint = "Choose a contact from the list"; // select a from b',
    }),
  ).toEqual([
    "server/src/catalog/crm/rename.ts:1",
    "server/src/catalog/crm/rename.ts:2",
    "server/src/catalog/crm/remove.ts:1",
  ]);
});

test("a room that writes another room's table is found, whatever the verb", () => {
  const statements = [
    "insert into signals (id) values ($1)",
    "update contacts set name = $1",
    "delete from signals",
    'merge into "signals" using x',
    "truncate signals",
    "update nobodys set x = 1",
    "select 1 from signals for update skip locked",
    "insert into contacts (id) values ($1) on conflict (id) do update set id = $1",
    "select 1 from contacts for no key update of contacts",
  ];
  const source = statements.map((statement) => `q(\`${statement}\`);`).join("\n");
  const path = "server/src/catalog/crm/queries.ts";
  expect(faults(oneRoomWrites, { [path]: source })).toEqual([1, 3, 4, 5, 6].map((line) => `${path}:${line}`));
});

test("a lent column is written by its borrower only, and by itself", () => {
  const path = "server/src/ledger/queries.ts";
  const statements = [
    "update workspaces set clock_offset_ms = $2 where id = $1 and clock_offset_ms < $2",
    "update workspaces w set clock_offset_ms = $2",
    "update workspaces set clock_offset_ms = $2, name = $3 where id = $1",
    "update workspaces set clock_rate = $2 where id = $1",
    "delete from graphile_worker.jobs",
  ];
  const source = statements.map((statement) => `q(\`${statement}\`);`).join("\n");
  expect(faults(oneRoomWrites, { [path]: source })).toEqual([3, 4, 5].map((line) => `${path}:${line}`));
  expect(
    faults(oneRoomWrites, { "server/src/platform/jobs/queries.ts": "q(`delete from graphile_worker.jobs`);" }),
  ).toEqual([]);
});

test("a statement that puts its table's name together is refused", () => {
  const path = "server/src/ledger/queries.ts";
  expect(faults(oneRoomWrites, { [path]: "q(`insert into ${table} values (1)`);" })).toEqual([`${path}:1`]);
});

test("a table without an owner and an owner without a table are found", () => {
  const migration =
    "create table contacts (id int);\n-- create table ghosts\ncreate table deals (id int);\ncreate table deals_default partition of deals default;";
  expect(faults(everyTableIsOwned, { "server/migrations/0001_x.sql": migration })).toEqual([
    "server/migrations/0001_x.sql:3",
    "scripts/house/table-owners.ts:1",
  ]);
});
