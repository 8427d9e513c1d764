import { addMs, DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from "@haste/engine/base";
import { type ReportGroup, type ReportOutcome, reportGroups, reportNumbers } from "@haste/engine/report";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf, start } from "../../../../tests/support/ledger-world.ts";
import { reportRoutes } from "./routes.ts";

let database: TestDatabase;
let world: LedgerWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await twoDays();
});
afterAll(() => database.drop());

type Route = keyof typeof reportRoutes;

function ask<K extends Route>(key: K, query: Record<string, string | undefined> = {}, of = world) {
  const caller = { db: of.db, workspaceId: of.workspaceId, now: new Date(of.now) };
  return callRoute(reportRoutes, key, caller, { query: { from: new Date(start).toISOString(), ...query } });
}

/**
 * Forty people on Monday at nine, five on Tuesday just before midnight in UTC: some open, one by a machine, some answer,
 * some bounce; one answer is told hours later.
 */
async function twoDays(): Promise<LedgerWorld> {
  const made = await LedgerWorld.create(database.db);
  const monday = await send(made, 40);
  const at = (email: Claimed | undefined, minutes: number) => ({
    email: email as Claimed,
    more: { actor: "human" as const, occurredAt: addMs(made.now, minutes * MINUTE_MS) },
  });
  const told = monday.slice(0, 12).map((email, n) => at(email, n));
  await made.record([
    ...told.map(({ email, more }) => signalOf(email, "opened", more)),
    ...told.slice(0, 4).map(({ email, more }) => signalOf(email, "clicked", more)),
    ...told.slice(0, 3).map(({ email, more }) => signalOf(email, "replied", more)),
    signalOf(monday[20] as Claimed, "opened", { actor: "machine" }),
    signalOf(monday[30] as Claimed, "bounced", { meta: { bounceType: "hard" } }),
    signalOf(monday[31] as Claimed, "bounced", { meta: { bounceType: "soft" } }),
    signalOf(monday[32] as Claimed, "unsubscribed", { actor: "human" }),
  ]);
  made.now = addMs(start, 38.9 * HOUR_MS);
  const tuesday = await send(made, 5);
  made.now = addMs(start, 60 * HOUR_MS);
  await made.record([
    signalOf(tuesday[0] as Claimed, "replied", { actor: "human", occurredAt: addMs(start, 40 * HOUR_MS) }),
  ]);
  return made;
}

async function send(made: LedgerWorld, count: number): Promise<Claimed[]> {
  const { emails } = await made.toTheWire(count);
  await made.rows("update email_activities set recipient_provider = 'google' where id = any($1)", [
    emails.slice(0, count / 2).map(({ id }) => id),
  ]);
  await made.results(
    emails.map((email) => signalOf(email, "sent", { claimId: email.claimId, occurredAt: made.now as Instant })),
  );
  return emails;
}

async function listed(groupBy: ReportGroup, outcome: ReportOutcome, key?: string): Promise<number> {
  let cursor: string | undefined;
  let emails = 0;
  do {
    const { data, page } = await ask("GET /reports/email-performance/emails", {
      ...{ groupBy, outcome, key, cursor, limit: "17" },
    });
    emails += data.length;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return emails;
}

describe("the performance of emails", () => {
  test("tells each rate with what it is a share of, and machines apart from people", async () => {
    const { totals, rows, evidence, lateEvents } = await ask("GET /reports/email-performance");
    expect(totals).toMatchObject({ sent: 45, opened: 12, openedMachine: 1, clicked: 4, replied: 4, bounced: 2 });
    expect(totals).toMatchObject({ openRate: 12 / 45, machineOpenRate: 1 / 45, unsubscribed: 1, isSmall: false });
    expect(totals.bounces).toEqual({ hard: 1, soft: 1, block: 0, auth: 0, content: 0, unknown: 0 });
    expect(evidence["/rows/0/replyRate"]).toMatchObject({ n: 4, of: 45, level: 0.95 });
    expect(rows).toMatchObject([{ key: world.sequenceId, name: "Founders", sent: 45 }]);
    expect(lateEvents).toBe(1);
  });

  test("opens as many emails behind every number as the number says, however it is grouped", async () => {
    for (const groupBy of reportGroups) {
      const { rows, totals } = await ask("GET /reports/email-performance", { groupBy });
      expect(rows.length).toBeGreaterThan(0);
      for (const outcome of reportNumbers) {
        if (groupBy === "bounceClass" && outcome !== "bounced") continue;
        const counted = rows.map((row) => row[outcome]);
        const found: number[] = [];
        for (const row of rows) found.push(row[outcome] === 0 ? 0 : await listed(groupBy, outcome, row.key));
        expect(found, `${groupBy} ${outcome}`).toEqual(counted);
        expect(counted.reduce((sum: number, n) => sum + (n ?? 0), 0)).toBe(totals[outcome]);
      }
    }
    expect(await listed("sequence", "replied")).toBe(4);
  });

  test("knows who reads the mail, whose domain it comes from, and the day in the zone that was asked for", async () => {
    const named = async (groupBy: ReportGroup, timezone = "UTC") =>
      (await ask("GET /reports/email-performance", { groupBy, timezone })).rows.map(({ name, sent }) => [name, sent]);
    expect(await named("provider")).toEqual([
      ["other", 23],
      ["google", 22],
    ]);
    expect(await named("domain")).toEqual([["sandbox.haste.test", 45]]);
    expect(await named("sender")).toEqual([["grace@sandbox.haste.test", 45]]);
    expect(await named("step")).toEqual([["Step 1", 45]]);
    expect(await named("template")).toEqual([["Words of their own", 45]]);
    expect(await named("day")).toEqual([
      ["2026-11-23", 40],
      ["2026-11-24", 5],
    ]);
    expect(await named("day", "Asia/Tokyo")).toEqual([
      ["2026-11-23", 40],
      ["2026-11-25", 5],
    ]);
  });

  test("is small where a rate would be mostly chance, and empty where nothing was sent", async () => {
    const { rows } = await ask("GET /reports/email-performance", { groupBy: "day" });
    expect(rows.map(({ isSmall }) => isSmall)).toEqual([false, true]);
    const before = await ask("GET /reports/email-performance", { to: new Date(start).toISOString() });
    expect(before).toMatchObject({ rows: [], totals: { sent: 0, openRate: null, bounceRate: null } });
  });

  test("comes as a file in which no name is run as a formula and nothing untold is a zero", async () => {
    await world.rows("update email_sequences set name = '=HYPERLINK(1)'");
    const file = await ask("GET /reports/email-performance/csv");
    await world.rows("update email_sequences set name = 'Founders'");
    const [head = "", line = ""] = file.split("\r\n");
    expect(head).toMatch(/^sequence,detail,key,sent,delivered,/);
    expect(line).toContain(`'=HYPERLINK(1),,${world.sequenceId},45,`);
    const bounces = await ask("GET /reports/email-performance/csv", { groupBy: "bounceClass" });
    expect(bounces.split("\r\n")[1]).toMatch(/^The address does not exist,hard,hard,45,,,,,,,1,,,/);
  });

  test("refuses a zone there is not", async () => {
    expect(await refusalOf(ask("GET /reports/email-performance", { timezone: "Mars/Base" }))).toEqual(["zone_unknown"]);
  });
});

describe("what people opened and clicked with", () => {
  const phone = { name: "Apple Mail", kind: "mail", os: "iOS", device: "phone" } as const;
  const desk = { name: "Thunderbird", kind: "mail", os: "Linux", device: "desktop" } as const;
  const proxy = { name: "Gmail’s picture proxy", kind: "proxy", os: null, device: null } as const;

  test("is told of people once per row, of machines apart, and never as a share of mails nobody opened", async () => {
    const other = await LedgerWorld.create(database.db);
    const [ada, ben, cleo, dan] = (await send(other, 6)) as [Claimed, Claimed, Claimed, Claimed];
    await other.record([
      signalOf(ada, "opened", { actor: "human", meta: { client: phone } }),
      signalOf(ada, "opened", { actor: "unknown", meta: { client: phone } }),
      signalOf(ada, "clicked", { actor: "human", meta: { client: desk } }),
      signalOf(ben, "opened", { actor: "human", meta: { client: desk } }),
      signalOf(cleo, "opened", { actor: "human", meta: { client: proxy } }),
      signalOf(dan, "opened", { actor: "machine", meta: { client: proxy } }),
      signalOf(dan, "clicked", { actor: "machine", meta: {} }),
    ]);
    const told = (side: string, more: Record<string, string> = {}) =>
      ask("GET /reports/email-clients", { side, ...more }, other);
    const { rows, totals, evidence } = await told("device");
    expect(totals).toEqual({
      ...{ people: 3, knownPeople: 2, opens: 4, clicks: 1 },
      machineOpens: 1,
      machineClicks: 1,
    });
    expect(rows).toMatchObject([
      { key: "desktop", name: "Computer", people: 2, opens: 1, clicks: 1, machineOpens: 0, share: 1, isSmall: true },
      { key: "phone", name: "Phone", people: 1, opens: 2, clicks: 0, share: 1 / 2 },
      { key: "", name: "Not known", people: 1, opens: 1, machineOpens: 1, machineClicks: 1, share: null },
    ]);
    expect(evidence["/rows/1/share"]).toMatchObject({ n: 1, of: 2, level: 0.95 });
    const programs = (await told("program")).rows.map(({ name, people, share }) => [name, people, share]);
    expect(programs).toEqual([
      ["Thunderbird", 2, 2 / 3],
      ["Apple Mail", 1, 1 / 3],
      ["Gmail’s picture proxy", 1, 1 / 3],
      ["Not known", 0, null],
    ]);
    expect((await told("device", { sequenceId: world.sequenceId })).rows).toEqual([]);
    expect((await told("device", { to: new Date(start).toISOString() })).totals.people).toBe(0);
  });
});

describe("engagement over time", () => {
  test("asks what became of the mails of a day, or what happened on it", async () => {
    const sent = await ask("GET /reports/engagement-trends", { timezone: "UTC" });
    const told = sent.points.map(({ day, sent: n, replied, replyRate }) => [day, n, replied, replyRate]);
    expect(told).toEqual([
      ["2026-11-23", 40, 3, 3 / 40],
      ["2026-11-24", 5, 1, 1 / 5],
      ["2026-11-25", 0, 0, null],
    ]);
    expect(sent.points.every(({ isSettling }) => isSettling)).toBe(true);
    const happened = await ask("GET /reports/engagement-trends", { timezone: "UTC", question: "happened" });
    expect(happened.points.map(({ sent: n, replied, replyRate }) => [n, replied, replyRate])).toEqual([
      [40, 3, null],
      [5, 0, null],
      [0, 1, null],
    ]);
    expect(happened.findings).toBeNull();
  });

  test("begins weeks on Monday and months on the first of the zone, and claims no trend of two days", async () => {
    const weeks = await ask("GET /reports/engagement-trends", { interval: "week", timezone: "America/New_York" });
    expect(weeks.points.map(({ day, sent }) => [day, sent])).toEqual([["2026-11-23", 45]]);
    const months = await ask("GET /reports/engagement-trends", { interval: "month", timezone: "UTC" });
    expect(months.points.map(({ day }) => day)).toEqual(["2026-11-01"]);
    expect(months.findings?.replyRate).toMatchObject({ direction: "unknown", p: null });
    const own = await ask("GET /reports/engagement-trends", { from: undefined, days: "2", timezone: "UTC" });
    expect(own.points.map(({ day }) => day)).toEqual(["2026-11-24", "2026-11-25"]);
    const refused = ask("GET /reports/engagement-trends", { from: "2016-01-01T00:00:00Z" });
    expect(await refusalOf(refused)).toEqual(["invalid_request"]);
  });
});

describe("the best practices of a workspace", () => {
  test("are none where its mails support none", async () => {
    const later = await ask("GET /reports/best-practices");
    expect(later).toMatchObject({ emails: 0, lookedAt: 0, practices: [] });
  });

  test("name the day on which the same step gets more answers, and how many practices were looked at", async () => {
    const other = await LedgerWorld.create(database.db);
    await other.rows(
      `insert into email_rollups (workspace_id, sequence_id, sequence_version, step_id, variant_id, sending_account_id,
         bucket, sent, replied)
       select $1, $2, 1, $3, '00000000-0000-0000-0000-000000000000', $4, $5::timestamptz + day * interval '1 day', 400,
         case when day % 7 = 1 then 60 else 12 end
       from generate_series(0, 13) day`,
      [other.workspaceId, other.sequenceId, other.stepIds[0], other.accountId, new Date(start)],
    );
    other.now = addMs(start, 40 * DAY_MS);
    const found = await ask("GET /reports/best-practices", { timezone: "UTC" }, other);
    expect(found).toMatchObject({ emails: 5_600, lookedAt: 7 });
    expect(found.practices[0]).toMatchObject({
      ...{ code: "weekday:tue", sentence: "Mails sent on a Tuesday get 12.0 more answers in a hundred.", steps: 1 },
      with: { sent: 800, replied: 120, replyRate: 0.15 },
    });
    expect(found.practices[0]?.effect.level).toBeCloseTo(1 - 0.05 / 7, 10);
    expect(found.evidence["/practices/0/without/replyRate"]).toMatchObject({ n: 144, of: 4_800 });
  });
});
