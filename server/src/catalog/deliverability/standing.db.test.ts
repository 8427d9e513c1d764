import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { ResponseOf } from "@haste/contract/client";
import type { Ask } from "@haste/engine/deliverability";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, refusalOf, type Sent } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { until } from "../../../../tests/support/until.ts";
import { asCaller, type Caller } from "../../../../tests/support/work-context.ts";
import { systemClock } from "../../platform/clock/index.ts";
import { inWorkspace } from "../../platform/db/index.ts";
import { jobRoutes, startJobRunner } from "../../platform/jobs/index.ts";
import { createLog } from "../../platform/log/index.ts";
import { createHostPolicy } from "../../platform/net/index.ts";
import { sendingAccountRoutes, stopComplained } from "../sending-accounts/index.ts";
import { checkDueBlocklists, stopComplainedAccounts } from "./daily-checks.ts";
import { blocklistJob, deliverabilityRoutes, deliverabilityTestJob } from "./index.ts";
import { zipOf } from "./reports/zip.fixture.ts";
import { nobody } from "./tests/spam-filter.ts";

const log = createLog("silent");
const now = new Date("2026-11-23T09:20:00.000Z");
/** Lists answer for their test entries; example.com stands on one of them. */
const zone: Record<string, string> = {
  "A 2.0.0.127.zen.spamhaus.org": "127.0.0.2",
  "A 99.2.0.192.zen.spamhaus.org": "127.255.255.254",
  "A 2.0.0.127.bl.spamcop.net": "127.0.0.2",
  "A dbltest.com.dbl.spamhaus.org": "127.0.1.2",
  "A example.com.dbl.spamhaus.org": "127.0.1.2",
  "A mail.example.com": "192.0.2.99",
};
let asked: string[] = [];
const ask: Ask = async (name, type) => {
  asked.push(name);
  const value = zone[`${type} ${name}`];
  return value === undefined ? { kind: "none" } : { kind: "found", values: [value] };
};

let database: TestDatabase;
let runner: Awaited<ReturnType<typeof startJobRunner>>;
let caller: Caller;
let judged: Buffer[] = [];
const changed: string[] = [];
const accounts = {
  keyRing: { cipher: async () => ({ seal: Buffer.from, open: String }) },
  policy: createHostPolicy([]),
  accountChanged: async (_ctx: unknown, id: string) => {
    changed.push(id);
  },
} as unknown as Parameters<typeof sendingAccountRoutes>[0];
const accountRoutes = sendingAccountRoutes(accounts);

beforeAll(async () => {
  database = await createTestDatabase();
  const definitions = [
    blocklistJob({ openLists: () => ask, linkHost: () => "go.example.org" }),
    deliverabilityTestJob({
      openLists: () => ask,
      askFilter: async (mail) => {
        judged.push(mail);
        return nobody("No filter here.");
      },
      composeMail: ({ html }) => Buffer.from(html),
    }),
  ];
  runner = await startJobRunner({ db: database.db, clock: systemClock, log, definitions });
});
afterAll(async () => {
  await runner.stop();
  await database.drop();
});
beforeEach(async () => {
  asked = [];
  judged = [];
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db, { mode: "live" }), now };
});

const routes = deliverabilityRoutes({ publicUrl: () => "https://outreach.acme.example" });
const call = <K extends keyof typeof routes>(key: K, sent: Sent = {}, as = caller) =>
  callRoute(routes, key, as, sent) as Promise<ResponseOf<K>>;
const rows = <R extends object>(text: string, values: readonly unknown[] = []) =>
  inWorkspace(database.db, caller.workspaceId, (tx) => tx.rows<R>(text, [caller.workspaceId, ...values]));

async function addAccount(email: string, server: string | null = null): Promise<string> {
  const id = randomUUID();
  const smtp =
    server === null
      ? null
      : { host: server, port: 587, secure: false, tls: "starttls", username: null, hasPassword: false };
  await rows(
    `insert into sending_accounts (workspace_id, id, provider, email, display_name, daily_limit, hourly_limit, min_gap_ms,
       gap_jitter, timezone, smtp_connection, created_at, updated_at)
     values ($1, $2, $4, $3, 'Ada', 100, 20, 0, 0, 'UTC', $5, now(), now())`,
    [id, email, server === null ? "outlook" : "smtp", smtp === null ? null : JSON.stringify(smtp)],
  );
  return id;
}

async function addMails(
  accountId: string,
  {
    sent,
    complained,
    at = now,
    provider = "other",
  }: { sent: number; complained: number; at?: Date; provider?: string },
) {
  await rows(
    `insert into provider_rollups (workspace_id, sequence_id, sending_account_id, provider, bucket, sent, complained)
     values ($1, $2, $3, $7, $4, $5, $6)`,
    [randomUUID(), accountId, at, sent, complained, provider],
  );
}

async function finished(id: string) {
  await until("the job ends", async () => {
    const job = await callRoute(jobRoutes(), "GET /jobs/:id", caller, { params: { id } });
    if (job.status === "failed") throw new Error(job.error ?? "failed");
    return job.status === "done";
  });
  return callRoute(jobRoutes(), "GET /jobs/:id", caller, { params: { id } });
}

describe("a mail that is judged before it is sent", () => {
  const body = (sendingAccountId: string) => ({
    sendingAccountId,
    subject: "FREE GIFT!!! ACT NOW",
    htmlContent: '<p>See <a href="http://192.0.2.7/offer">our offer</a>.</p>',
  });

  test("is told what filters count against it, and its words are forgotten", async () => {
    const accountId = await addAccount("ada@example.com");
    const job = await finished((await call("POST /deliverability/test", { body: body(accountId) })).id);
    const id = job.resultUrl?.split("/").at(-1) ?? "";
    const test = await call("GET /deliverability/tests/:id", { params: { id } });
    expect(test).toMatchObject({ state: "done", verdict: "bad", email: "ada@example.com", domainIssues: [] });
    expect(test.contentIssues.map(({ rule }) => rule)).toEqual(expect.arrayContaining(["address-link", "spam-phrase"]));
    expect(test.spam).toMatchObject([{ by: "own-rules", spamFrom: 5, note: "No filter here." }]);
    expect(test.listings.find(({ state }) => state === "listed")).toMatchObject({
      list: "spamhaus-dbl",
      subject: "example.com",
    });
    expect(judged.map(String)).toEqual([body("").htmlContent]);
    expect((await call("GET /deliverability/tests")).data.map((one) => one.id)).toEqual([id]);
    expect(await rows("select content from deliverability_tests where workspace_id = $1")).toEqual([{ content: null }]);
  });

  test("says what its snippets say", async () => {
    const accountId = await addAccount("ada@example.com");
    await rows(
      `insert into snippets (workspace_id, id, name, kind, html_content, text_content, created_at, updated_at)
       values ($1, $2, 'Offer', 'text', '<a href="http://192.0.2.7/offer">our offer</a>', 'our offer', $3, $3)`,
      [randomUUID(), now],
    );
    const mail = { ...body(accountId), htmlContent: '<p>See {% snippet "Offer" %}.</p>' };
    await finished((await call("POST /deliverability/test", { body: mail })).id);
    const [test] = (await call("GET /deliverability/tests")).data;
    expect(test?.contentIssues.map(({ rule }) => rule)).toContain("address-link");
    expect(judged.map(String)).toEqual([body("").htmlContent]);
  });

  test("of a sandbox asks no list and no filter", async () => {
    caller = { ...caller, workspaceId: await seedWorkspace(database.db) };
    const accountId = await addAccount("ada@sandbox.example");
    await finished((await call("POST /deliverability/test", { body: body(accountId) })).id);
    const [test] = (await call("GET /deliverability/tests")).data;
    expect(test?.spam[0]?.note).toMatch(/sandbox/);
    expect(new Set(test?.listings.map(({ state }) => state))).toEqual(new Set(["unknown"]));
    expect([asked, judged]).toEqual([[], []]);
  });

  test("needs an account that is there", async () => {
    expect(await refusalOf(call("POST /deliverability/test", { body: body(randomUUID()) }))).toEqual([
      "invalid_request",
      "unknown /sendingAccountId",
    ]);
  });
});

test("blocklists are asked once a day for domains, links and own servers, and a refusal is no listing", async () => {
  await addAccount("ada@example.com", "mail.example.com");
  await addAccount("bob@example.com");
  const look = (at: Date) => checkDueBlocklists({ database: database.db, clock: { machineNow: () => at }, log });
  await Promise.all([look(now), look(now)]);
  await look(new Date(now.getTime() + 23 * 3_600_000));
  const jobs = await rows<{ id: string }>("select id from jobs where workspace_id = $1 and kind = 'blocklist-check'");
  expect(jobs).toHaveLength(1);
  await finished(jobs[0]?.id ?? "");
  const { listings, notAsked, checkedAt } = await call("GET /deliverability/blocklists");
  const of = (list: string, subject: string) =>
    listings.find((one) => one.list === list && one.subject === subject)?.state;
  expect(of("spamhaus-dbl", "example.com")).toBe("listed");
  expect(of("spamhaus-dbl", "go.example.org")).toBe("clean");
  expect(of("spamhaus-zen", "192.0.2.99")).toBe("unknown");
  expect(of("spamcop", "192.0.2.99")).toBe("clean");
  // PSBL does not even know its own test entry here.
  expect(of("psbl", "192.0.2.99")).toBe("unknown");
  expect(listings[0]?.state).toBe("listed");
  expect(notAsked).toEqual([{ subject: "outlook", reason: expect.stringContaining("shared") }]);
  expect(checkedAt).not.toBeNull();
  expect((await call("GET /deliverability/score")).blacklistStatus).toEqual(listings);
  expect(
    (await call("GET /deliverability/requirements")).requirements.find(({ code }) => code === "blocklists"),
  ).toMatchObject({
    state: "failed",
  });
});

describe("complaints", () => {
  const state = async (id: string) =>
    (await call("GET /deliverability/complaints")).accounts.find(({ accountId }) => accountId === id);
  const put = (id: string, body: object) =>
    callRoute(accountRoutes, "PUT /sending-accounts/:id", caller, { params: { id }, body });

  test("stop an account before 0.3 %, until somebody says what was done, and count anew from there", async () => {
    const [bad, good] = [await addAccount("ada@example.com"), await addAccount("bob@example.com")];
    await addMails(bad, { sent: 3_500, complained: 10 });
    await addMails(good, { sent: 200, complained: 1 });
    await stopComplainedAccounts({ database: database.db, clock: { machineNow: () => now }, log }, accounts);
    expect(await state(bad)).toMatchObject({
      status: "paused",
      state: "stop",
      isPausedForIt: true,
      evidence: { n: 10 },
    });
    expect(await state(good)).toMatchObject({ status: "active", state: "watch" });
    expect(changed).toContain(bad);
    expect(await refusalOf(put(bad, { status: "active" }))).toEqual(["invalid_request", "required /resumeReason"]);
    const resumed = await put(bad, { status: "active", resumeReason: "The list was bought; it is gone." });
    expect(resumed).toMatchObject({ status: "active", statusReason: null, pauseCause: null });
    await asCaller(caller, (ctx) => stopComplained(ctx, accounts));
    expect(await state(bad)).toMatchObject({ status: "active", state: "fine", evidence: { of: 0 } });
    const told = await rows(
      "select detail from audit_details where workspace_id = $1 and detail::jsonb ->> 'resumeReason' is not null",
    );
    expect(told).toHaveLength(1);
    await addMails(bad, { sent: 100, complained: 3, at: new Date(now.getTime() + 3_600_000) });
    await asCaller(caller, (ctx) => stopComplained(ctx, accounts));
    expect(await state(bad)).toMatchObject({ status: "paused" });
  });

  test("of one provider's people stop the account towards it alone, until somebody says what was done", async () => {
    const id = await addAccount("ada@example.com");
    await addMails(id, { sent: 1_000, complained: 6, provider: "yahoo" });
    await addMails(id, { sent: 1_000, complained: 0, provider: "google" });
    const look = () => asCaller(caller, (ctx) => stopComplained(ctx, accounts));
    const held = async () =>
      (await callRoute(accountRoutes, "GET /sending-accounts/:id/pace", caller, { params: { id } })).providers;
    await look();
    await look();
    expect(await state(id)).toMatchObject({ status: "active", isPausedForIt: false, stoppedTowards: ["yahoo"] });
    expect(await held()).toMatchObject([
      {
        provider: "yahoo",
        state: "stopped",
        heldSince: now.toISOString(),
        stopReason: expect.stringContaining("6 of 1000"),
      },
    ]);
    const paused = "select 1 from audit_log where workspace_id = $1 and action = 'sending-account.paused'";
    expect(await rows(paused)).toHaveLength(1);
    const resume = (resumeReason: string) => {
      const params = { id, provider: "yahoo" };
      const key = "POST /sending-accounts/:id/providers/:provider/resume";
      return callRoute(accountRoutes, key, caller, { params, body: { resumeReason } });
    };
    const done = await resume("Everybody from the fair was taken out.");
    expect(done.providers).toMatchObject([{ provider: "yahoo", state: "flowing", stopReason: null }]);
    expect(await refusalOf(resume("Once more."))).toEqual(["not_found"]);
    await look();
    expect(await state(id)).toMatchObject({
      status: "active",
      state: "fine",
      stoppedTowards: [],
      evidence: { of: 1_000 },
    });
    await addMails(id, { sent: 500, complained: 9, provider: "google" });
    await addMails(id, { sent: 500, complained: 4, provider: "yahoo", at: new Date(now.getTime() + 3_600_000) });
    await look();
    expect(await state(id)).toMatchObject({ status: "paused", isPausedForIt: true });
  });

  test("stop nobody in a sandbox, whose people complain for show", async () => {
    caller = { ...caller, workspaceId: await seedWorkspace(database.db) };
    const id = await addAccount("ada@sandbox.example");
    await addMails(id, { sent: 100, complained: 20 });
    await asCaller(caller, (ctx) => stopComplained(ctx, accounts));
    expect(await state(id)).toMatchObject({ status: "active", state: "stop", isPausedForIt: false });
  });
});

describe("reports of receivers", () => {
  const row = (source: string, count: number, aligned: string) =>
    `<record><row><source_ip>${source}</source_ip><count>${count}</count><policy_evaluated><dkim>${aligned}</dkim>` +
    `<spf>fail</spf></policy_evaluated></row></record>`;
  const report = (id: string, domain = "example.com") =>
    `<feedback><report_metadata><org_name>Big</org_name><report_id>${id}</report_id><date_range><begin>1763769600</begin>` +
    `<end>1763855999</end></date_range></report_metadata><policy_published><domain>${domain}</domain></policy_published>` +
    `${row("192.0.2.99", 90, "pass")}${row("203.0.113.5", 10, "fail")}</feedback>`;
  const upload = (bytes: Buffer) => call("POST /deliverability/reports", { body: new Uint8Array(bytes) });

  test("are taken in once, summed by day and source, and read by whoever asks for standing", async () => {
    await addAccount("ada@mail.example.com");
    caller = { ...caller, now: new Date("2025-11-23T09:20:00.000Z") };
    const first = await upload(gzipSync(report("r-1")));
    expect(first).toMatchObject({ isNew: true, kind: "dmarc", organization: "Big", passed: 90, failed: 10 });
    expect(await upload(zipOf("r.xml", report("r-1")))).toMatchObject({ isNew: false, id: first.id });
    await upload(Buffer.from(report("r-2")));
    expect(await call("GET /deliverability/reports/summary")).toMatchObject({
      ...{ reports: 2, passed: 180, failed: 20, days: [{ day: "2025-11-22", passed: 180, failed: 20 }] },
      sources: [
        { source: "203.0.113.5", failed: 20 },
        { source: "192.0.2.99", passed: 180 },
      ],
    });
    const page = await call("GET /deliverability/reports", { query: { limit: "1" } });
    expect(page.page.hasMore).toBe(true);
    const rest = await call("GET /deliverability/reports", {
      query: { limit: "1", cursor: page.page.nextCursor ?? "" },
    });
    expect(rest.data.map(({ id }) => id)).toEqual([first.id]);
    const shown = await call("GET /deliverability/reports/:id", { params: { id: first.id } });
    expect(shown.rows.map(({ source }) => source)).toEqual(["203.0.113.5", "192.0.2.99"]);
    const { requirements } = await call("GET /deliverability/requirements");
    expect(requirements.find(({ code }) => code === "aligned")).toMatchObject({ state: "warning" });
  });

  test.each([
    ["about somebody else's domain", Buffer.from(report("r-1", "stranger.example"))],
    ["that are a bomb", gzipSync(Buffer.alloc(21 * 1024 * 1024))],
    ["that declare entities", Buffer.from(`<!DOCTYPE x [<!ENTITY a "b">]>${report("r-1")}`)],
    ["that are nothing", Buffer.from("hello")],
  ])("%s are refused and leave nothing behind", async (_, bytes) => {
    await addAccount("ada@example.com");
    expect(await refusalOf(upload(bytes))).toEqual(["report_unreadable"]);
    expect(await rows("select from aggregate_reports where workspace_id = $1")).toEqual([]);
  });
});
