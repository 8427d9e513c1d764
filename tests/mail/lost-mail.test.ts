import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { addMs, MINUTE_MS, SECOND_MS } from "@haste/engine/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sandboxMailPassword } from "../../server/src/catalog/sandbox/mail-password.ts";
import { createSmtpScript } from "../../server/src/catalog/sandbox/smtp/script.ts";
import { type SandboxServers, startSandboxServers } from "../../server/src/catalog/sandbox/start-servers.ts";
import { createAccountLoader } from "../../server/src/catalog/sending-accounts/index.ts";
import { composeMail } from "../../server/src/flow/send/compose/compose-mail.ts";
import { createLookUps } from "../../server/src/flow/send/index.ts";
import { mailParts } from "../../server/src/flow/send/providers/mail-parts.fixture.ts";
import { systemClock } from "../../server/src/platform/clock/index.ts";
import { createKeyRing, makeDataKey } from "../../server/src/platform/crypto/index.ts";
import type { Tx } from "../../server/src/platform/db/index.ts";
import { createHostPolicy } from "../../server/src/platform/net/index.ts";
import { accountOfLane } from "../../server/src/wiring/accounts.ts";
import { sentMailsOf } from "../../server/src/wiring/sent-mails.ts";
import { createTestDatabase, type TestDatabase, testLog } from "../support/database.ts";
import { type Claimed, LedgerWorld, signalOf } from "../support/ledger-world.ts";

const script = createSmtpScript();
const passwordKey = randomBytes(32);
const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
let database: TestDatabase;
let servers: SandboxServers;

beforeAll(async () => {
  database = await createTestDatabase();
  const parts = { db: database.db, clock: systemClock, log: testLog, onActsPlanned: () => {}, script };
  servers = await startSandboxServers({ ...parts, passwordKey, smtpPort: 0, imapPort: 0 });
});
afterAll(async () => {
  await servers.close();
  await database.drop();
});

test("of two mails whose server fell silent, the one it took is found, and the one it did not take leaves again", async () => {
  const world = await LedgerWorld.create(database.db);
  const keyRing = createKeyRing<Tx>(master, async (workspaceId) => [makeDataKey(master, workspaceId, randomUUID())]);
  const { host, smtpPort, imapPort } = servers;
  const passwordOf = (workspaceId: string, address: string) => sandboxMailPassword(passwordKey, workspaceId, address);
  const sources = {
    loadAccounts: createAccountLoader(keyRing),
    policy: createHostPolicy([]),
    sandboxMail: { host, smtpPort, imapPort, passwordOf },
    providerUrls: {},
    tokens: null,
  };
  const [taken, lost] = (await world.toTheWire(2)).emails as [Claimed, Claimed];
  const account = await world.in((tx) => accountOfLane(sources, tx, world.accountId));
  for (const [email, mishap] of [
    [taken, "drop-after-store"],
    [lost, "drop"],
  ] as const) {
    script.add({ at: "data", answer: mishap });
    const opened = await account?.connect();
    if (!opened?.ok) throw new Error(opened?.error.reason);
    const parts = { ...mailParts, messageId: email.message_id, from: { name: "Grace", address: account?.email ?? "" } };
    const envelope = { id: email.id, from: parts.from.address, to: email.to_email };
    const outcome = await opened.connection.send(
      { envelope, parts, files: [], raw: composeMail(parts) },
      async () => "go",
    );
    expect(outcome.kind).toBe("uncertain");
    await world.results([signalOf(email, "uncertain", { claimId: email.claimId })]);
  }

  const lookUps = createLookUps({
    database: database.db,
    log: testLog,
    machineNow: () => new Date(world.now),
    openSent: (tx, accountId) => sentMailsOf(sources, tx, accountId),
    onCommitted: () => {},
  });
  const settled: number[] = [];
  for (const after of [5 * SECOND_MS, 5 * MINUTE_MS, 10 * MINUTE_MS]) {
    world.now = addMs(world.now, after);
    settled.push(await lookUps.run(world.workspaceId, world.accountId));
  }
  expect(settled).toEqual([1, 0, 1]);
  expect(
    await world.rows("select id, status from email_activities where id = any($1) order by array_position($1, id)", [
      [taken.id, lost.id],
    ]),
  ).toEqual([
    { id: taken.id, status: "sent" },
    { id: lost.id, status: "scheduled" },
  ]);
});
