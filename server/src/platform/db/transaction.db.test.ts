import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { analyze } from "./analyze.ts";
import { asSweep, inWorkspace, outsideWorkspaces, switchWorkspace, type Tx } from "./transaction.ts";

let database: TestDatabase;
let north: string;
let south: string;

beforeAll(async () => {
  database = await createTestDatabase();
  north = await seedWorkspace(database.db, { name: "North" });
  south = await seedWorkspace(database.db, { name: "South" });
});
afterAll(() => database.drop());

const names = (rows: { name: string }[]) => rows.map((row) => row.name);
const allWorkspaces = "select name from workspaces order by name";

describe("a workspace's walls", () => {
  test("a transaction sees the rows of its own workspace and no others", async () => {
    const seen = await inWorkspace(database.db, north, (tx) => tx.rows<{ name: string }>(allWorkspaces));
    expect(names(seen)).toEqual(["North"]);
  });

  test("without a workspace the server sees no tenant's rows", async () => {
    expect(await outsideWorkspaces(database.db, (tx) => tx.rows(allWorkspaces))).toEqual([]);
  });

  test("the next transaction on the same connection does not inherit a workspace", async () => {
    const connection = (tx: { rows: Tx["rows"] }) =>
      tx.rows<{ pid: number }>("select pg_backend_pid() as pid").then((rows) => rows[0]?.pid);
    const before = await inWorkspace(database.db, north, connection);
    const after = await outsideWorkspaces(database.db, async (tx) => ({
      pid: await connection(tx),
      rows: await tx.rows(allWorkspaces),
    }));
    expect(after).toEqual({ pid: before, rows: [] });
  });

  test("a row cannot be written into another workspace", async () => {
    const trespass = inWorkspace(database.db, north, (tx) =>
      tx.rows("update workspaces set id = $1 where id = $2", ["0191a000-0000-7000-8000-000000000001", north]),
    );
    await expect(trespass).rejects.toThrow(/row-level security/);
  });

  test("the server's role is no superuser and cannot step around the policies", async () => {
    const rows = await inWorkspace(database.db, north, (tx) =>
      tx.rows(
        "select current_user as name, rolsuper, rolbypassrls from pg_roles where rolname = current_user and not rolcanlogin",
      ),
    );
    expect(rows).toEqual([{ name: "haste_app", rolsuper: false, rolbypassrls: false }]);
  });

  test("the sweep reads across workspaces and writes nowhere", async () => {
    const ids = await asSweep(database.db, (tx) => tx.rows<{ id: string }>("select id from workspaces"));
    expect(ids.map((row) => row.id).sort()).toEqual([north, south].sort());
    await expect(asSweep(database.db, (tx) => tx.rows("delete from workspaces"))).rejects.toThrow();
    await expect(asSweep(database.db, (tx) => tx.rows("select name from workspaces"))).rejects.toThrow(/permission/);
  });

  test("one transaction may serve several workspaces in turn, one at a time", async () => {
    const seen = await inWorkspace(database.db, north, async (tx) => {
      const first = await tx.rows<{ name: string }>(allWorkspaces);
      await switchWorkspace(tx, south);
      return [...names(first), ...names(await tx.rows<{ name: string }>(allWorkspaces)), tx.workspaceId];
    });
    expect(seen).toEqual(["North", "South", south]);
  });

  test("what is no workspace id never reaches the database", () => {
    const injected = `${north}'; reset role; --`;
    expect(() => inWorkspace(database.db, injected, () => Promise.resolve())).toThrow(/Not a workspace id/);
  });
});

describe("a transaction's life", () => {
  test("what a failed transaction wrote is gone", async () => {
    const failing = inWorkspace(database.db, north, async (tx) => {
      await tx.rows("update workspaces set name = 'Lost'");
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(names(await inWorkspace(database.db, north, (tx) => tx.rows(allWorkspaces)))).toEqual(["North"]);
  });

  test("a query after the end of its transaction is refused instead of running elsewhere", async () => {
    const kept = await inWorkspace(database.db, north, (tx) => Promise.resolve(tx));
    await expect(kept.rows("select 1")).rejects.toThrow(/has ended/);
  });

  test("two transactions that lock each other out are both done in the end", async () => {
    const attempts = { first: 0, second: 0 };
    const bothInside = Promise.withResolvers<void>();
    let inside = 0;
    const crossing = (who: keyof typeof attempts, order: readonly number[]) =>
      inWorkspace(database.db, north, async (tx) => {
        attempts[who] += 1;
        await tx.rows("select pg_advisory_xact_lock($1)", [order[0]]);
        inside += 1;
        if (inside === 2) bothInside.resolve();
        await bothInside.promise;
        await tx.rows("select pg_advisory_xact_lock($1)", [order[1]]);
        return who;
      });
    const done = await Promise.all([crossing("first", [1, 2]), crossing("second", [2, 1])]);
    expect(done).toEqual(["first", "second"]);
    expect(attempts.first + attempts.second).toBe(3);
  });

  test("a transaction that never succeeds is not tried forever", async () => {
    let attempts = 0;
    const hopeless = inWorkspace(
      database.db,
      north,
      async (tx) => {
        attempts += 1;
        await tx.rows("do $$ begin raise exception 'no' using errcode = '40001'; end $$");
      },
      { attempts: 3 },
    );
    await expect(hopeless).rejects.toMatchObject({ code: "40001" });
    expect(attempts).toBe(3);
  });

  test("a connection killed in the middle is replaced by a fresh one", async () => {
    const killed = inWorkspace(database.db, north, (tx) => tx.rows("select pg_terminate_backend(pg_backend_pid())"));
    await expect(killed).rejects.toThrow();
    expect(names(await inWorkspace(database.db, north, (tx) => tx.rows(allWorkspaces)))).toEqual(["North"]);
  });
});

describe("values on their way", () => {
  test("counts are numbers, money is text, instants are dates and days have no zone", async () => {
    const [row] = await outsideWorkspaces(database.db, (tx) =>
      tx.rows(
        `select 9007199254740991::bigint as most, array[1, null]::bigint[] as some, 1.10::numeric as price,
                '2026-03-29'::date as day, '2026-03-29T01:30:00Z'::timestamptz as instant, '{"a": [1]}'::jsonb as json`,
      ),
    );
    expect(row).toEqual({
      most: Number.MAX_SAFE_INTEGER,
      some: [1, null],
      price: "1.10",
      day: "2026-03-29",
      instant: new Date("2026-03-29T01:30:00Z"),
      json: { a: [1] },
    });
  });

  test("lists arrive as they left, whatever their texts hold", async () => {
    const texts = [
      "plain",
      "",
      "null",
      "NULL",
      'say "no"',
      "back\\slash",
      "{a,b}",
      "a, b",
      "über ",
      "two\nlines",
      null,
    ];
    const instants = [new Date("2026-03-29T01:30:00.123Z"), null, new Date("0099-01-01T00:00:00Z")];
    const lists = {
      texts,
      numbers: [0, -1.5, 1e21, null],
      truths: [true, false],
      instants,
      none: [],
      bytes: [Buffer.of(0, 92)],
    };
    const [row] = await outsideWorkspaces(database.db, (tx) =>
      tx.rows(
        `select $1::text[] as texts, $2::float8[] as numbers, $3::bool[] as truths, $4::timestamptz[] as instants,
           $5::uuid[] as none, $6::bytea[] as bytes`,
        Object.values(lists),
      ),
    );
    expect(row).toEqual(lists);
  });

  test("a count too large for a number is an error, not a rounded one", async () => {
    const tooLarge = outsideWorkspaces(database.db, (tx) => tx.rows("select 9007199254740993::bigint as n"));
    await expect(tooLarge).rejects.toThrow(/9007199254740993/);
  });

  test("a written fragment travels with its values beside it", async () => {
    const name = "North'; drop table workspaces; --";
    const rows = await inWorkspace(database.db, north, (tx) =>
      tx.run(sql<{ name: string; length: number }>`select ${name}::text as name, ${42}::int as length`),
    );
    expect(rows).toEqual([{ name, length: 42 }]);
  });

  test("a table that was filled in bulk is known to the planner after an analyze", async () => {
    const known = () =>
      outsideWorkspaces(database.db, (tx) =>
        tx.rows<{ rows: number }>("select reltuples::int as rows from pg_class where relname = 'workspaces'"),
      );
    await analyze(database.db, ["workspaces", "contacts"]);
    expect(await known()).toEqual([{ rows: 2 }]);
  });

  test("a named statement is prepared once per connection", async () => {
    const prepared = await outsideWorkspaces(database.db, async (tx) => {
      for (const n of [1, 2, 3]) await tx.rows("select $1::int as n", [n], "count-to-three");
      return tx.rows<{ uses: number }>(
        "select generic_plans + custom_plans as uses from pg_prepared_statements where name = 'count-to-three'",
      );
    });
    expect(prepared).toEqual([{ uses: 3 }]);
  });
});

describe("writes that nobody waits for", () => {
  const rename = "update workspaces set name = $2 where id = $1";
  const nameOf = async (id: string) =>
    names(await inWorkspace(database.db, id, (tx) => tx.rows<{ name: string }>(allWorkspaces)));

  test("are seen by what follows them and are there after the commit", async () => {
    const seen = await inWorkspace(database.db, south, async (tx) => {
      tx.write(rename, [south, "Far south"]);
      return names(await tx.rows<{ name: string }>(allWorkspaces));
    });
    expect([seen, await nameOf(south)]).toEqual([["Far south"], ["Far south"]]);
  });

  test("that fail undo everything and are what is told, wherever it is noticed", async () => {
    const atCommit = inWorkspace(database.db, south, async (tx) => {
      tx.write(rename, [south, "Undone"]);
      tx.write("select 1 / $1::int", [0]);
      tx.write(rename, [south, "Never run"]);
    });
    await expect(atCommit).rejects.toMatchObject({ code: "22012" });
    const atNext = inWorkspace(database.db, south, async (tx) => {
      tx.write("select 1 / $1::int", [0]);
      await tx.rows(allWorkspaces);
    });
    await expect(atNext).rejects.toMatchObject({ code: "22012" });
    expect(await nameOf(south)).toEqual(["Far south"]);
  });

  test("that deadlock run again with the whole transaction", async () => {
    let runs = 0;
    await inWorkspace(database.db, south, async (tx) => {
      runs += 1;
      if (runs === 1) tx.write("do $$ begin raise exception 'as if' using errcode = '40P01'; end $$");
      tx.write(rename, [south, "South"]);
    });
    expect([runs, await nameOf(south)]).toEqual([2, ["South"]]);
  });
});
