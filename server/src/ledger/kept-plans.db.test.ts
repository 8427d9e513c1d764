import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase, testLog } from "../../../tests/support/database.ts";
import { LedgerWorld, type Person } from "../../../tests/support/ledger-world.ts";
import { openDatabase, type Tx } from "../platform/db/index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

/** Rows of contacts that this connection has read, whatever way it came to them. */
async function contactsRead(tx: Tx): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    "select seq_tup_read + idx_tup_fetch as n from pg_stat_xact_user_tables where relname = 'contacts'",
  );
  return row?.n ?? 0;
}

/**
 * A foreign key's look is planned when a connection first enrolls somebody and kept. The sizes are those at which the
 * cheapest plan of the moment used to be another one than the key's: one page, and where an index of names is the smaller.
 */
test.each([30, 200])(
  "enrolling costs no more in a workspace that grew since the connection had %s contacts",
  async (few) => {
    const oneConnection = openDatabase(database.url, { log: testLog, appConnections: 1 });
    const world = await LedgerWorld.create(oneConnection);
    await world.enroll(few);
    const people = Array.from(
      { length: 5_000 },
      (): Person => ({ contactId: randomUUID(), enrollmentId: randomUUID() }),
    );
    await world.rows(
      `insert into contacts (workspace_id, id, email, email_key)
     select $1, id, id || '@example.com', id || '@example.com' from unnest($2::uuid[]) id`,
      [world.workspaceId, people.map(({ contactId }) => contactId)],
    );
    const read = await world.in(async (tx) => {
      const before = await contactsRead(tx);
      await world.enrollAgain(tx, people.slice(-50));
      return (await contactsRead(tx)) - before;
    });
    await oneConnection.close();
    expect(read).toBe(50);
  },
);
