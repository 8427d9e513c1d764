import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase, testLog } from "../../../tests/support/database.ts";
import { loadDataKeys } from "../catalog/identity/index.ts";
import { rebuildRollups, rollupTables } from "../ledger/index.ts";
import { createKeyRing, type KeyRing, loadMasterKey, type MasterKey } from "../platform/crypto/index.ts";
import { inWorkspace, type Tx } from "../platform/db/index.ts";
import { openContent } from "./accounts.ts";
import { ensureDemo } from "./demo.ts";

let database: TestDatabase;
let dataDir: string;
let keyRing: KeyRing<Tx>;
let workspaceId: string;
const start = (master: MasterKey) =>
  ensureDemo({
    ...{ database: database.db, master, keyRing, log: testLog, dataDir, hasPast: true },
    publicUrl: () => "http://127.0.0.1:8080",
  });

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), "haste-past-"));
  const master = loadMasterKey({ file: join(dataDir, "master.key"), mayCreate: true });
  keyRing = createKeyRing<Tx>(master, (_, tx) => loadDataKeys(tx));
  ({ workspaceId } = await start(master));
});
afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await database.drop();
});

const rows = <R extends object>(text: string) =>
  inWorkspace(database.db, workspaceId, (tx) => tx.rows<R>(text, [workspaceId]));

describe("the past of the demo world", () => {
  test("ended within the last week, on the weekdays on which it was lived, and nothing of it is still to come", async () => {
    const [past] = await rows<{ first: Date; last: Date; weekends: number; mails: number }>(
      `select min(sent_at) as first, max(sent_at) as last, count(*)::int as mails,
         count(*) filter (where extract(isodow from sent_at) > 5)::int as weekends
       from email_activities where workspace_id = $1 and sent_at is not null`,
    );
    const daysAgo = (at: Date | undefined) => (Date.now() - (at?.getTime() ?? 0)) / 86_400_000;
    expect(past?.mails).toBeGreaterThan(800);
    expect(daysAgo(past?.first)).toBeGreaterThan(40);
    expect(daysAgo(past?.first)).toBeLessThan(50);
    expect(daysAgo(past?.last)).toBeGreaterThan(0);
    expect(daysAgo(past?.last)).toBeLessThan(16);
    // Readers at the other end of the world are at work when it is Saturday in UTC.
    expect(past?.weekends).toBeLessThan(20);
  });

  test("is counted: what its rollups say is what its mails and signals say", async () => {
    const { wrong } = await rebuildRollups(database.db, workspaceId, { isDryRun: true });
    expect(wrong).toEqual(Object.fromEntries(rollupTables.map((table) => [table, 0])));
    const [sum] = await rows<{ sent: number }>(
      "select sum(sent)::int as sent from happening_rollups where workspace_id = $1",
    );
    expect(sum?.sent).toBeGreaterThan(800);
  });

  test("can be read: every mail opens under the key of the workspace it came to", async () => {
    const found = await rows<{ id: string; sealed: Buffer }>(
      "select email_id as id, sealed from email_contents where workspace_id = $1 order by email_id limit 20",
    );
    const texts = await inWorkspace(database.db, workspaceId, (tx) =>
      Promise.all(found.map(({ id, sealed }) => openContent(keyRing, tx, { emailId: id, sealed }))),
    );
    expect(texts.filter(({ html }) => html.includes("Best,<br"))).toHaveLength(20);
  });

  test("is other people's: whom the world enrolls today was in no sequence before", async () => {
    const [twice] = await rows<{ people: number }>(
      `select count(*)::int as people from (select contact_id from sequence_enrollments where workspace_id = $1
         group by contact_id having count(*) > 1) twice`,
    );
    expect(twice).toEqual({ people: 0 });
  });
});
