import { randomUUID } from "node:crypto";
import type { ResponseOf } from "@haste/contract/client";
import type { Ask, FetchPolicy, Proof, SeeMailTls, SeenCertificate } from "@haste/engine/deliverability";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, type Sent } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { until } from "../../../../tests/support/until.ts";
import { asCaller, type Caller } from "../../../../tests/support/work-context.ts";
import { systemClock } from "../../platform/clock/index.ts";
import { inWorkspace } from "../../platform/db/index.ts";
import { jobRoutes, startJobRunner } from "../../platform/jobs/index.ts";
import { createLog } from "../../platform/log/index.ts";
import { checkDueDomains } from "./daily-checks.ts";
import {
  deliverabilityRoutes,
  domainCheckJob,
  keepReturned,
  knowsTrackingDomain,
  linkBaseOf,
  trackingCheckJob,
} from "./index.ts";

const log = createLog("silent");
const now = new Date("2026-11-23T09:20:00.000Z");
/** What the DNS says today; null: no name server answers. */
let zone: Record<string, string> | null = {};
let asked: string[] = [];
let certificate: SeenCertificate = { kind: "valid", until: "2027-01-01" };
const publicUrl = () => "https://outreach.acme.example";
const ask: Ask = async (name, type) => {
  asked.push(name);
  if (zone === null) return { kind: "unknown", reason: "No name server answered in time." };
  const value = zone[`${type} ${name}`];
  return value === undefined ? { kind: "none" } : { kind: "found", values: [value] };
};

let database: TestDatabase;
let runner: Awaited<ReturnType<typeof startJobRunner>>;
let caller: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
  const tracking = { db: database.db, openDns: () => ask, seeCertificate: async () => certificate, publicUrl };
  const fetchPolicy: FetchPolicy = async () => ({ kind: "unknown", reason: "Away." });
  const seeMailTls: SeeMailTls = async () => ({ kind: "plain" });
  const definitions = [
    domainCheckJob({ openDns: () => ask, fetchPolicy, seeMailTls, prove: async () => false }),
    trackingCheckJob(tracking),
  ];
  runner = await startJobRunner({ db: database.db, clock: systemClock, log, definitions });
});
afterAll(async () => {
  await runner.stop();
  await database.drop();
});
beforeEach(async () => {
  zone = {};
  asked = [];
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db, { mode: "live" }), now };
});

const routes = deliverabilityRoutes({ publicUrl });
const call = <K extends keyof typeof routes>(key: K, sent: Sent = {}, as = caller): Promise<ResponseOf<K>> =>
  callRoute(routes, key, as, sent);
const rows = <R extends object>(text: string, values: readonly unknown[] = []) =>
  inWorkspace(database.db, caller.workspaceId, (tx) => tx.rows<R>(text, [caller.workspaceId, ...values]));

async function addAccount(email: string): Promise<string> {
  const id = randomUUID();
  await rows(
    `insert into sending_accounts (workspace_id, id, provider, email, display_name, daily_limit, hourly_limit, min_gap_ms,
       gap_jitter, timezone, created_at, updated_at)
     values ($1, $2, 'outlook', $3, 'Ada', 100, 20, 0, 0, 'UTC', now(), now())`,
    [id, email],
  );
  return id;
}

async function check(domain: string) {
  const { id } = await call("POST /domains/:domain/check", { params: { domain } });
  await ended(id);
  return call("GET /domains/:domain", { params: { domain } });
}

async function ended(id: string): Promise<void> {
  await until("the check ends", async () => {
    const job = await callRoute(jobRoutes(), "GET /jobs/:id", caller, { params: { id } });
    if (job.status === "failed") throw new Error(job.error ?? "failed");
    return job.status === "done";
  });
}

describe("a domain that accounts send from", () => {
  test("is checked on demand, and its accounts know what was found until nobody answers", async () => {
    await addAccount("ada@example.com");
    expect(await call("GET /domains/:domain", { params: { domain: "example.com" } })).toMatchObject({
      state: "unknown",
      findings: [],
      checkedAt: null,
    });
    expect(await check("example.com")).toMatchObject({
      state: "failed",
      accounts: [{ email: "ada@example.com", spf: false, dkim: false, dmarc: false }],
    });
    const [first] = (await call("GET /deliverability/issues")).issues;
    expect(first).toMatchObject({ code: "unverified-domain", domain: "example.com" });
    expect((await call("GET /deliverability/score")).authenticationIssues.map(({ kind }) => kind)).toContain("dmarc");
    zone = null;
    expect(await check("example.com")).toMatchObject({
      state: "unknown",
      accounts: [{ spf: null, dkim: null, dmarc: null }],
    });
    expect((await call("GET /deliverability/issues")).issues).toEqual([]);
  });

  test("shows what a mail proved that came back, which counts a week for its account before what records let expect", async () => {
    const accountId = await addAccount("ada@proven.example");
    const mailboxId = await addAccount("seed@elsewhere.example");
    const proof = { kind: "dkim", state: "passed", found: "d=proven.example", expected: null, detail: "", fix: null };
    const keep = (seen: { dkim: boolean | null }) =>
      // Jobs go by the machine's own time.
      asCaller({ ...caller, now: new Date() }, (ctx) =>
        keepReturned(ctx, {
          ...{ senderId: accountId, senderEmail: "ada@proven.example", mailboxId, foundBy: "seed-test" },
          reading: { receiver: "mx.elsewhere.example", proofs: [proof as Proof], spf: null, dmarc: null, ...seen },
        }),
      );
    const accountOf = async () =>
      (await call("GET /domains/:domain", { params: { domain: "proven.example" } })).accounts[0];
    await keep({ dkim: true });
    expect(await call("GET /domains/:domain", { params: { domain: "proven.example" } })).toMatchObject({
      accounts: [{ spf: null, dkim: true, dmarc: null }],
      returned: [{ mailbox: "seed@elsewhere.example", receiver: "mx.elsewhere.example", proofs: [proof] }],
    });
    // Nothing stands in the DNS, and the mail was proven all the same.
    expect((await check("proven.example")).accounts[0]).toMatchObject({ spf: false, dkim: true, dmarc: false });
    await keep({ dkim: false });
    expect(await accountOf()).toMatchObject({ dkim: false });
    await keep({ dkim: true });
    await rows("update returned_mails set seen_at = seen_at - interval '8 days' where workspace_id = $1");
    expect((await check("proven.example")).accounts[0]).toMatchObject({ dkim: false });
    expect((await call("GET /domains/:domain", { params: { domain: "elsewhere.example" } })).returned).toEqual([]);
  });

  test("shows the encryption of each server its mail comes to beside its records", async () => {
    await addAccount("ada@mail.example");
    zone = { "MX mail.example": "mx.mail.example" };
    const { findings } = await check("mail.example");
    expect(findings.find(({ kind }) => kind === "mx-tls")).toMatchObject({
      ...{ name: "mx.mail.example", state: "warning", found: [] },
      fix: "Switch STARTTLS on at the server.",
    });
  });

  test("is asked about once a day, whichever worker looks, and never for a sandbox", async () => {
    await addAccount("ada@daily.example");
    const jobs = async () => (await rows("select id from jobs where workspace_id = $1")).length;
    const look = (at: Date) => checkDueDomains({ database: database.db, clock: { machineNow: () => at }, log });
    await Promise.all([look(now), look(now)]);
    await look(new Date(now.getTime() + 23 * 3_600_000));
    expect(await jobs()).toBe(1);
    await look(new Date(now.getTime() + 25 * 3_600_000));
    expect(await jobs()).toBe(2);
    const live = caller;
    caller = { ...live, workspaceId: await seedWorkspace(database.db) };
    await addAccount("ada@sandbox.example");
    await look(now);
    expect(await jobs()).toBe(0);
    expect(await check("sandbox.example")).toMatchObject({ state: "sandbox", accounts: [{ spf: null }] });
    await until("the live domain was asked about", () => asked.includes("daily.example"));
    expect(asked).not.toContain("sandbox.example");
    expect((await call("GET /deliverability/issues")).issues).toEqual([]);
  });

  test("of another workspace is not found, nor checked", async () => {
    await addAccount("ada@mine.example");
    const stranger = { ...caller, workspaceId: await seedWorkspace(database.db, { mode: "live" }) };
    const sent = { params: { domain: "mine.example" } };
    await expect(call("GET /domains/:domain", sent, stranger)).rejects.toMatchObject({ code: "not_found" });
    await expect(call("POST /domains/:domain/check", sent, stranger)).rejects.toMatchObject({ code: "not_found" });
    expect(await call("GET /domains", {}, stranger)).toEqual({ domains: [] });
  });
});

describe("what becomes of the mail", () => {
  test("is null with its reason before anything was sent, and has its numbers after", async () => {
    const accountId = await addAccount("ada@numbers.example");
    const empty = await call("GET /deliverability/score");
    expect(empty).toMatchObject({ senderScore: null, ipReputation: null, bounceRate: null, domainReputation: null });
    for (const pointer of ["/senderScore", "/ipReputation", "/bounceRate", "/domainReputation"])
      expect(empty.reasons[pointer]).toMatch(/\.$/);
    await rows(
      `insert into email_rollups (workspace_id, sequence_id, sequence_version, step_id, variant_id, sending_account_id,
         bucket, sent, delivered, bounced, refused, complained, replied, opened)
       values ($1, $2, 1, $2, $2, $3, $4, 990, 0, 20, 10, 5, 60, 400)`,
      [randomUUID(), accountId, new Date(now.getTime() - 10 * 86_400_000)],
    );
    const score = await call("GET /deliverability/score");
    expect(score).toMatchObject({ bounceRate: 0.02, deliveryRate: 0.98, domains: [{ domain: "numbers.example" }] });
    expect(score.evidence["/bounceRate"]).toMatchObject({ n: 20, of: 1_000 });
    expect(score.spamRate).toBeCloseTo(5 / 990);
    expect(score.domainReputation).toBe(score.domains[0]?.reputation.score);
    expect(score.reasons["/bounceRate"]).toBeUndefined();
    const { issues } = await call("GET /deliverability/issues");
    expect(issues.map(({ code, severity }) => `${code} ${severity}`)).toEqual(["complaints bad", "bounces warn"]);
  });
});

describe("a name for the links of mails", () => {
  const choose = (domain: string | null) => call("PUT /tracking", { body: { domain } });
  const base = () => inWorkspace(database.db, caller.workspaceId, (tx) => linkBaseOf(tx, publicUrl()));
  const look = async () => {
    await ended((await call("POST /tracking/check")).id);
    return (await call("GET /tracking")).domain;
  };

  test("is used once it leads here with a certificate, until it leads elsewhere, and answered as long as mails carry it", async () => {
    const knows = () => knowsTrackingDomain(database.db)("go.acme.example");
    expect(await choose("Go.Acme.example.")).toMatchObject({ target: "outreach.acme.example" });
    expect(await look()).toMatchObject({
      isUsed: false,
      findings: [{ state: "failed", detail: "It has no CNAME record." }],
    });
    expect([await base(), await knows()]).toEqual([publicUrl(), false]);
    zone = { "CNAME go.acme.example": "outreach.acme.example" };
    certificate = { kind: "refused", reason: "It is another name's." };
    expect(await look()).toMatchObject({
      isUsed: false,
      findings: [{ state: "passed" }, { kind: "certificate", state: "failed" }],
    });
    certificate = { kind: "valid", until: "2027-01-01" };
    expect(await look()).toMatchObject({ isUsed: true });
    expect([await base(), await knows()]).toEqual(["https://go.acme.example", true]);
    zone = null;
    expect((await look())?.isUsed, "nobody answered, so nothing is known to be wrong").toBe(true);
    zone = {};
    expect((await look())?.isUsed).toBe(false);
    expect([await base(), await knows()]).toEqual([publicUrl(), true]);
    expect((await choose(null)).domain).toBeNull();
    expect(await knows()).toBe(true);
  });

  test("is nobody else's, no address and not the product's own", async () => {
    zone = { "CNAME links.acme.example": "outreach.acme.example" };
    await choose("links.acme.example");
    expect(await look()).toMatchObject({ isUsed: true });
    caller = { ...caller, workspaceId: await seedWorkspace(database.db, { mode: "live" }) };
    await choose("links.acme.example");
    expect(await look()).toMatchObject({
      isUsed: false,
      findings: [{ detail: expect.stringContaining("Another workspace") }],
    });
    for (const wrong of [
      "outreach.acme.example",
      "127.0.0.1",
      "localhost",
      "https://go.acme.example",
      "a..b.example",
    ]) {
      await expect(choose(wrong)).rejects.toMatchObject({ code: "invalid_request" });
    }
  });
});
