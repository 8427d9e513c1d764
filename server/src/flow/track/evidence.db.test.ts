import { eventNames } from "@haste/contract/nouns/operations";
import { addMs, asInstant, HOUR_MS } from "@haste/engine/base";
import { actorRulesVersion, burstWindowMs } from "@haste/engine/track";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf } from "../../../../tests/support/ledger-world.ts";
import { asCaller } from "../../../../tests/support/work-context.ts";
import { settleVerdicts } from "../../ledger/index.ts";
import type { JobRun } from "../../platform/jobs/index.ts";
import type { Visited } from "./fetched.ts";
import { judgeJob } from "./judge-stored.ts";
import { Recorder } from "./recorder.ts";

type JobProgress = Parameters<JobRun["saveProgress"]>[1];

let database: TestDatabase;
let world: LedgerWorld;
let email: Claimed;
let recorder: Recorder;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Somebody whose first email of three links left an hour ago, and whom a click stops. */
beforeEach(async () => {
  world = await LedgerWorld.create(database.db, {
    triggers: () => [{ on: { signal: "clicked" }, do: { action: "stop" } }],
  });
  email = (await world.toTheWire(1)).emails[0] as Claimed;
  await world.results([signalOf(email, "sent", { claimId: email.claimId })]);
  world.now = asInstant(world.now + HOUR_MS);
  recorder = new Recorder({ database: world.db, onCommitted: () => {} });
});

const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36";

const fetch = (more: Partial<Visited>) =>
  recorder.record({
    ...{ workspaceId: world.workspaceId, emailId: email.id, kind: "opened", link: null, links: null },
    ...{ agent: chrome, method: "GET", ahead: null, network: "203.0.113.0/24", visitor: "AAAAAAAAAAA" },
    ...{ machineAt: new Date(world.now), ...more },
  });
const open = (more: Partial<Visited> = {}) => fetch(more);
const click = (link: number, more: Partial<Visited> = {}) => fetch({ kind: "clicked", link, links: 3, ...more });
const wait = (ms: number) => {
  world.now = addMs(world.now, ms);
};
const settle = () => world.in((tx) => settleVerdicts(tx, new Date(world.now)));

/** Runs the job of new rules from its beginning; what it last reported. */
async function judgeAll() {
  let last: JobProgress = {};
  const run: Partial<JobRun> = {
    before: { done: 0, total: null, counts: {}, checkpoint: null },
    batch: (work) => asCaller({ db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) }, work),
    saveProgress: async (_tx, progress) => {
      last = progress;
    },
  };
  await judgeJob.run(run as JobRun);
  return last.counts;
}

async function stands() {
  const [row] = await world.rows<Record<string, unknown>>(
    `select n.status, e.open_count as opens, e.machine_open_count as machine_opens, e.click_count as clicks,
       e.machine_click_count as machine_clicks, e.opened_at is not null as opened, e.clicked_at is not null as clicked,
       (select count(*)::int from pending_verdicts) as pending
     from sequence_enrollments n join email_activities e on e.id = $1 where n.id = e.enrollment_id`,
    [email.id],
  );
  return row;
}

/** What the rollups say, which must always be what the email says. */
async function counted() {
  const [row] = await world.rows<Record<string, unknown>>(
    `select sum(r.opens)::int as opens, sum(r.machine_opens)::int as machine_opens, sum(r.clicks)::int as clicks,
       sum(r.machine_clicks)::int as machine_clicks, sum(r.clicked)::int as clicked,
       (select row(sum(h.opens), sum(h.machine_opens), sum(h.clicks), sum(h.machine_clicks))::text from happening_rollups h) as happened,
       (select sum(clicked)::int from email_totals) as total_clicked
     from email_rollups r`,
  );
  return row;
}

const untouched = {
  ...{ status: "active", opens: 0, machine_opens: 0, clicks: 0, machine_clicks: 0 },
  ...{ opened: false, clicked: false, pending: 0 },
};

describe("who did it, told later than it happened", () => {
  test("a click of a mail with several links moves its person once nothing else came with it", async () => {
    await click(1);
    expect(await stands()).toEqual({ ...untouched, clicks: 1, clicked: true, pending: 1 });
    wait(burstWindowMs - 1);
    await settle();
    expect(await stands()).toMatchObject({ status: "active", pending: 1 });
    wait(1);
    expect(await settle()).toMatchObject({ visits: 1, changed: 1 });
    expect(await stands()).toEqual({ ...untouched, status: "stopped", clicks: 1, clicked: true });
    const judged = eventNames.indexOf("email.judged") + 1;
    expect(await world.rows("select body->>'actor' as actor from events where kind = $1", [judged])).toEqual([
      { actor: "human" },
    ]);
  });

  test("the first click of a burst is counted as a machine's with the others, and moves nobody", async () => {
    for (const link of [0, 1, 2]) {
      await click(link);
      wait(1_500);
    }
    expect(await stands()).toMatchObject({ status: "active", clicks: 1, machine_clicks: 2 });
    wait(burstWindowMs);
    await settle();
    expect(await stands()).toEqual({ ...untouched, machine_clicks: 3 });
    expect(await counted()).toEqual({
      ...{ opens: 0, machine_opens: 0, clicks: 0, machine_clicks: 3, clicked: 0, total_clicked: 0 },
      happened: "(0,0,0,3)",
    });
    const [first] = await world.rows<{ meta: Record<string, unknown> }>(
      "select meta from signals where kind = 11 order by occurred_at limit 1",
    );
    expect(first?.meta).toMatchObject({
      ...{ agent: chrome, rule: "burst", rules: actorRulesVersion, client: { name: "Chrome", os: "Windows" } },
      visit: { network: "203.0.113.0/24", visitor: "AAAAAAAAAAA", links: 3 },
      was: [{ actor: "unknown", rule: "waits", rules: actorRulesVersion }],
    });
  });

  test("whoever opened the mail before with the same program moves at the click", async () => {
    await open();
    wait(20_000);
    await click(2);
    expect(await stands()).toMatchObject({ status: "stopped", opens: 1, clicks: 1, pending: 0 });
  });

  test("a machine's open first and a person's later count each, and the person's is the open", async () => {
    await open({ agent: "Mozilla/5.0" });
    expect(await stands()).toEqual({ ...untouched, machine_opens: 1 });
    wait(60_000);
    await open();
    expect(await stands()).toEqual({ ...untouched, machine_opens: 1, opens: 1, opened: true });
  });

  test("new rules judge what is stored anew: numbers follow, people stay where they were led", async () => {
    await open();
    wait(20_000);
    await click(0);
    wait(HOUR_MS);
    await open({ agent: "Barracuda Sentinel (EE)" });
    const before = await stands();
    expect(before).toMatchObject({ status: "stopped", opens: 1, machine_opens: 1, clicks: 1 });
    const counts = await counted();
    // As rules of before that knew no scanner would have left it.
    await world.rows(`update signals set actor = 1, meta = (meta - 'visit' - 'findings') || '{"rules": 1, "rule": "client"}'
      where kind in (10, 11)`);
    await world.rows("update email_activities set open_count = 2, machine_open_count = 0");
    await world.rows("update email_rollups set opens = 2, machine_opens = 0, opened_machine = 0");
    await world.rows(`update happening_rollups set opens = opens + machine_opens, machine_opens = 0`);
    expect(await judgeAll()).toEqual({ visits: 3, changed: 1 });
    expect(await stands()).toEqual(before);
    expect(await counted()).toEqual(counts);
    expect(await judgeAll()).toEqual({ visits: 0, changed: 0 });
    await world.rows("update signals set meta = '{}' where kind in (10, 11)");
    expect(await judgeAll(), "of whom nothing is left to judge by").toEqual({ visits: 0, changed: 0 });
  });

  test("a signal says nothing of the address, and an unknown email counts nothing", async () => {
    expect(await open({ emailId: email.claimId })).toBe(false);
    expect(await stands()).toEqual(untouched);
  });
});
