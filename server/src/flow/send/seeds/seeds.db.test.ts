import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createTestDatabase,
  seedWorkspace,
  type TestDatabase,
  testLog,
} from "../../../../../tests/support/database.ts";
import { inWorkspace, type Tx } from "../../../platform/db/index.ts";
import { lookLater } from "./look-later.ts";
import { listSeeds } from "./queries.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function world() {
  const workspaceId = await seedWorkspace(database.db, { mode: "live" });
  const within = <T>(work: (tx: Tx) => Promise<T>) => inWorkspace(database.db, workspaceId, work);
  const rows = (text: string, ...values: unknown[]) =>
    within((tx) => tx.rows<{ test: string }>(text, [workspaceId, ...values]));
  const addAccount = async (email: string, provider = "smtp", imap: object | null = null) => {
    const id = randomUUID();
    await rows(
      `insert into sending_accounts (workspace_id, id, provider, email, display_name, daily_limit, hourly_limit, min_gap_ms,
         gap_jitter, timezone, imap_connection, created_at, updated_at)
       values ($1, $2, $3, $4, 'Ada', 100, 20, 0, 0, 'UTC', $5, now(), now())`,
      ...[id, provider, email, imap === null ? null : JSON.stringify(imap)],
    );
    return id;
  };
  return { rows, within, addAccount };
}

test("seeds are the other mailboxes that are read: by a server, or where their owner consented and did not take it back", async () => {
  const { rows, within, addAccount } = await world();
  const sender = await addAccount("ada@acme.example", "smtp", { host: "imap.acme.example" });
  await addAccount("read@acme.example", "smtp", { host: "imap.acme.example" });
  await addAccount("only-sends@acme.example");
  await addAccount("never-consented@gmail.example", "gmail");
  const consent = async (id: string, provider: string, revoked: string | null) =>
    rows("insert into account_tokens values ($1, $2, $3, '\\x00', now(), now(), $4)", id, provider, revoked);
  await consent(await addAccount("consented@gmail.example", "gmail"), "gmail", null);
  await consent(await addAccount("consented@outlook.example", "outlook"), "outlook", null);
  await consent(await addAccount("took-back@outlook.example", "outlook"), "outlook", "It was taken back.");
  expect((await within((tx) => listSeeds(tx, sender, 20))).map(({ email }) => email)).toEqual([
    "consented@gmail.example",
    "consented@outlook.example",
    "read@acme.example",
  ]);
});

test("a seed test with something not found is looked at every ten minutes for an hour, by one worker each time", async () => {
  const { rows, addAccount } = await world();
  const begun = new Date("2026-11-28T09:00:00Z");
  const account = await addAccount("ada@acme.example");
  const add = async (placement: "inbox" | null) => {
    const id = randomUUID();
    await rows("insert into seed_tests values ($1, $2, $3, 'Docks', $4, $4)", id, account, begun);
    await rows("insert into seed_test_mails values ($1, $2, $3, $4, $5)", id, account, randomUUID(), placement);
    return id;
  };
  const open = await add(null);
  await add("inbox");
  const looksAfter = async (minutes: number) => {
    const clock = { machineNow: () => new Date(begun.getTime() + minutes * 60_000) };
    const look = () => lookLater({ database: database.db, clock, log: testLog });
    await Promise.all([look(), look()]);
    return (await rows("select input ->> 'testId' as test from jobs where workspace_id = $1")).map((row) => row.test);
  };
  expect(await looksAfter(5)).toEqual([]);
  expect(await looksAfter(11)).toEqual([open]);
  expect(await looksAfter(15)).toEqual([open]);
  expect(await looksAfter(22)).toEqual([open, open]);
  expect(await looksAfter(61)).toEqual([open, open]);
});
