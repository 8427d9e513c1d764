import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AbTest } from "@haste/contract/nouns/ab-tests";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { addMs, asInstant, DAY_MS, HOUR_MS, type Instant } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { LedgerWorld, signalOf } from "../../../../tests/support/ledger-world.ts";
import { createRenderer } from "../../flow/render/index.ts";
import { loadMasterKey } from "../../platform/crypto/index.ts";
import { experimentPorts } from "../../wiring/experiment-ports.ts";
import { ledgerPorts } from "../../wiring/ledger-ports.ts";
import { goalRoutes } from "../goals/index.ts";
import { loadSigningKeys } from "../keys/index.ts";
import { sequenceRoutes } from "../sequences/index.ts";
import { experimentRoutes } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
const keys = mkdtempSync(join(tmpdir(), "haste-experiments-"));
afterAll(async () => {
  await database.drop();
  rmSync(keys, { recursive: true, force: true });
});

const routes = {
  ...experimentRoutes(experimentPorts),
  ...goalRoutes,
  ...sequenceRoutes({ ledger: ledgerPorts.sequences, publicUrl: () => "http://127.0.0.1" }),
};

/** A world whose first email is tested: A is the step as it is, B has another subject. */
class Tested {
  readonly world: LedgerWorld;
  constructor(world: LedgerWorld) {
    this.world = world;
  }

  static async create(more: object = {}): Promise<{ tested: Tested; made: AbTest }> {
    const world = await LedgerWorld.create(database.db);
    await world.rows("update sequence_steps set content = $2, delay_value = 0 where workspace_id = $1", [
      world.workspaceId,
      JSON.stringify({ subject: "Hello", htmlContent: "<p>Hello</p>" }),
    ]);
    const tested = new Tested(world);
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    await tested.call("PUT /sequences/:id", { settings: { sendingWindows: [{ days, start: "00:00", end: "24:00" }] } });
    const made = await tested.call("POST /ab-tests", {
      ...{ sequenceId: world.sequenceId, stepId: world.stepIds[0], name: "Subject", type: "subject" },
      ...{ variants: [{}, { content: { subject: "Ahoy" } }], minSampleSize: 20, ...more },
    });
    return { tested, made };
  }

  call<K extends keyof typeof routes>(key: K, body?: object, id: string = this.world.sequenceId) {
    const caller = { db: this.world.db, workspaceId: this.world.workspaceId, now: new Date(this.world.now) };
    return callRoute(routes, key, caller, { params: { id }, body });
  }

  async publish(): Promise<number> {
    const { publishedVersion } = (await this.call("POST /sequences/:id/publish", {})) as Sequence;
    return publishedVersion ?? 0;
  }

  /** Enrolls people and lets their first mails leave; says who got which variant. */
  async mail(people: number, version: number) {
    const { world } = this;
    const contacts = await world.contacts(people);
    const enrolled = contacts.map((contactId) => ({ contactId, enrollmentId: world.moment().newId() }));
    await world.in((tx) => world.enrollAgain(tx, enrolled, version));
    return this.send();
  }

  async send() {
    const { world } = this;
    await world.plan();
    const emails = await world.claim(1_000);
    expect(emails.length).toBeGreaterThan(0);
    await world.mark(emails);
    await world.results(
      emails.map((email) => signalOf(email, "sent", { occurredAt: world.now, claimId: email.claimId })),
    );
    return emails;
  }

  async reply(emails: Awaited<ReturnType<Tested["send"]>>): Promise<void> {
    await this.world.record(
      emails.map((email) => signalOf(email, "replied", { actor: "human", occurredAt: this.world.now })),
    );
  }

  async buy(emails: Awaited<ReturnType<Tested["send"]>>): Promise<void> {
    const bought = { actor: "human", occurredAt: this.world.now, emailId: null, enrollmentId: null } as const;
    await this.world.record(
      emails.map((email) => signalOf(email, "custom_event", { ...bought, meta: { name: "purchase" } })),
    );
  }

  pass(ms: number): Instant {
    this.world.now = addMs(this.world.now, ms);
    return this.world.now;
  }
}

describe("a test of variants", () => {
  test("lives from its making over replies and a verdict to the mail everybody gets", async () => {
    const { tested, made } = await Tested.create();
    const [a, b] = made.variants.map(({ id }) => id) as [string, string];
    expect(made).toMatchObject({ status: "draft", type: "subject", metric: "positive_reply_rate", results: null });
    const read = await tested.call("GET /sequences/:id");
    expect(read.steps[0]).toMatchObject({ abTestId: made.id, variants: [{ id: a, content: {} }, { id: b }] });
    expect(read.hasUnpublishedChanges).toBe(true);

    await tested.call("POST /ab-tests/:id/start", {}, made.id);
    // Nothing is dealt that the published version does not say.
    expect((await tested.mail(4, 1)).every((email) => email.variant_id === null)).toBe(true);
    const version = await tested.publish();
    const dealt = await tested.mail(300, version);
    const got = (id: string) => dealt.filter((email) => email.variant_id === id);
    expect(got(a).length + got(b).length).toBe(300);
    expect(Math.abs(got(a).length - 150)).toBeLessThan(45);

    tested.pass(HOUR_MS);
    await tested.reply([...got(a).slice(0, 6), ...got(b).slice(0, 60)]);
    await tested.call("POST /goals", { name: "Purchase", kind: "custom_event", event: "purchase" });
    await tested.buy(got(b).slice(0, 2));
    const decided = await tested.call("GET /ab-tests/:id", undefined, made.id);
    expect(decided.results?.verdict).toMatchObject({ kind: "winner", variantId: b });
    expect(decided.variants[1]?.stats).toMatchObject({
      sent: got(b).length,
      replies: 60,
      positiveReplies: 60,
      conversions: 2,
    });
    expect(decided.variants[0]?.stats.conversions).toBe(0);
    expect(decided.results?.arms.map(({ sent }) => sent)).toEqual([got(a).length, got(b).length]);
    expect(decided.results?.comparisons[0]?.low).toBeGreaterThan(1);

    const applied = await tested.call("POST /ab-tests/:id/apply-winner", {}, made.id);
    expect(applied).toMatchObject({ status: "decided", winner: b });
    const next = await tested.mail(30, version);
    expect(
      next.filter((email) => email.step_id === tested.world.stepIds[0]).every((email) => email.variant_id === b),
    ).toBe(true);
    // Nobody was mailed the first step twice.
    const [twice] = await tested.world.rows<{ n: number }>(
      `select count(*)::int as n from (select enrollment_id from email_activities
        where workspace_id = $1 and step_id = $2 group by 1 having count(*) > 1) x`,
      [tested.world.workspaceId, tested.world.stepIds[0]],
    );
    expect(twice?.n).toBe(0);
  });

  test("says what may still come of young emails, learned from those that have had their time", async () => {
    const { tested, made } = await Tested.create();
    await tested.call("POST /ab-tests/:id/start", {}, made.id);
    const version = await tested.publish();
    const old = await tested.mail(120, version);
    const read = async () => (await tested.call("GET /ab-tests/:id", undefined, made.id)).results;
    expect((await read())?.arms.map(({ forecast }) => forecast)).toEqual([null, null]);
    tested.pass(HOUR_MS);
    await tested.reply(old.slice(0, 12));
    tested.pass(2 * DAY_MS);
    await tested.reply(old.slice(12, 24));
    tested.pass(13 * DAY_MS);
    await tested.mail(120, version);
    tested.pass(DAY_MS);
    const young = await read();
    expect(young?.verdict.kind).toBe("undecided");
    for (const { sent, successes, rate, forecast } of young?.arms ?? []) {
      expect(forecast?.stillToCome).toBeGreaterThan(0.5);
      expect(forecast?.rate).toBeGreaterThan(rate ?? 1);
      expect(forecast?.lived).toBeLessThan(sent);
      expect(forecast?.high).toBeLessThanOrEqual(sent - successes);
    }
    tested.pass(14 * DAY_MS);
    const grown = await read();
    expect(grown?.arms.map(({ forecast }) => forecast?.stillToCome)).toEqual([0, 0]);
    expect(grown?.arms.map(({ forecast }) => forecast?.rate)).toEqual(grown?.arms.map(({ rate }) => rate));
  });

  test("keeps an email's variant when a pause took it back, whatever the shares are by then", async () => {
    const { tested, made } = await Tested.create({ distribution: "weighted" });
    const { world } = tested;
    await tested.call("POST /ab-tests/:id/start", {}, made.id);
    const version = await tested.publish();
    const contacts = await world.contacts(20);
    const people = contacts.map((contactId) => ({ contactId, enrollmentId: world.moment().newId() }));
    await world.in((tx) => world.enrollAgain(tx, people, version));
    await world.plan();
    const variants = () =>
      world.rows<{ id: string; variant_id: string; ab_period: number }>(
        "select id, variant_id, ab_period from email_activities where workspace_id = $1 order by id",
        [world.workspaceId],
      );
    const before = await variants();
    expect(new Set(before.map((row) => row.variant_id)).size).toBe(2);
    await tested.call("POST /sequences/:id/pause", {});
    const weights = made.variants.map(({ id, content }, place) => ({ id, content, weight: place }));
    await tested.call("PUT /ab-tests/:id", { variants: weights }, made.id);
    await tested.call("POST /sequences/:id/activate", {});
    await world.plan();
    expect(await variants()).toEqual(before);
    // Whoever comes now is dealt by the new shares.
    const later = await tested.mail(10, version);
    const new10 = later.filter((email) => !contacts.includes(email.contact_id ?? ""));
    expect(new Set(new10.map((email) => email.variant_id))).toEqual(new Set([made.variants[1]?.id]));
  });

  test("counts on over a publication that leaves its words alone, and anew after one that changes them", async () => {
    const { tested, made } = await Tested.create();
    await tested.call("POST /ab-tests/:id/start", {}, made.id);
    await tested.mail(40, await tested.publish());
    const sentOf = async () => {
      const { results, variants } = await tested.call("GET /ab-tests/:id", undefined, made.id);
      const counted = results?.arms.reduce((sum, arm) => sum + arm.sent, 0);
      return [counted, variants.reduce((sum, { stats }) => sum + stats.sent, 0)];
    };
    await tested.call("PUT /sequences/:id", { settings: { cooldownDays: 3 } });
    await tested.mail(10, await tested.publish());
    expect(await sentOf()).toEqual([50, 50]);
    const [a, b] = made.variants.map(({ id }) => id);
    const variants = [{ id: a }, { id: b, content: { subject: "Ship ahoy" } }];
    await tested.call("PUT /ab-tests/:id", { variants }, made.id);
    await tested.mail(10, await tested.publish());
    expect(await sentOf()).toEqual([10, 60]);
  });

  test("stops a variant that is removed or harmful, and gives its share to the others", async () => {
    const { tested, made } = await Tested.create({
      variants: [{}, { content: { subject: "Ahoy" } }, { content: { subject: "Avast" } }],
    });
    const [a, b, c] = made.variants.map(({ id }) => id) as [string, string, string];
    await tested.call("POST /ab-tests/:id/start", {}, made.id);
    const version = await tested.publish();
    const dealt = await tested.mail(240, version);
    const spoiled = dealt.filter((email) => email.variant_id === c);
    await tested.world.record(
      spoiled
        .slice(0, 40)
        .map((email) => signalOf(email, "unsubscribed", { actor: "human", occurredAt: tested.world.now })),
    );
    tested.pass(2 * HOUR_MS);
    const rest = await tested.mail(60, version);
    const firsts = rest.filter((email) => email.step_id === tested.world.stepIds[0]);
    expect(new Set(firsts.map((email) => email.variant_id))).toEqual(new Set([a, b]));
    const seen = await tested.call("GET /ab-tests/:id", undefined, made.id);
    expect(seen.variants[2]?.stoppedReason).toMatch(/^C causes at least .* the unsubscribes of the first variant\.$/);
    expect(seen.variants[2]?.stats.sent).toBe(spoiled.length);
    expect(seen.results?.periods.map(({ shares }) => shares.length)).toEqual([3, 2]);
    await tested.call("PUT /ab-tests/:id", { variants: [{ id: a }] }, made.id);
    const alone = await tested.call("GET /ab-tests/:id", undefined, made.id);
    expect(alone.results?.verdict.sentence).toBe("One variant only: there is nothing to compare.");
    expect(alone.variants.map(({ stoppedReason }) => stoppedReason !== null)).toEqual([false, true, true]);
  });

  test("lets a bandit deal more of what wins, at most once an hour, with each share logged", async () => {
    const { tested, made } = await Tested.create({ distribution: "multi_armed_bandit" });
    const b = made.variants[1]?.id ?? "";
    await tested.call("POST /ab-tests/:id/start", {}, made.id);
    const version = await tested.publish();
    const dealt = await tested.mail(100, version);
    await tested.reply(dealt.filter((email) => email.variant_id === b).slice(0, 12));
    const sharesOfB = async () => {
      const { results } = await tested.call("GET /ab-tests/:id", undefined, made.id);
      return results?.periods.map(({ shares }) => shares.find(({ variantId }) => variantId === b)?.share ?? 0) ?? [];
    };
    tested.pass(HOUR_MS / 2);
    await tested.mail(5, version);
    expect(await sharesOfB()).toEqual([0.5]);
    tested.pass(HOUR_MS);
    await tested.mail(5, version);
    const [first, second] = await sharesOfB();
    expect(first).toBe(0.5);
    expect(second).toBeGreaterThan(0.9);
    expect(second).toBeLessThanOrEqual(0.95);
    const seen = await tested.call("GET /ab-tests/:id", undefined, made.id);
    expect(seen.results?.sampleRatioP).toBeGreaterThan(0.001);
  });

  test("mails the step's own words to those who take no part, and to everybody once it is stopped", async () => {
    const { tested, made } = await Tested.create({ sampleSize: 30 });
    await tested.call("POST /ab-tests/:id/start", {}, made.id);
    const version = await tested.publish();
    const part = (await tested.mail(200, version)).filter((email) => email.variant_id !== null).length;
    expect(part).toBeGreaterThan(30);
    expect(part).toBeLessThan(95);
    await tested.call("POST /ab-tests/:id/stop", {}, made.id);
    tested.pass(DAY_MS);
    expect((await tested.mail(10, version)).every((email) => email.variant_id === null)).toBe(true);
  });

  test("writes each person's mail in the words and the name of their variant, and the follow-up in the same name", async () => {
    const { tested, made } = await Tested.create({
      type: "from_name",
      variants: [{}, { content: { fromName: "Grace at Haste" } }],
    });
    const { world } = tested;
    const b = made.variants[1]?.id;
    await tested.call("POST /ab-tests/:id/start", {}, made.id);
    const version = await tested.publish();
    const master = loadMasterKey({ file: join(keys, "master.key"), mayCreate: true });
    const signingKeys = await loadSigningKeys(database.db, master, new Date());
    const edits = { seal: () => Promise.reject(new Error("none")), open: () => Promise.reject(new Error("none")) };
    const renderer = createRenderer({ signingKeys, publicUrl: () => "http://127.0.0.1", edits });
    const namesOf = async (emails: Awaited<ReturnType<Tested["send"]>>) => {
      const sender = {
        id: "01a22259-0000-7000-8000-000000000001",
        displayName: "Grace",
        email: "grace@sandbox.haste.test",
        signature: null,
      };
      const ofSteps = emails.map((email) => ({ ...email, contact_id: email.contact_id ?? "" }));
      const rendered = await world.in((tx) => renderer.render(tx, ofSteps, sender, new Date(world.now)));
      return emails.map(({ id }) => {
        const mail = rendered.get(id);
        return mail?.ok ? mail.value.fromName : mail?.error.detail;
      });
    };
    const firsts = await tested.mail(20, version);
    const given = (email: (typeof firsts)[number]) => (email.variant_id === b ? "Grace at Haste" : null);
    expect(await namesOf(firsts)).toEqual(firsts.map(given));
    const names = new Map(firsts.map((email) => [email.enrollment_id, given(email)]));
    expect(new Set(names.values()).size).toBe(2);
    const followUps = await tested.send();
    expect(followUps.every((email) => email.step_id === world.stepIds[1] && email.variant_id === null)).toBe(true);
    expect(await namesOf(followUps)).toEqual(followUps.map((email) => names.get(email.enrollment_id)));
  });

  test("is written through the step as well: its variants and weights are the same rows, and a copy has its own", async () => {
    const { tested, made } = await Tested.create();
    const [a, b] = made.variants.map(({ id }) => id);
    const { steps } = await tested.call("GET /sequences/:id");
    const variants = [
      { id: a, weight: 70 },
      { id: b, content: { subject: "Ahoy" }, weight: 30 },
    ];
    const [first, ...others] = steps;
    await tested.call("PUT /sequences/:id", { steps: [{ ...first, variants }, ...others] });
    const read = await tested.call("GET /ab-tests/:id", undefined, made.id);
    expect(read).toMatchObject({ type: "subject", distribution: "weighted", version: made.version + 1 });
    expect(read.variants.map(({ id, weight }) => [id, weight])).toEqual([
      [a, 70],
      [b, 30],
    ]);
    const again = { sequenceId: tested.world.sequenceId, stepId: first?.id, name: "Second", variants: [{}] };
    expect(await refusalOf(tested.call("POST /ab-tests", again))).toEqual(["invalid_status"]);
    const copy = await tested.call("POST /sequences/:id/duplicate", {});
    const copied = copy.steps[0];
    expect(copied?.variants?.map(({ weight }) => weight)).toEqual([70, 30]);
    expect(copied?.abTestId).not.toBe(made.id);
    const own = await tested.call("GET /ab-tests/:id", undefined, copied?.abTestId);
    expect(own).toMatchObject({ type: "subject", distribution: "weighted", status: "draft" });
    expect(new Set([a, b, ...(copied?.variants ?? []).map(({ id }) => id)]).size).toBe(4);
    await tested.call("PUT /sequences/:id", { steps: [{ ...first, variants: null }, ...others] });
    expect((await tested.call("GET /sequences/:id/ab-tests")).data).toEqual([]);
  });

  test("refuses what would let chance decide, and what cannot be a test", async () => {
    const { tested, made } = await Tested.create();
    const change = (body: object) => refusalOf(tested.call("PUT /ab-tests/:id", body, made.id));
    expect(await change({ variants: [{ content: { fromName: "Ada" } }] })).toEqual([
      "invalid_request",
      "not_varied /variants/0/content/fromName",
    ]);
    const none = made.variants.map(({ id }) => ({ id, weight: 0 }));
    expect(await change({ distribution: "weighted", variants: none })).toEqual([
      "invalid_request",
      "no_weight /variants",
    ]);
    expect(await refusalOf(tested.call("POST /ab-tests/:id/apply-winner", {}, made.id))).toEqual(["invalid_status"]);
    await tested.call("POST /ab-tests/:id/start", {}, made.id);
    expect(await change({ metric: "open_rate" })).toEqual(["invalid_status"]);
    const empty = await tested.call("GET /ab-tests/:id", undefined, made.id);
    expect(empty.results?.verdict.kind).toBe("alone");
    expect(await refusalOf(tested.call("DELETE /ab-tests/:id", undefined, made.id))).toEqual(["invalid_status"]);
    const { steps } = await tested.call("GET /sequences/:id");
    await tested.call("PUT /sequences/:id", { steps: steps.map(({ variants: _, ...step }) => step) });
    const kept = await tested.call("GET /ab-tests/:id", undefined, made.id);
    expect(kept).toMatchObject({ status: "stopped", startedAt: expect.any(String) });
    expect(asInstant(Date.parse(kept.startedAt ?? ""))).toBe(tested.world.now);
  });
});
