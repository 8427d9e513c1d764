import { addMs, MINUTE_MS } from "@haste/engine/base";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase, testLog } from "../../../../tests/support/database.ts";
import { LedgerWorld } from "../../../../tests/support/ledger-world.ts";
import { repairLane, stages } from "../../ledger/index.ts";
import type { LaneAccount } from "./account.ts";
import { Double, type Mishap } from "./providers/doubles/double.fixture.ts";
import { sesService } from "./providers/doubles/ses.fixture.ts";
import { apiProviders } from "./providers/index.ts";
import { createSender } from "./sender.ts";

let database: TestDatabase;
let world: LedgerWorld;
let double: Double;
let failed: string[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await LedgerWorld.create(database.db);
  double = new Double(sesService);
  failed = [];
});
afterEach(() => double.close());

/** Sends what is due of one person, and says what became of it. */
async function run(...mishaps: Mishap[]) {
  const url = new URL(await double.listen());
  double.mishaps.push(...mishaps);
  const machineNow = () => new Date(world.now);
  const server = {
    url,
    address: url.hostname,
    servername: null,
    login: "AKID",
    region: "eu-west-1",
    machineNow,
    secret: async () => ({ kind: "ok", token: "sesame" }) as const,
  };
  const account: LaneAccount = {
    id: world.accountId,
    email: "grace@sandbox.haste.test",
    displayName: "Grace",
    signature: null,
    readsReplies: false,
    dkimKeys: [],
    eventHeader: null,
    connections: 1,
    connect: () => apiProviders.ses.open(server),
  };
  const content = {
    subject: "Hi",
    html: "<p>Hi</p>",
    text: "Hi",
    links: [],
    unsubscribeUrl: "https://example.com/u",
    fromName: null,
  };
  const sender = createSender({
    database: database.db,
    log: testLog,
    worker: 1,
    machineNow,
    renderer: { render: async (_, emails) => new Map(emails.map(({ id }) => [id, { ok: true, value: content }])) },
    loadAccount: async () => account,
    openSeal: async () => ({
      seal: () => new Uint8Array([1]),
      sealTrace: () => new Uint8Array([1]),
      open: () => Promise.reject(new Error("Nothing was written for one person.")),
      openTrace: () => Promise.reject(new Error("Nobody reads what was said.")),
    }),
    accountFailed: async (_workspaceId, _accountId, reason) => void failed.push(reason),
    onCommitted: () => {},
  });
  await world.enroll(1);
  await world.plan();
  const lane = { stage: stages.send, lane: world.accountId, id: world.moment().newId(), at: machineNow() };
  await world.in((tx) => repairLane(tx, lane));
  await sender.runLane(world.workspaceId, world.accountId);
  await sender.stop();
  const [email] = await world.rows<{ status: string; name: string | null; due: Date | null; looks: number }>(
    `select status, provider_message_id as name, due_at as due,
       (select count(*)::int from wakeups where workspace_id = $1 and stage = ${stages.lookUp}) as looks
     from email_activities where workspace_id = $1`,
    [world.workspaceId],
  );
  return email;
}

test("an email leaves by an API, and its person goes on under the name the provider gave it", async () => {
  expect(await run()).toEqual({ status: "sent", name: "<0100-1-000000@eu-west-1.amazonses.com>", due: null, looks: 0 });
});

test("an email whose API wants a pause is tried again, not before the pause is over", async () => {
  const email = await run({ status: 429, headers: { "retry-after": "1200" } });
  expect(email).toMatchObject({ status: "scheduled", due: new Date(addMs(world.now, 20 * MINUTE_MS)) });
});

test("an email whose API lost its answer is uncertain, and will be looked for", async () => {
  expect(await run("cuts after taking")).toMatchObject({ status: "uncertain", due: null, looks: 1 });
  expect(double.taken).toHaveLength(1);
});

test("an account whose key is refused by its API is reported, and its email waits unharmed", async () => {
  expect(await run({ status: 403, body: { message: "The security token is invalid" } })).toMatchObject({
    status: "scheduled",
  });
  expect(failed[0]).toContain("The security token is invalid");
});
