import type { GoalInput } from "@haste/contract/nouns/goals";
import { addMs, DAY_MS, HOUR_MS } from "@haste/engine/base";
import { isHeldOut } from "@haste/engine/enroll";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import {
  LedgerWorld,
  type Person,
  signalOf,
  start,
  type WorldSettings,
} from "../../../../tests/support/ledger-world.ts";
import { crmRoutes } from "../../catalog/crm/index.ts";
import { goalRoutes } from "../../catalog/goals/index.ts";
import { identityRoutes } from "../../catalog/identity/index.ts";
import type { NewSignal } from "../../ledger/index.ts";
import { ledgerPorts } from "../../wiring/ledger-ports.ts";
import { reportRoutes } from "./routes.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const callerOf = (world: LedgerWorld) => ({
  ...{ db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) },
});
const goal = (world: LedgerWorld, body: GoalInput) => callRoute(goalRoutes, "POST /goals", callerOf(world), { body });
const conversionsOf = (world: LedgerWorld) =>
  callRoute(reportRoutes, "GET /sequences/:id/conversions", callerOf(world), { params: { id: world.sequenceId } });
const holdOutOf = (world: LedgerWorld, query: { readonly from?: string; readonly to?: string } = {}) =>
  callRoute(reportRoutes, "GET /sequences/:id/hold-out", callerOf(world), { params: { id: world.sequenceId }, query });

/** People whose first mail left on Monday at nine; it is two hours later now. */
async function mailed(count: number, settings: WorldSettings = {}) {
  const world = await LedgerWorld.create(database.db, settings);
  await world.rows("update email_sequences set created_at = $1", [new Date(start)]);
  const { people, emails } = await world.toTheWire(count);
  await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
  world.now = addMs(start, 2 * HOUR_MS);
  return { world, people, emails };
}

const purchase = (world: LedgerWorld, { contactId }: Pick<Person, "contactId">, amount: number, key?: string) =>
  ({
    ...{ kind: "custom_event", actor: "human", occurredAt: world.now, emailId: null, enrollmentId: null, link: null },
    ...{ contactId, key: key ?? null, meta: { name: "Purchase", properties: { amount, currency: "EUR" } } },
  }) satisfies NewSignal;

const purchases: GoalInput = { name: "Purchase", kind: "custom_event", event: "purchase", value: { from: "signal" } };

describe("a goal", () => {
  test("is kept with what it waits for, changes what is named, and refuses what means nothing", async () => {
    const world = await LedgerWorld.create(database.db);
    const made = await goal(world, { ...purchases, sequenceIds: [world.sequenceId] });
    expect(made).toMatchObject({ event: "purchase", stage: null, counts: "every", windowDays: 30, version: 1 });
    expect(made.sequenceIds).toEqual([world.sequenceId]);
    expect(await refusalOf(goal(world, purchases))).toEqual(["name_taken"]);
    expect(await refusalOf(goal(world, { name: "Sign-up", kind: "custom_event" }))).toEqual([
      "invalid_request",
      "required /event",
    ]);
    const meeting: GoalInput = { name: "Meeting", kind: "meeting_booked", value: { from: "signal" } };
    expect(await refusalOf(goal(world, meeting))).toEqual(["invalid_request", "no_value /value/from"]);
    const what = { params: { id: made.id } };
    const body = { windowDays: 7, sequenceIds: null, value: { from: "fixed", amount: 900, currency: "EUR" } };
    expect(await callRoute(goalRoutes, "PUT /goals/:id", callerOf(world), { ...what, body })).toMatchObject({
      ...{ ...body, sequenceIds: [], event: "purchase", version: 2 },
    });
    const stranger = { ...callerOf(world), workspaceId: await seedWorkspace(database.db) };
    expect(await refusalOf(callRoute(goalRoutes, "GET /goals/:id", stranger, what))).toEqual(["not_found"]);
    await callRoute(goalRoutes, "DELETE /goals/:id", callerOf(world), what);
    expect(await refusalOf(callRoute(goalRoutes, "DELETE /goals/:id", callerOf(world), what))).toEqual(["not_found"]);
  });

  test("is reached by an event in its transaction, once a key, and shared by the mails of its window", async () => {
    const { world, people, emails } = await mailed(2);
    const [ada, bob] = people as [Person, Person];
    const { id: goalId } = await goal(world, purchases);
    await world.record([purchase(world, ada, 4_000, "order 1"), purchase(world, ada, 2_500)]);
    await world.record([purchase(world, ada, 4_000, "order 1")]);
    world.now = addMs(start, 31 * DAY_MS);
    await world.record([purchase(world, bob, 70_000)]);
    const credit = { conversions: 2, revenue: [{ amount: 6_500, currency: "EUR" }] };
    const told = await conversionsOf(world);
    expect(told).toMatchObject({
      ...{ conversions: 2, people: 1, cost: null, roi: null, isCapped: false },
      steps: [{ stepId: emails[0]?.step_id, ...credit }],
      goals: [{ goalId, name: "Purchase", ...credit }],
    });
    expect(told.models).toEqual(
      ["first", "last", "linear", "time_decay", "position"].map((model) => ({ model, ...credit })),
    );
    const counted = await callRoute(goalRoutes, "GET /goals", callerOf(world), { query: { include: "stats" } });
    // What nobody was mailed about in time counts for the goal, and for no sequence.
    expect(counted.data[0]?.stats).toEqual({ conversions: 1, revenue: [{ amount: 70_000, currency: "EUR" }] });
    const { summary, stepMetrics } = await callRoute(reportRoutes, "GET /sequences/:id/analytics", callerOf(world), {
      params: { id: world.sequenceId },
    });
    expect(summary.converted).toBe(1);
    expect(stepMetrics[emails[0]?.step_id ?? ""]?.conversionRate).toBe(0.5);
    const events = await world.rows<{ n: number }>(
      "select count(*)::int as n from events where body->>'detail' = 'Purchase'",
    );
    expect(events).toEqual([{ n: 3 }]);
  });

  test("is told by period and sequence, beside what no mail shares in, and opens whose conversions a number is", async () => {
    const { world, people } = await mailed(2);
    const [ada, bob] = people as [Person, Person];
    const { id: goalId } = await goal(world, purchases);
    await world.record([purchase(world, ada, 4_000), purchase(world, ada, 2_500)]);
    // Nobody was mailed so long before.
    world.now = addMs(start, 31 * DAY_MS);
    await world.record([purchase(world, bob, 70_000)]);
    const { sequenceId } = world;
    const report = (query: object) =>
      callRoute(reportRoutes, "GET /reports/conversions", callerOf(world), { query: { timezone: "UTC", ...query } });
    const shared = { conversions: 2, revenue: [{ amount: 6_500, currency: "EUR" }] };
    const alone = { conversions: 1, revenue: [{ amount: 70_000, currency: "EUR" }] };
    expect((await report({ model: "linear" })).goals).toEqual([
      {
        ...{ goalId, name: "Purchase", withoutMail: alone },
        all: { conversions: 3, revenue: [{ amount: 76_500, currency: "EUR" }] },
        sequences: [{ sequenceId, name: "Founders", people: 1, holdOut: 0, ...shared }],
        templates: [{ templateId: null, name: "Words of their own", people: 1, ...shared }],
        points: [],
      },
    ]);
    const [goalByWeek] = (await report({ interval: "week", days: 30 })).goals;
    // Monday's mails, their purchases of the same day, and one of the thirty-first day after.
    expect(goalByWeek?.points.map(({ conversions, mailed: after }) => [conversions, after])).toEqual([
      ...[
        [2, 2],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      [1, 0],
    ]);
    await world.rows(
      `with made as (insert into email_templates (workspace_id, id, name) values ($1, gen_random_uuid(), 'Yard letter') returning id)
       insert into template_uses select $1, $2, 1, step, made.id, 1 from made, unnest($3::uuid[]) step`,
      [world.workspaceId, sequenceId, world.stepIds],
    );
    const [byTemplate] = (await report({})).goals;
    expect(byTemplate?.templates).toMatchObject([{ name: "Yard letter", people: 1, ...shared }]);
    expect((await report({ days: 7 })).goals).toMatchObject([{ all: alone, withoutMail: alone, sequences: [] }]);
    const behind = await callRoute(reportRoutes, "GET /goals/:id/people", callerOf(world), {
      ...{ params: { id: goalId }, query: { sequenceId } },
    });
    expect(behind).toMatchObject({ people: [{ contactId: ada.contactId, name: "Ada", ...shared }], morePeople: 0 });
    expect(
      await refusalOf(
        callRoute(reportRoutes, "GET /goals/:id/people", callerOf(world), { params: { id: sequenceId }, query: {} }),
      ),
    ).toEqual(["not_found"]);
  });

  test("of another sequence leaves this one's mails out", async () => {
    const { world, people } = await mailed(1);
    const made = await goal(world, purchases);
    await world.record([purchase(world, people[0] as Person, 100)]);
    const other = { ...callerOf(world) };
    const [sequence] = await world.rows<{ id: string }>(
      "insert into email_sequences (workspace_id, id, name) values ($1, gen_random_uuid(), 'Other') returning id",
      [world.workspaceId],
    );
    const body = { sequenceIds: [sequence?.id] };
    await callRoute(goalRoutes, "PUT /goals/:id", other, { params: { id: made.id }, body });
    expect(await conversionsOf(world)).toMatchObject({ conversions: 0, people: 0, steps: [] });
  });

  test("of won deals counts a deal once with what it is worth, whichever of its people were mailed", async () => {
    const { world, people } = await mailed(2);
    await goal(world, { name: "Deal won", kind: "deal_stage", value: { from: "signal" } });
    const caller = callerOf(world);
    const routes = crmRoutes(ledgerPorts.crm);
    const { stages } = await callRoute(routes, "POST /pipelines", caller, { body: { name: "Sales" } });
    const stage = (name: string) => stages.find((one) => one.name === name)?.id as string;
    const [stranger] = await world.contacts(1);
    const contactIds = [...people.map(({ contactId }) => contactId), stranger as string];
    const { id } = await callRoute(routes, "POST /deals", caller, {
      body: { name: "Docks", contactIds, amount: 1_000, currency: "EUR" },
    });
    const moveTo = (name: string) =>
      callRoute(routes, "PUT /deals/:id", caller, { params: { id }, body: { stageId: stage(name) } });
    await moveTo("Won");
    await moveTo("Negotiation");
    await moveTo("Won");
    const last = (await conversionsOf(world)).models.find(({ model }) => model === "last");
    expect(last).toMatchObject({ conversions: 1, revenue: [{ amount: 1_000, currency: "EUR" }] });
    const parts = await world.rows<{ amount: number }>(
      "select amount_minor as amount from conversion_people order by amount_minor",
    );
    expect(parts.map(({ amount }) => amount)).toEqual([333, 333, 334]);
  });

  test("is set against what mails and accounts cost", async () => {
    const { world, people } = await mailed(1);
    await goal(world, purchases);
    await world.record([purchase(world, people[0] as Person, 20_000)]);
    const costs = { currency: "EUR", perThousandEmails: 1_000_000, perAccountMonth: 3_000 };
    world.now = addMs(start, 30.4375 * DAY_MS);
    await callRoute(identityRoutes({ db: database.db }), "PUT /settings", callerOf(world), { body: { costs } });
    // One mail at a thousandth of a million, one account for one month.
    expect(await conversionsOf(world)).toMatchObject({ cost: { amount: 4_000, currency: "EUR" }, roi: 4 });
  });
});

describe("people who are held out", () => {
  test("stand as such, get no mail, and tell what happens without it", async () => {
    const world = await LedgerWorld.create(database.db, { holdOut: 40 });
    await world.rows("update email_sequences set created_at = $1", [new Date(start)]);
    await goal(world, purchases);
    const people = await world.enroll(60);
    const isOut = ({ contactId }: Person) => isHeldOut(world.sequenceId, contactId, 40);
    const control = people.filter(isOut);
    expect(await world.plan()).toBe(people.length - control.length);
    const rows = await world.rows<{ reason: string; n: number; due: number }>(
      `select stop_reason as reason, count(*)::int as n, count(due_at)::int as due from sequence_enrollments
       where status = 'stopped' group by 1`,
    );
    expect(rows).toEqual([{ reason: "held_out", n: control.length, due: 0 }]);
    const buyers = [...control.slice(0, 3), ...people.filter((person) => !isOut(person)).slice(0, 12)];
    await world.record(buyers.map((person) => purchase(world, person, 100)));
    await world.record(
      control.slice(0, 1).map((person) => ({ ...purchase(world, person, 0), kind: "meeting_booked" })),
    );
    const told = await holdOutOf(world);
    const treated = people.length - control.length;
    expect(told).toMatchObject({ percent: 40, mailed: treated, control: control.length });
    const [replied, meeting, converted] = told.outcomes;
    expect(replied).toMatchObject({ mailedRate: 0, controlRate: 0 });
    expect(meeting).toMatchObject({ mailedRate: 0, controlRate: 1 / control.length });
    expect(converted?.lift?.difference).toBeCloseTo(12 / treated - 3 / control.length, 9);
    expect(converted?.incremental?.difference).toBeCloseTo(12 - (3 / control.length) * treated, 9);
    // Too few paid to say in money how much more they bring.
    expect(told.revenue).toEqual([{ currency: "EUR", mailed: 1_200, control: 300, incremental: null }]);
  });

  test("are compared within the percentage at which they came in, of a period or of all", async () => {
    const world = await LedgerWorld.create(database.db, { holdOut: 40 });
    await world.rows("update email_sequences set created_at = $1", [new Date(start)]);
    await goal(world, purchases);
    const before = await world.enroll(60);
    world.now = addMs(start, 10 * DAY_MS);
    await world.publish(2, world.stepIds, { holdOut: 20 });
    const after = await world.enroll(60, 2);
    // Chosen again at each percentage, which every row keeps; whoever came before stays what they are.
    const kept = await world.rows<{ percent: number; n: number }>(
      "select hold_out as percent, count(*)::int as n from sequence_enrollments group by 1 order by 1",
    );
    expect(kept).toEqual([
      { percent: 20, n: 60 },
      { percent: 40, n: 60 },
    ]);
    const outOf = (people: readonly Person[], percent: number) =>
      people.filter(({ contactId }) => isHeldOut(world.sequenceId, contactId, percent)).length;
    const [early, late] = [outOf(before, 40), outOf(after, 20)];
    const percentages = [
      { percent: 40, mailed: 60 - early, control: early },
      { percent: 20, mailed: 60 - late, control: late },
    ];
    // Everybody of later days bought, nobody before: in one lump that would look like the mails' merit.
    await world.record(after.map((person) => purchase(world, person, 100)));
    const all = await holdOutOf(world);
    expect(all).toMatchObject({ mailed: 120 - early - late, control: early + late, percentages });
    expect(all.outcomes.at(-1)).toMatchObject({ code: "converted", lift: { difference: 0 } });
    const [, second] = percentages;
    const of = { from: new Date(addMs(start, DAY_MS)).toISOString() };
    expect(await holdOutOf(world, of)).toMatchObject({ mailed: 60 - late, percentages: [second] });
    const nobody = await holdOutOf(world, { ...of, to: new Date(addMs(start, 2 * DAY_MS)).toISOString() });
    expect(nobody).toMatchObject({ mailed: 0, control: 0, percentages: [], revenue: [] });
  });
});
