import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute } from "../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase, testLog } from "../../../tests/support/database.ts";
import { until } from "../../../tests/support/until.ts";
import { asCaller, type Caller } from "../../../tests/support/work-context.ts";
import { encryptionRoutes, loadDataKeys, rotationJob } from "../catalog/identity/index.ts";
import { createAccountLoader, sendingAccountRoutes } from "../catalog/sending-accounts/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { createKeyRing, makeDataKey } from "../platform/crypto/index.ts";
import { inWorkspace, outsideWorkspaces, type Tx } from "../platform/db/index.ts";
import { startJobRunner } from "../platform/jobs/index.ts";
import { createHostPolicy } from "../platform/net/index.ts";
import { openContent, sealOf } from "./accounts.ts";
import { sealedColumns } from "./sealed-columns.ts";

const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
const newRing = () => createKeyRing<Tx>(master, (_workspaceId, tx) => loadDataKeys(tx));
const keyRing = newRing();

let database: TestDatabase;
let caller: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db, { mode: "live" }), now: new Date() };
  const first = makeDataKey(master, caller.workspaceId, randomUUID());
  await inWorkspace(database.db, caller.workspaceId, (tx) =>
    tx.rows(
      "insert into data_keys (workspace_id, id, wrapped, created_at) values ($1, $2, $3, now() - interval '1 day')",
      [caller.workspaceId, first.id, first.wrapped],
    ),
  );
});
afterAll(() => database.drop());

const mail = { subject: "Hi", html: "<p>Hi</p>", text: "Hi" } as unknown as Parameters<
  Awaited<ReturnType<typeof sealOf>>["seal"]
>[1];
const emailIds = Array.from({ length: 450 }, () => randomUUID());

/** 450 mails and an account with a password, as one of the product's processes seals them. */
async function fill(ring: typeof keyRing): Promise<string> {
  const ports = {
    keyRing: ring,
    policy: createHostPolicy([]),
    resolve: async () => ["8.8.8.8"],
    accountChanged: async () => {},
    db: database.db,
    clients: { isReady: () => false, of: () => Promise.reject(new Error("none")) },
    publicUrl: () => "https://haste.example.com",
  };
  const smtp = { host: "smtp.example.com", port: 587, username: "ada", password: "correct horse" };
  const body = { email: "ada@example.com", smtp };
  const account = await callRoute(sendingAccountRoutes(ports), "POST /sending-accounts", caller, { body });
  await inWorkspace(database.db, caller.workspaceId, async (tx) => {
    const seal = await sealOf(ring, tx);
    for (const id of emailIds) {
      await tx.rows("insert into email_contents (workspace_id, email_id, sealed) values ($1, $2, $3)", [
        tx.workspaceId,
        id,
        seal.seal(id, mail),
      ]);
    }
  });
  return account.id;
}

/** How many sealed values each key has, over all columns, as anybody with a look at the tables can count. */
async function valuesByKey(): Promise<Record<string, number>> {
  return inWorkspace(database.db, caller.workspaceId, async (tx) => {
    const counts: Record<string, number> = {};
    for (const { table, column } of sealedColumns) {
      const rows = await tx.rows<{ key: string; n: number }>(
        `select encode(substring(${column} from 2 for 16), 'hex') as key, count(*)::int as n from ${table}
          where ${column} is not null group by 1`,
      );
      for (const { key, n } of rows) counts[key] = (counts[key] ?? 0) + n;
    }
    return counts;
  });
}

describe("a rotation of the data key", () => {
  test("leaves nothing under the old key, opens everything as before, and says so", async () => {
    const accountId = await fill(keyRing);
    expect(Object.values(await valuesByKey())).toEqual([emailIds.length + 1]);
    const definitions = [rotationJob({ master, keyRing, columns: sealedColumns, settleMs: 0 })];
    const runner = await startJobRunner({ db: database.db, clock: systemClock, log: testLog, definitions });
    try {
      const job = await callRoute(encryptionRoutes, "POST /encryption/rotate", caller);
      const rows = await until("the rotation ended", () =>
        inWorkspace(database.db, caller.workspaceId, (tx) =>
          tx.rows<{ status: string; counts: object }>(
            "select status, counts from jobs where id = $1 and status not in ('queued', 'running')",
            [job.id],
          ),
        ).then((found) => (found.length > 0 ? found : null)),
      );
      expect(rows[0]).toMatchObject({ status: "done", counts: { resealed: emailIds.length + 1, left: 0 } });
    } finally {
      await runner.stop();
    }
    const { keys } = await callRoute(encryptionRoutes, "GET /encryption", caller);
    expect(keys.map(({ retiredAt }) => retiredAt === null)).toEqual([true, false]);
    expect(await valuesByKey()).toEqual({ [keys[0]?.id.replaceAll("-", "") ?? ""]: emailIds.length + 1 });
    // A process that has not heard of it opens everything, too.
    for (const ring of [keyRing, newRing()]) {
      const [account] = await asCaller(caller, (ctx) => createAccountLoader(ring)(ctx.tx, [accountId]));
      expect(account?.smtp?.password).toBe("correct horse");
      const opened = await inWorkspace(database.db, caller.workspaceId, async (tx) => {
        const [row] = await tx.rows<{ email_id: string; sealed: Buffer }>("select * from email_contents limit 1");
        return openContent(ring, tx, { emailId: row?.email_id ?? "", sealed: row?.sealed ?? Buffer.of() });
      });
      expect(opened).toEqual(mail);
    }
  });

  test("knows every column of the schema that holds sealed values", async () => {
    const open = new Set([
      ...["hash", "wrapped", "state_hash", "request_hash", "fingerprint"],
      ...["signal_keys.key", "sandbox_mails.raw", "files.content", "erasure_keys.key", "audit_details.salt"],
      ...["audit_log.commitment", "audit_links.leaf", "audit_links.head", "audit_seals.mac"],
    ]);
    const columns = await outsideWorkspaces(database.db, (tx) =>
      tx.rows<{ name: string; column: string }>(
        `select c.relname as name, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and a.atttypid = 'bytea'::regtype and a.attnum > 0 and not a.attisdropped`,
      ),
    );
    const sealed = columns.filter(({ name, column }) => !open.has(column) && !open.has(`${name}.${column}`));
    const known = sealedColumns.map(({ table, column }) => `${table}.${column}`);
    expect(sealed.map(({ name, column }) => `${name}.${column}`).sort()).toEqual(known.sort());
  });
});
