import { addMs, HOUR_MS, MINUTE_MS } from "@haste/engine/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf } from "../../../../tests/support/ledger-world.ts";
import { goOnTowards, pausePerson, resumePerson, stopTowards } from "../../ledger/index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Their addresses in turn at these domains. */
async function enrollAt(world: LedgerWorld, count: number, domains: readonly string[]) {
  const people = await world.enroll(count);
  await world.rows(
    `update contacts c set email = c.id || '@' || x.domain, email_key = c.id || '@' || x.domain
     from unnest($2::uuid[], $3::text[]) x(id, domain) where c.workspace_id = $1 and c.id = x.id`,
    [world.workspaceId, people.map(({ contactId }) => contactId), people.map((_, n) => domains[n % domains.length])],
  );
  return people;
}

test("four planners at once exceed no limit in any hour or day, across a changed clock", async () => {
  const world = await LedgerWorld.create(database.db, { hourlyLimit: 9, dailyLimit: 40 });
  world.now = Date.parse("2026-10-24T21:30:00Z") as typeof world.now;
  const zone = "Europe/Berlin";
  await world.rows("update workspaces set timezone = $2 where id = $1", [world.workspaceId, zone]);
  await world.rows("update sending_accounts set timezone = $2 where workspace_id = $1", [world.workspaceId, zone]);
  await world.rows("insert into sending_limits values ($1, 7, 30, 3, 8, 4, 20, 1, now())", [world.workspaceId]);
  const people = await enrollAt(world, 60, ["gmail.com", "acme.example", "globex.example", "outlook.com"]);
  for (let round = 0; round < 6; round += 1) {
    const some = people.filter((_, n) => n % 6 === round);
    await Promise.all([
      ...Array.from({ length: 4 }, () => world.plan()),
      ...some.map(({ enrollmentId: id }, n) =>
        world.in((tx) =>
          n % 2 === 0 ? pausePerson(tx, id, null, world.moment()) : resumePerson(tx, id, world.moment()),
        ),
      ),
    ]);
    expect(await over(world, zone)).toEqual([]);
    expect(await astray(world)).toEqual([]);
    world.now = addMs(world.now, 50 * MINUTE_MS);
  }
});

/** Counted from the emails by PostgreSQL's own calendar, not from the books. */
function over(world: LedgerWorld, zone: string) {
  return world.rows(
    `with given as (
       select send_at, split_part(to_email, '@', 2) as domain, recipient_provider as provider from email_activities
       where workspace_id = $1 and status = 'scheduled' and reserved_hour is not null),
     counted as (
       select 'workspace hour' as what, date_trunc('hour', send_at) as t, count(*) as n, 7 as cap from given group by 2
       union all select 'workspace day', date_trunc('day', send_at at time zone $2), count(*), 30 from given group by 2
       union all select 'domain hour ' || domain, date_trunc('hour', send_at), count(*), 3 from given group by 1, 2
       union all select 'domain day ' || domain, date_trunc('day', send_at at time zone $2), count(*), 8 from given group by 1, 2
       union all select 'provider hour ' || provider, date_trunc('hour', send_at), count(*), 4 from given group by 1, 2
       union all select 'provider day ' || provider, date_trunc('day', send_at at time zone $2), count(*), 20 from given group by 1, 2)
     select * from counted where n > cap`,
    [world.workspaceId, zone],
  );
}

/** Books that say something else than the emails that hold their room. */
function astray(world: LedgerWorld) {
  return world.rows(
    `with held as (
       select room->>'scope' as scope, room->>'key' as key, room->>'period' as period, (room->>'startsAt')::bigint as at, count(*) as n
       from email_activities e cross join jsonb_array_elements(e.reserved_rooms) room where e.workspace_id = $1 group by 1, 2, 3, 4),
     booked as (
       select (array['account', 'workspace', 'domain', 'provider', 'account_provider'])[scope] as scope, scope_key as key,
         (array['hour', 'day'])[period] as period, (extract(epoch from starts_at) * 1000)::bigint as at, used
       from capacity where workspace_id = $1 and scope > 1 and used <> 0)
     select * from held full join booked using (scope, key, period, at) where n is distinct from used`,
    [world.workspaceId],
  );
}

test("a provider that asks for less rests, its mail is planned anew, and nobody else's moves", async () => {
  const world = await LedgerWorld.create(database.db);
  await enrollAt(world, 8, ["gmail.com", "acme.example"]);
  await world.plan();
  const emails = await world.claim();
  const toGoogle = emails.filter(({ recipient_provider: provider }) => provider === "google");
  expect(toGoogle).toHaveLength(4);
  const [first, second, third] = toGoogle as [Claimed, Claimed, Claimed];
  await world.mark([first, second]);
  const retryAt = addMs(world.now, 5 * MINUTE_MS);
  const no = { meta: { reply: "421 4.7.28 unusual rate of mail", retryAt, pace: "slower" as const } };
  await world.results([first, second].map((one) => signalOf(one, "deferred", { ...no, claimId: one.claimId })));
  await world.plan();
  // What was claimed already is taken back before it is handed over; the other domain's is not.
  expect(await world.mark(emails.filter(({ id }) => id !== first.id && id !== second.id))).toEqual(
    new Set(emails.filter(({ recipient_provider: provider }) => provider !== "google").map(({ id }) => id)),
  );
  const owed = await world.rows<{ at: Date; waiting: { constraints: { code: string }[] } }>(
    `select e.send_at as at, n.waiting from email_activities e
     join sequence_enrollments n on n.workspace_id = $1 and n.id = e.enrollment_id
     where e.workspace_id = $1 and e.recipient_provider = 'google' order by 1`,
    [world.workspaceId],
  );
  expect(owed).toHaveLength(4);
  expect(owed[0]?.at.getTime()).toBe(world.now + 10 * MINUTE_MS);
  // One mail tries; the others follow an hour apart until it is answered.
  expect((owed[1]?.at.getTime() ?? 0) - world.now).toBeGreaterThanOrEqual(HOUR_MS - 1);
  for (const { waiting } of owed) expect(waiting.constraints.map(({ code }) => code)).toContain("provider_pace");
  expect(third.recipient_provider).toBe("google");

  world.now = addMs(world.now, 10 * MINUTE_MS);
  const [probe] = await world.claim();
  await world.mark([probe as Claimed]);
  await world.results([signalOf(probe as Claimed, "sent", { claimId: (probe as Claimed).claimId })]);
  await world.plan();
  const left = await world.rows<{ soon: number }>(
    `select count(*) filter (where send_at <= $2)::int as soon from email_activities
     where workspace_id = $1 and recipient_provider = 'google' and status = 'scheduled' and sent_at is null`,
    [world.workspaceId, new Date(addMs(world.now, MINUTE_MS))],
  );
  expect(left).toEqual([{ soon: 3 }]);
});

test("complaints that stop an account towards one provider hold its mail there, and nobody else's, until it is let go", async () => {
  const world = await LedgerWorld.create(database.db);
  await enrollAt(world, 6, ["gmail.com", "acme.example"]);
  await world.plan();
  const waiting = async () => {
    const found = await world.rows<{ provider: string; n: number }>(
      `select recipient_provider as provider, count(*)::int as n from email_activities
       where workspace_id = $1 and status = 'scheduled' and due_at is not null group by 1 order by 1`,
      [world.workspaceId],
    );
    return found.map(({ provider, n }) => `${provider} ${n}`);
  };
  expect(await waiting()).toEqual(["acme.example 3", "google 3"]);
  const pair = { accountId: world.accountId, provider: "google" };
  await world.in((tx) =>
    stopTowards(tx, { ...pair, reason: "6 of 1000 mails were reported as spam." }, world.moment()),
  );
  await world.plan();
  expect(await waiting()).toEqual(["acme.example 3"]);
  const held = "select 1 from sequence_enrollments where workspace_id = $1 and waiting->>'hold' = 'provider_stopped'";
  expect(await world.rows(held, [world.workspaceId])).toHaveLength(3);
  await world.in((tx) => goOnTowards(tx, pair, world.moment()));
  await world.plan();
  expect(await waiting()).toEqual(["acme.example 3", "google 3"]);
});
