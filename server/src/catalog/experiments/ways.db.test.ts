import { randomUUID } from "node:crypto";
import type { Condition } from "@haste/contract/condition";
import type { AbTest } from "@haste/contract/nouns/ab-tests";
import { eventNames } from "@haste/contract/nouns/operations";
import type { Sequence } from "@haste/contract/nouns/sequences";
import type { StepInput } from "@haste/contract/nouns/steps";
import { addMs, DAY_MS, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf } from "../../../../tests/support/ledger-world.ts";
import { experimentPorts } from "../../wiring/experiment-ports.ts";
import { ledgerPorts } from "../../wiring/ledger-ports.ts";
import { goalRoutes } from "../goals/index.ts";
import { sequenceRoutes } from "../sequences/index.ts";
import { experimentRoutes } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const routes = {
  ...experimentRoutes(experimentPorts),
  ...goalRoutes,
  ...sequenceRoutes({ ledger: ledgerPorts.sequences, publicUrl: () => "http://127.0.0.1" }),
};

const email = (id: string, subject: string, days = 0): StepInput => {
  return { id, type: "email", delay: { value: days, unit: "days" }, content: { subject, textContent: "Hello" } };
};
/** Nobody, unless a test deals it. */
const nobody: Condition = { not: { all: [] } };

/** A world whose first step is a branch: one way asks at once, the control says hello first; both end in the same mail. */
class Forked {
  readonly world: LedgerWorld;
  readonly branchId: string;
  readonly wayId = randomUUID();
  readonly steps = { asks: randomUUID(), hello: randomUUID() };

  constructor(world: LedgerWorld) {
    this.world = world;
    this.branchId = world.stepIds[0];
  }

  static async create(): Promise<{ forked: Forked; made: AbTest }> {
    const forked = new Forked(await LedgerWorld.create(database.db));
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    const settings = { sendingWindows: [{ days, start: "00:00", end: "24:00" }], replyHandling: "continue" };
    await forked.call("PUT /sequences/:id", { settings, steps: forked.tree() });
    const made = await forked.call("POST /ab-tests", {
      ...{ sequenceId: forked.world.sequenceId, stepId: forked.branchId, name: "Ways", variants: [{}] },
      ...{ minSampleSize: 20, metric: "reply_rate" },
    });
    return { forked, made };
  }

  tree(hello = "Hello"): StepInput[] {
    const way = { id: this.wayId, name: "Ask at once", if: nobody, steps: [email(this.steps.asks, "A call?")] };
    const content = { branches: [way], otherwise: [email(this.steps.hello, hello)] };
    const [branch, , last] = this.world.stepIds;
    return [{ id: branch, type: "branch", content }, email(last, "The last one", 2)];
  }

  call<K extends keyof typeof routes>(key: K, body?: object, id: string = this.world.sequenceId) {
    const caller = { db: this.world.db, workspaceId: this.world.workspaceId, now: new Date(this.world.now) };
    return callRoute(routes, key, caller, { params: { id }, body });
  }

  async publish(): Promise<number> {
    const { publishedVersion } = (await this.call("POST /sequences/:id/publish", {})) as Sequence;
    return publishedVersion ?? 0;
  }

  async enroll(people: number, version: number): Promise<void> {
    const contacts = await this.world.contacts(people);
    const enrolled = contacts.map((contactId) => ({ contactId, enrollmentId: this.world.moment().newId() }));
    await this.world.in((tx) => this.world.enrollAgain(tx, enrolled, version));
    await this.world.plan();
  }

  /** Lets what is planned leave. */
  async send(): Promise<Claimed[]> {
    const { world } = this;
    await world.plan();
    const emails = await world.claim(1_000);
    await world.mark(emails);
    const sent = emails.map((one) => signalOf(one, "sent", { occurredAt: world.now, claimId: one.claimId }));
    await world.results(sent);
    return emails;
  }

  async tell(emails: readonly Claimed[], kind: "replied" | "unsubscribed"): Promise<void> {
    const occurredAt = this.world.now;
    await this.world.record(emails.map((one) => signalOf(one, kind, { actor: "human", occurredAt })));
  }

  pass(ms: number): void {
    this.world.now = addMs(this.world.now, ms);
  }

  read(test: AbTest): Promise<AbTest> {
    return this.call("GET /ab-tests/:id", undefined, test.id);
  }
}

describe("a test of whole ways", () => {
  test("counts everybody it assigned a way with all that happened to them since, and gives one way to all", async () => {
    const { forked, made } = await Forked.create();
    const { branchId, wayId, steps, world } = forked;
    expect(made).toMatchObject({ type: "branch", status: "draft", results: null });
    expect(made.variants.map(({ id, name }) => [id, name])).toEqual([
      [branchId, "Control"],
      [wayId, "Ask at once"],
    ]);
    await forked.call("POST /ab-tests/:id/start", {}, made.id);
    const version = await forked.publish();
    await forked.enroll(120, version);

    const first = await forked.send();
    const asked = first.filter(({ step_id: step }) => step === steps.asks);
    const greeted = first.filter(({ step_id: step }) => step === steps.hello);
    expect(asked.length + greeted.length).toBe(120);
    expect(Math.abs(asked.length - 60)).toBeLessThan(25);
    const arms = async () => (await forked.read(made)).results?.arms.map(({ sent, successes }) => [sent, successes]);
    expect(await arms()).toEqual([
      [greeted.length, 0],
      [asked.length, 0],
    ]);

    forked.pass(HOUR_MS);
    await forked.tell(asked.slice(0, 10), "replied");
    forked.pass(3 * DAY_MS);
    // The mail that follows both ways counts for the way its person came by, and a person counts once.
    const people = new Set(asked.slice(5, 30).map(({ enrollment_id: id }) => id));
    const last = await forked.send();
    expect(last.every(({ step_id: step }) => step === world.stepIds[2])).toBe(true);
    forked.pass(HOUR_MS);
    await forked.tell(
      last.filter(({ enrollment_id: id }) => people.has(id)),
      "replied",
    );
    await forked.tell(greeted.slice(0, 2), "replied");
    const decided = await forked.read(made);
    expect(await arms()).toEqual([
      [greeted.length, 2],
      [asked.length, 30],
    ]);
    expect(decided.results?.verdict).toMatchObject({ kind: "winner", variantId: wayId });
    expect(decided.results?.arms.map(({ forecast }) => forecast)).toEqual([null, null]);
    expect(decided.results?.history.at(-1)?.sent).toBe(120);
    expect(decided.variants.map(({ stats }) => [stats.sent, stats.replies])).toEqual(await arms());

    // Somebody who stands in the losing way when the other is given to all goes on where they are.
    await forked.enroll(20, version);
    const [inLosing] = await world.rows<{ n: number }>(
      "select count(*)::int as n from sequence_enrollments where workspace_id = $1 and current_step_id = $2",
      [world.workspaceId, steps.hello],
    );
    expect(inLosing?.n).toBeGreaterThan(2);
    expect(await forked.call("POST /ab-tests/:id/apply-winner", {}, made.id)).toMatchObject({ winner: wayId });
    const stayed = await forked.send();
    expect(stayed.filter(({ step_id: step }) => step === steps.hello).length).toBe(inLosing?.n);
    await forked.enroll(20, version);
    expect(new Set((await forked.send()).map(({ step_id: step }) => step))).toEqual(new Set([steps.asks]));
    const [twice] = await world.rows<{ n: number }>(
      `select count(*)::int as n from (select from email_activities where workspace_id = $1
        group by enrollment_id, step_id having count(*) > 1) x`,
      [world.workspaceId],
    );
    expect(twice?.n).toBe(0);
  });

  test("begins its count anew when a way says something else, and goes on counting when the steps after it do", async () => {
    const { forked, made } = await Forked.create();
    await forked.call("POST /ab-tests/:id/start", {}, made.id);
    await forked.enroll(30, await forked.publish());
    const dealt = async () => (await forked.read(made)).results?.arms.reduce((sum, { sent }) => sum + sent, 0);
    expect(await dealt()).toBe(30);
    const written = (await forked.call("GET /sequences/:id")).steps as StepInput[];
    const [branch, last] = written;
    await forked.call("PUT /sequences/:id", {
      steps: [branch, { ...last, content: { subject: "Bye", textContent: "So long" } }],
    });
    await forked.publish();
    expect(await dealt()).toBe(30);
    const variants = branch?.variants;
    await forked.call("PUT /sequences/:id", {
      steps: forked.tree("Good day").map((one, at) => (at === 0 ? { ...one, variants } : one)),
    });
    await forked.enroll(10, await forked.publish());
    expect(await dealt()).toBe(10);
    expect((await forked.read(made)).variants.reduce((sum, { stats }) => sum + stats.sent, 0)).toBe(40);
  });

  test("stops a way whose people unsubscribe, and deals it to nobody from then on", async () => {
    const { forked, made } = await Forked.create();
    await forked.call("POST /ab-tests/:id/start", {}, made.id);
    const version = await forked.publish();
    await forked.enroll(100, version);
    const asked = (await forked.send()).filter(({ step_id: step }) => step === forked.steps.asks);
    forked.pass(2 * HOUR_MS);
    await forked.tell(asked.slice(0, 25), "unsubscribed");
    await forked.enroll(20, version);
    expect((await forked.read(made)).variants[1]?.stoppedReason).toContain("unsubscribes of the first variant");
    expect(new Set((await forked.send()).map(({ step_id: step }) => step))).toEqual(new Set([forked.steps.hello]));
    const told = await forked.world.rows<{ body: object }>(
      "select body from events where workspace_id = $1 and kind = $2",
      [forked.world.workspaceId, eventNames.indexOf("variant.stopped") + 1],
    );
    expect(told.map(({ body }) => body)).toMatchObject([{ variantId: forked.wayId, stepId: forked.branchId }]);
  });

  test("is written with the branch: all its ways, by their names and with their weights", async () => {
    const { forked, made } = await Forked.create();
    const { branchId, wayId } = forked;
    const step = async () => (await forked.call("GET /sequences/:id")).steps[0];
    const [branch] = (await forked.call("GET /sequences/:id")).steps as StepInput[];
    const write = (change: object) => forked.call("PUT /sequences/:id", { steps: [{ ...branch, ...change }] });
    await write({
      variants: [
        { id: wayId, weight: 30 },
        { id: branchId, weight: 70 },
      ],
    });
    expect((await step())?.variants?.map(({ id, weight }) => [id, weight])).toEqual([
      [branchId, 70],
      [wayId, 30],
    ]);
    expect((await forked.read(made)).distribution).toBe("weighted");

    const third = { name: "Silence", if: nobody, steps: [] };
    await write({ content: { ...branch?.content, branches: [...(branch?.content?.branches ?? []), third] } });
    expect((await step())?.variants?.map(({ name }) => name)).toEqual(["Control", "Ask at once", "Silence"]);
    const copy = await forked.call("POST /sequences/:id/duplicate", {});
    const [copied] = copy.steps;
    if (copied?.type !== "branch") throw new Error("The copy begins with a branch.");
    expect(copied.variants?.map(({ id }) => id)).toEqual([copied.id, ...copied.content.branches.map(({ id }) => id)]);
    expect(copied.abTestId).not.toBe(made.id);

    const change = (body: object) => refusalOf(forked.call("PUT /ab-tests/:id", body, made.id));
    expect(await change({ variants: [{ id: wayId, content: { subject: "Ahoy" } }] })).toEqual([
      "invalid_request",
      "not_varied /variants/0/content/subject",
    ]);
    expect(await change({ type: "subject" })).toEqual(["invalid_request", "not_of_the_step /type"]);
    await write({ variants: null });
    expect(await step()).not.toHaveProperty("abTestId");
    expect(await refusalOf(forked.read(made))).toEqual(["not_found"]);
  });
});
