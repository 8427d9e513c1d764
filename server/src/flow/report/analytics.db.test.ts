import { HOUR_MS, MINUTE_MS } from "@haste/engine/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { LedgerWorld, signalOf, start } from "../../../../tests/support/ledger-world.ts";
import { reportRoutes } from "./routes.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

type Question = { readonly timezone?: string; readonly groupBy?: "day" | "week" | "month" };

function readAnalytics(world: LedgerWorld, query: Question = {}) {
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  const input = { params: { id: world.sequenceId }, query };
  return callRoute(reportRoutes, "GET /sequences/:id/analytics", caller, input);
}

/** Five people got their first mail on a Monday at nine: two opened, one of them replied; one left, one bounced. */
async function firstMonday() {
  const world = await LedgerWorld.create(database.db);
  await world.rows("update email_sequences set created_at = $2 where workspace_id = $1", [
    ...[world.workspaceId, new Date(start)],
  ]);
  const { people, emails } = await world.toTheWire(5);
  await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
  const [one, two, three, four] = emails as [(typeof emails)[number], ...typeof emails];
  const human = { actor: "human" as const };
  const later = (ms: number) => ({ ...human, occurredAt: (start + ms) as typeof start });
  world.now = (start + 2 * HOUR_MS) as typeof start;
  await world.record([
    signalOf(one, "opened", later(10 * MINUTE_MS)),
    signalOf(two as typeof one, "opened", later(30 * MINUTE_MS)),
    signalOf(one, "replied", later(HOUR_MS)),
    signalOf(three as typeof one, "unsubscribed", later(HOUR_MS)),
    signalOf(four as typeof one, "bounced", { ...later(HOUR_MS), meta: { bounceType: "hard" } }),
  ]);
  return { world, people };
}

test("a sequence's numbers say how soon people opened and answered, the most each did, and who they are", async () => {
  const { world, people } = await firstMonday();
  await world.rows("update contacts set title = ' Founder ' where workspace_id = $1 and id = any($2)", [
    ...[world.workspaceId, people.slice(0, 3).map((person) => person.contactId)],
  ]);
  const { engagement, recipientBreakdown } = await readAnalytics(world, { timezone: "UTC" });
  expect(engagement).toMatchObject({
    ...{ avgTimeToOpen: 20, medianTimeToOpen: 20, avgTimeToReply: 1, medianTimeToReply: 1, bestDays: ["mon"] },
    bestSendTimes: [{ weekday: "mon", hour: 9, sent: 5, replied: 1, replyRate: 0.2, isSupported: false }],
    hours: [{ weekday: "mon", hour: 9, sent: 5, opened: 2, replied: 1 }],
  });
  expect(recipientBreakdown).toEqual({
    people: 5,
    byStatus: { active: 2, stopped: 3 },
    byEngagement: { replied: 1, clicked: 0, opened: 1, none: 3 },
    byIndustry: {},
    byTitle: { Founder: 3 },
  });
});

test("who was stopped before a step, not by a reply, dropped off there; delivered is of mails old enough to know", async () => {
  const { world } = await firstMonday();
  const { stepMetrics, evidence } = await readAnalytics(world);
  const first = `/stepMetrics/${world.stepIds[0]}`;
  expect(stepMetrics[world.stepIds[0]]).toMatchObject({ sent: 5, deliveryRate: null, bounceRate: 0.2 });
  expect(evidence[`${first}/deliveryRate`]).toMatchObject({ n: 0, of: 0 });
  // All five came to the first step, and those stopped were on their way to the second.
  expect(evidence[`${first}/dropoffRate`]).toMatchObject({ n: 0, of: 5 });
  world.now = (start + 96 * HOUR_MS) as typeof start;
  const known = await readAnalytics(world);
  expect(known.evidence[`${first}/deliveryRate`]).toMatchObject({ n: 4, of: 5 });
});

test("an answer with interest or a referral counts as positive, of all that were sent, and other answers do not", async () => {
  const { world } = await firstMonday();
  const sorted = (at: number, replyClass: string) =>
    world.rows(
      "update email_activities set reply_class = $2, replied_at = sent_at where workspace_id = $1 and id = $3",
      [...[world.workspaceId, replyClass, ids[at]]],
    );
  const ids = (
    await world.rows<{ id: string }>("select id from email_activities where workspace_id = $1 order by id", [
      world.workspaceId,
    ])
  ).map(({ id }) => id);
  await sorted(0, "interested");
  await sorted(1, "referral");
  await sorted(2, "not_interested");
  const { summary, stepMetrics, evidence } = await readAnalytics(world);
  expect(summary.positiveReplied).toBe(2);
  expect(stepMetrics[world.stepIds[0]]?.positiveReplyRate).toBe(0.4);
  expect(evidence[`/stepMetrics/${world.stepIds[0]}/positiveReplyRate`]).toMatchObject({ n: 2, of: 5 });
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  const query = { groupBy: "step", key: world.stepIds[0], outcome: "positive" };
  const { data } = await callRoute(reportRoutes, "GET /reports/email-performance/emails", caller, { query });
  expect(data.map(({ id }) => id).toSorted()).toEqual([ids[0], ids[1]]);
});

test("hours and days are those of the zone that is asked for", async () => {
  const { world } = await firstMonday();
  const { engagement, series } = await readAnalytics(world, { timezone: "Pacific/Auckland", groupBy: "day" });
  expect(engagement.hours).toMatchObject([{ weekday: "mon", hour: 22 }]);
  expect(series).toEqual([
    { day: "2026-11-23", sent: 5, opened: 2, clicked: 0, replied: 1, bounced: 1, unsubscribed: 1 },
  ]);
  const dawn = await readAnalytics(world, { timezone: "Pacific/Kiritimati", groupBy: "month" });
  expect([dawn.engagement.hours[0]?.hour, dawn.series?.[0]?.day]).toEqual([23, "2026-11-01"]);
  expect((await readAnalytics(world)).series).toBeNull();
  expect(await refusalOf(readAnalytics(world, { timezone: "Mars/Olympus" }))).toEqual(["zone_unknown"]);
});

test("hours are those of each reader's own clock where no zone is asked for, and few mails are drawn to their day and hour", async () => {
  const { world, people } = await firstMonday();
  const [tokyo, ...others] = people.map((person) => person.contactId);
  await world.rows("update contacts set timezone = 'Asia/Tokyo' where workspace_id = $1 and id = $2", [
    ...[world.workspaceId, tokyo],
  ]);
  await world.rows("update contacts set timezone = 'UTC' where workspace_id = $1 and id = any($2)", [
    ...[world.workspaceId, others],
  ]);
  const { engagement } = await readAnalytics(world);
  expect(engagement.hoursOf).toBe("readers");
  expect(engagement.hours).toMatchObject([
    { weekday: "mon", hour: 9, sent: 4 },
    { weekday: "mon", hour: 18, sent: 1 },
  ]);
  for (const { sent, replied, expectedReplyRate } of engagement.hours)
    expect(Math.abs(expectedReplyRate - 0.2)).toBeLessThanOrEqual(Math.abs(replied / sent - 0.2));
});

test("how soon mails are answered is told of all and of each week, as far as enough of them have lived", async () => {
  const world = await LedgerWorld.create(database.db);
  const { people, emails } = await world.toTheWire(80);
  await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
  await world.rows(
    `update email_activities set sent_at = sent_at - case when enrollment_id = any($2) then interval '7 days' else interval '0' end,
       replied_at = case when enrollment_id = $3 then sent_at + interval '26 hours' when enrollment_id = $4 then sent_at + interval '1 hour' - interval '7 days' end
     where workspace_id = $1`,
    [
      ...[world.workspaceId, people.slice(0, 40).map(({ enrollmentId }) => enrollmentId)],
      ...[people[41]?.enrollmentId, people[0]?.enrollmentId],
    ],
  );
  world.now = (start + 49 * HOUR_MS) as typeof start;
  const read = (query: { readonly by?: "month"; readonly timezone?: string } = {}) =>
    callRoute(
      reportRoutes,
      "GET /sequences/:id/reply-curves",
      { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) },
      { params: { id: world.sequenceId }, query: { by: "week", timezone: "UTC", ...query } },
    );
  const { curves } = await read();
  expect(curves.map(({ from, sent, replied, points }) => [from, sent, replied, points.length])).toEqual([
    [null, 80, 2, 36],
    ["2026-11-16", 40, 1, 36],
    ["2026-11-23", 40, 1, 8],
  ]);
  expect(curves[1]?.points[0]).toMatchObject({ hours: 6, share: expect.closeTo(1 / 40, 10), atRisk: 40 });
  expect(curves[2]?.points.filter(({ share }) => share > 0)[0]?.hours).toBe(30);
  expect((await read({ by: "month" })).curves).toHaveLength(2);
  expect(await refusalOf(read({ timezone: "Mars/Olympus" }))).toEqual(["zone_unknown"]);
});

test("a sequence without mails has no rates, no best hour and no pace, rather than zeros", async () => {
  const world = await LedgerWorld.create(database.db);
  const { engagement, recipientBreakdown, summary } = await readAnalytics(world);
  expect(engagement).toMatchObject({ bestSendTimes: [], bestDays: [], avgTimeToOpen: null, avgTimeToReply: null });
  expect([recipientBreakdown.people, summary.sent]).toEqual([0, 0]);
});
