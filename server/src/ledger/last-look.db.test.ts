import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase, testLog } from "../../../tests/support/database.ts";
import { type Claimed, LedgerWorld } from "../../../tests/support/ledger-world.ts";
import { openDatabase, type Tx } from "../platform/db/index.ts";
import { contactsChanged } from "./people.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

async function claimed(world: LedgerWorld, count = 1): Promise<Claimed[]> {
  await world.enroll(count);
  await world.plan();
  return world.claim();
}

const ofWorkspace = { kind: "workspace", id: "00000000-0000-0000-0000-000000000000" };

/** An entry that nobody canceled a mail for: it came while the plan was being written. */
function list(world: LedgerWorld, key: string, scope = ofWorkspace): Promise<object[]> {
  return world.rows(
    `insert into suppressions (workspace_id, id, email_key, reason, source, created_at, scope_kind, scope_id)
     values ($1, $2, $3, 'manual', 'api', now(), $4, $5)`,
    [world.workspaceId, randomUUID(), key, scope.kind, scope.id],
  );
}

describe("an entry that is stored when an email was claimed", () => {
  const topicId = randomUUID();
  const domain = "@example.com";
  type Entry = (world: LedgerWorld, address: string) => Promise<object[]>;
  const barring: Record<string, Entry> = {
    "of its address": (world, address) => list(world, address),
    "of its domain": (world) => list(world, domain),
    "of its address in its sequence": (world, address) =>
      list(world, address, { kind: "sequence", id: world.sequenceId }),
    "of its domain in its topic": async (world) => {
      await world.rows(
        `with topic as (insert into topics (workspace_id, id, name, created_at, updated_at) values ($1, $2, 'News', now(), now()))
         insert into topic_sequences (workspace_id, sequence_id, topic_id) values ($1, $3, $2)`,
        [world.workspaceId, topicId, world.sequenceId],
      );
      return list(world, domain, { kind: "topic", id: topicId });
    },
  };
  const others: Record<string, Entry> = {
    "of another sequence": (world, address) => list(world, address, { kind: "sequence", id: randomUUID() }),
    "of a topic that is not its own": (world) => list(world, domain, { kind: "topic", id: randomUUID() }),
    "of a domain its own is below": (world) => list(world, "@com"),
    "of another workspace": async (_world, address) => list(await LedgerWorld.create(database.db), address),
  };

  test.each(Object.entries(barring))("%s keeps it from leaving, and nobody else", async (what, enter) => {
    const world = await LedgerWorld.create(database.db);
    const [email, other] = (await claimed(world, 2)) as [Claimed, Claimed];
    await enter(world, email.to_email);
    expect(await world.mark([email, other])).toEqual(new Set(what.includes("domain") ? [] : [other.id]));
  });

  test.each(Object.entries(others))("%s does not", async (_what, enter) => {
    const world = await LedgerWorld.create(database.db);
    const [email] = (await claimed(world)) as [Claimed];
    await enter(world, email.to_email);
    expect(await world.mark([email])).toEqual(new Set([email.id]));
  });
});

describe("somebody whose address is changed while an email to them waits", () => {
  const changeTo = (world: LedgerWorld, email: Claimed, address: string) =>
    world.in(async (tx) => {
      const contactId = email.contact_id ?? "";
      await tx.rows("update contacts set email = $2::text, email_key = $2::text where id = $1", [contactId, address]);
      await contactsChanged(tx, [contactId], world.moment());
    });

  test("is mailed at the new one, once, and never at the old one", async () => {
    const world = await LedgerWorld.create(database.db);
    const [email] = (await claimed(world)) as [Claimed];
    await changeTo(world, email, "grace@kestrel.example");
    expect(await world.mark([email])).toEqual(new Set());
    await world.plan();
    const again = await world.claim();
    expect(again).toMatchObject([{ id: email.id, to_email: "grace@kestrel.example" }]);
    expect(await world.mark(again)).toEqual(new Set([email.id]));
  });

  test("keeps the email that waits where anything else of them changed", async () => {
    const world = await LedgerWorld.create(database.db);
    const [email] = (await claimed(world)) as [Claimed];
    await changeTo(world, email, email.to_email);
    expect(await world.mark([email])).toEqual(new Set([email.id]));
  });
});

/** Entries this connection has read or stepped over, whatever way it came to them. */
async function entriesRead(tx: Tx): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    "select seq_tup_read + idx_tup_fetch as n from pg_stat_xact_user_tables where relname = 'suppressions'",
  );
  return row?.n ?? 0;
}

test("the last look reads no entry but those it asks for, on a list that grew since its plan was made", async () => {
  const oneConnection = openDatabase(database.url, { log: testLog, appConnections: 1 });
  const world = await LedgerWorld.create(oneConnection);
  const emails = await claimed(world, 12);
  // A plan is kept from the sixth time on.
  for (const email of emails.slice(0, 8)) await world.mark([email]);
  await world.rows(
    `insert into suppressions (workspace_id, id, email_key, reason, source, created_at)
     select $1, uuidv7(), md5(n::text) || '@finch.example', 'manual', 'import', now() from generate_series(1, 5000) n`,
    [world.workspaceId],
  );
  await list(world, emails[8]?.to_email ?? "");
  const { read, left } = await world.in(async (tx) => {
    const before = await entriesRead(tx);
    const left = await world.markIn(tx, emails.slice(8));
    return { read: (await entriesRead(tx)) - before, left };
  });
  await oneConnection.close();
  expect({ read, left: left.size }).toEqual({ read: 1, left: 3 });
});
