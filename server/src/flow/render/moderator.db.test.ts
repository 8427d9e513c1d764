import { randomUUID } from "node:crypto";
import type { Ask } from "@haste/engine/deliverability";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { callRoute } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase, testLog } from "../../../../tests/support/database.ts";
import { complianceRoutes } from "../../catalog/compliance/index.ts";
import { askAboutLinks } from "../../catalog/deliverability/index.ts";
import { inWorkspace, type Tx } from "../../platform/db/index.ts";
import { createModerator } from "./moderator.ts";
import { readMailRules } from "./queries.ts";

const monday = new Date("2026-11-23T09:00:00.000Z");
const daysLater = (days: number) => new Date(monday.getTime() + days * 86_400_000);

let database: TestDatabase;
let workspaceId: string;
let moderator: ReturnType<typeof createModerator>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  workspaceId = await seedWorkspace(database.db, { mode: "live" });
  moderator = createModerator();
});

const work = <T>(run: (tx: Tx) => Promise<T>) => inWorkspace(database.db, workspaceId, run);
const change = (body: object) =>
  callRoute(complianceRoutes, "PUT /compliance", { db: database.db, workspaceId, now: monday }, { body });
const mail = { subject: "Hi", html: "<p>Hi</p>", text: "Hi", links: ["https://www.shop.example/offer"] };

/** What is found of each mail of a batch, in their order. */
function findings(mails: number, now = monday, accountId: string = randomUUID()): Promise<(string | null)[]> {
  return work(async (tx) => {
    const batch = await moderator.begin(tx, await readMailRules(tx), { accountId, now });
    const found = Array.from({ length: mails }, () => {
      const finding = batch.findingOf(mail);
      batch.count(mail, finding === null ? "leaves" : "waits");
      return finding;
    });
    await batch.finish();
    return found;
  });
}

const silent: Ask = async () => ({ kind: "unknown", reason: "No answer." });
/** Lists that answer for their test entries, and one of them for these names. */
const lists =
  (...names: string[]): Ask =>
  async (name) => {
    const known = ["dbltest.com", ...names].some((one) => name === `${one}.dbl.spamhaus.org`);
    return known ? { kind: "found", values: ["127.0.1.2"] } : { kind: "none" };
  };
const askLists = (ask: Ask, now = monday) =>
  askAboutLinks({ database: database.db, clock: { machineNow: () => now }, log: testLog, openLists: () => ask });

test("a mail that leads to a host waits while a list that large receivers ask knows it, and never because none answers", async () => {
  expect(await findings(1)).toEqual([null]);
  await askLists(silent);
  expect(await findings(1)).toEqual([null]);
  await askLists(lists("shop.example"), daysLater(1.1));
  expect(await findings(1)).toEqual([
    "It links to www.shop.example, which stands on Spamhaus DBL: many receivers refuse such mail. DBL: its reputation is low: it was seen in spam.",
  ]);
  await askLists(silent, daysLater(2.2));
  expect(await findings(1)).not.toEqual([null]);
  await askLists(lists(), daysLater(3.3));
  expect(await findings(1)).toEqual([null]);
});

test("lists are asked about a host once a day, and about one that no mail led to for two months not at all", async () => {
  const asked: string[] = [];
  const ask: Ask = (name, type) => {
    asked.push(name);
    return lists()(name, type);
  };
  const questions = () => asked.splice(0).filter((name) => name.startsWith("shop.example.")).length;
  await findings(1);
  await askLists(ask);
  expect(questions()).toBe(1);
  await askLists(ask, daysLater(0.5));
  expect(questions()).toBe(0);
  await askLists(ask, daysLater(1.1));
  expect(questions()).toBe(1);
  await askLists(ask, daysLater(61));
  expect(questions()).toBe(0);
});

test("a sandbox keeps no hosts to ask about, and who switched the rule off is not held up by a list", async () => {
  await findings(1);
  await askLists(lists("shop.example"));
  await change({ holdListedLinks: false });
  expect(await findings(1)).toEqual([null]);
  workspaceId = await seedWorkspace(database.db);
  await findings(1);
  expect(await work((tx) => tx.rows("select host from link_hosts where workspace_id = $1", [workspaceId]))).toEqual([]);
});

/** So many mails of one account on each of these days and today, in quarters of an hour. */
async function sent(accountId: string, before: readonly number[], today: number): Promise<void> {
  const days = [
    ...before.map((mails, at) => ({ at: daysLater(at - before.length), mails })),
    { at: monday, mails: today },
  ];
  await work((tx) =>
    tx.rows(
      `insert into happening_rollups (workspace_id, sequence_id, sending_account_id, bucket, sent)
       select $1, $2, $3, d.at, d.mails from unnest($4::timestamptz[], $5::int[]) d (at, mails)`,
      [workspaceId, randomUUID(), accountId, days.map(({ at }) => at), days.map(({ mails }) => mails)],
    ),
  );
}

test("what an account sends beyond twice its busiest day waits, over batches, and the next day goes by what was sent", async () => {
  const accountId = randomUUID();
  await sent(accountId, [90, 120, 80, 110, 100], 236);
  expect(await findings(3, monday, accountId)).toEqual([null, null, null]);
  const [last, ...beyond] = await findings(3, monday, accountId);
  expect(last).toBeNull();
  expect(beyond).toEqual(Array(2).fill("It would be mail 241 of this account today; the most in 30 days were 120."));
  // Another process, or this one five minutes later, reads what left; approved mails made the day larger.
  await sent(accountId, [], 300);
  moderator = createModerator();
  expect(await findings(1, daysLater(1), accountId)).toEqual([null]);
});

test("a new day begins at zero, also for a process that looked just before midnight", async () => {
  const accountId = randomUUID();
  await sent(accountId, [30, 30, 30, 30, 30], 100);
  const midnight = new Date("2026-11-24T00:00:00.000Z").getTime();
  expect(await findings(1, new Date(midnight - 60_000), accountId)).not.toEqual([null]);
  expect(await findings(1, new Date(midnight + 60_000), accountId)).toEqual([null]);
});

test("an account without five days of sending is left to its ramp, and who switched the rule off sends as they like", async () => {
  const young = randomUUID();
  await sent(young, [5, 5, 5, 5], 900);
  expect(await findings(2, monday, young)).toEqual([null, null]);
  const sudden = randomUUID();
  await sent(sudden, [5, 5, 5, 5, 5], 900);
  expect(await findings(1, monday, sudden)).not.toEqual([null]);
  await change({ holdSuddenVolume: false });
  expect(await findings(1, monday, sudden)).toEqual([null]);
});
