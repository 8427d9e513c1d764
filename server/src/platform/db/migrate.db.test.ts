import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  createBareDatabase,
  dropBareDatabase,
  type SecondCluster,
  secondCluster,
  testLog,
} from "../../../../tests/support/database.ts";
import { openDatabase } from "./database.ts";
import { assertDurable } from "./durability.ts";
import { migrate, ownFolder } from "./migrate.ts";
import { urlAsRole } from "./roles.ts";
import { outsideWorkspaces } from "./transaction.ts";

const log = testLog;
const made: string[] = [];

async function bareDatabase(server?: string): Promise<string> {
  const url = await createBareDatabase("", server);
  made.push(url);
  return url;
}

async function query<R extends object>(url: string, text: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}

function migrationFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "haste-migrations-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

afterEach(async () => {
  for (const url of made.splice(0)) await dropBareDatabase(url);
});

describe("migrating a database", () => {
  test("a second run finds nothing to do", async () => {
    const url = await bareDatabase();
    const first = await migrate(url, { log });
    expect(first.applied).toContain("0001_foundation");
    expect(await migrate(url, { log })).toEqual({ applied: [] });
  });

  test("a running product's emails are in the totals that came later", async () => {
    const url = await bareDatabase();
    const names = readdirSync(ownFolder).filter((name) => name < "0023");
    const earlier = Object.fromEntries(names.map((name) => [name, readFileSync(join(ownFolder, name), "utf8")]));
    await migrate(url, { log, folder: migrationFolder(earlier) });
    const zero = "'00000000-0000-0000-0000-000000000000'::uuid";
    await query(
      url,
      `insert into email_rollups (workspace_id, sequence_id, sequence_version, step_id, variant_id, sending_account_id,
         bucket, sent, replied)
       select w, ${zero}, 1, ${zero}, ${zero}, ${zero}, timestamptz '2026-11-23' + n * interval '1 day', 3, n
       from generate_series(0, 2) n, unnest(array[${zero}, gen_random_uuid()]) w`,
    );
    expect((await migrate(url, { log })).applied).toContain("0023_steady_reads");
    expect(await query(url, "select sent, replied, opened from email_totals")).toEqual([
      { sent: "9", replied: "3", opened: "0" },
      { sent: "9", replied: "3", opened: "0" },
    ]);
    const forced =
      "select relforcerowsecurity as forced from pg_class where relname in ('email_rollups', 'email_totals')";
    expect(await query(url, forced)).toEqual([{ forced: true }, { forced: true }]);
  });

  test("twenty processes that start at once migrate it exactly once", async () => {
    const url = await bareDatabase();
    const runs = await Promise.all(Array.from({ length: 20 }, () => migrate(url, { log })));
    expect(runs.filter((run) => run.applied.length > 0)).toHaveLength(1);
    const owner = urlAsRole(url, "haste_owner");
    const [counted] = await query<{ count: number }>(owner, "select count(*)::int from kysely_migration");
    expect(counted?.count).toBe(runs.flatMap((run) => run.applied).length);
  });

  test("every table belongs to the owner's role and none to the login", async () => {
    const url = await bareDatabase();
    await migrate(url, { log });
    const owners = await query(url, "select distinct tableowner from pg_tables where schemaname = 'public'");
    expect(owners).toEqual([{ tableowner: "haste_owner" }]);
  });

  test("a partition of a tenant's table cannot be read past the tenant's wall", async () => {
    const url = await bareDatabase();
    await migrate(url, { log });
    const open = await query(
      url,
      "select relname from pg_class where relispartition and relkind = 'r' and has_table_privilege('haste_app', oid, 'select')",
    );
    expect(open).toEqual([]);
  });

  test("every table of a tenant forces its policy on everybody", async () => {
    const url = await bareDatabase();
    await migrate(url, { log });
    const unguarded = await query<{ name: string }>(
      url,
      `select c.relname as name from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and not (c.relrowsecurity and c.relforcerowsecurity)`,
    );
    // Hints without content, read across tenants by the claimers.
    const shared = ["wakeups"];
    expect(unguarded.map((row) => row.name).filter((name) => !shared.includes(name))).toEqual([]);
  });

  test("a migration that fails is named and leaves nothing behind", async () => {
    const url = await bareDatabase();
    const folder = migrationFolder({
      "0001_good.sql": "create table good (id int); insert into good values (1);",
      "0002_bad.sql": "create table half (id int); select 1 / 0;",
    });
    try {
      await expect(migrate(url, { log, folder })).rejects.toThrow("Migration 0002_bad failed: division by zero");
      expect(await query(url, "select relname from pg_class where relname in ('good', 'half')")).toEqual([]);
      writeFileSync(join(folder, "0002_bad.sql"), "create table half (id int);");
      expect(await migrate(url, { log, folder })).toEqual({ applied: ["0001_good", "0002_bad"] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("a stray file among the migrations is refused by name", async () => {
    const url = await bareDatabase();
    const folder = migrationFolder({ "1_short.sql": "select 1" });
    try {
      await expect(migrate(url, { log, folder })).rejects.toThrow(/1_short\.sql does not belong/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a customer's own server", () => {
  let server: SecondCluster;
  beforeAll(async () => {
    server = await secondCluster();
  });
  afterAll(() => server.stop());

  test("three databases of one server prepared at the same moment share their roles", async () => {
    const urls = await Promise.all([bareDatabase(server.url), bareDatabase(server.url), bareDatabase(server.url)]);
    const runs = await Promise.all(urls.map((url) => migrate(url, { log })));
    expect(runs.every((run) => run.applied.length > 0)).toBe(true);
  });

  test("a login without superuser rights can migrate and serve", async () => {
    expect((await migrate(server.url, { log })).applied.length).toBeGreaterThan(0);
    const db = openDatabase(server.url, { log });
    try {
      const who = await outsideWorkspaces(db, (tx) => tx.rows("select current_user as is, session_user as login"));
      expect(who).toEqual([{ is: "haste_app", login: "customer" }]);
    } finally {
      await db.close();
    }
  });

  test("a login that may not make roles is told what it needs", async () => {
    await query(server.superuserUrl, "create role guest login password 'guest'");
    const url = server.url.replace(/customer:[^@]+@/, "guest:guest@");
    await expect(migrate(url, { log })).rejects.toThrow(/Give it CREATEROLE/);
  });

  test("a database that keeps what it confirmed is accepted", async () => {
    const db = openDatabase(server.url, { log });
    try {
      await expect(assertDurable(db, { allowUnsafe: false, log })).resolves.toBeUndefined();
    } finally {
      await db.close();
    }
  });
});
