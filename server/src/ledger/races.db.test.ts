import { addMs, DAY_MS, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf } from "../../../tests/support/ledger-world.ts";
import {
  accountChanged,
  keepSuppressions,
  type NewSignal,
  parkSequence,
  pausePerson,
  record,
  recoverClaim,
  releaseRefused,
  removePerson,
  resumePerson,
  suppressionsChanged,
  wholeWorkspace,
} from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The same dice on every run (a linear congruential generator, Numerical Recipes §7.1). */
function diceOf(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

async function untilSomebodyWaits(world: LedgerWorld): Promise<void> {
  for (;;) {
    const rows = await world.rows(
      `select from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where not l.granted and a.datname = current_database()`,
    );
    if (rows.length > 0) return;
  }
}

describe("the room of a sending account", () => {
  test("is never exceeded by four planners at once, and what is canceled is given back", async () => {
    const limits = { hourlyLimit: 5, dailyLimit: 12 };
    const world = await LedgerWorld.create(database.db, limits);
    const people = await world.enroll(40);
    const roll = diceOf(7);
    const act = [pause, resumePerson, removePerson] as const;
    for (let round = 0; round < 8; round += 1) {
      const chosen = Array.from({ length: 6 }, () => [people[roll(people.length)], act[roll(3)]] as const);
      await Promise.all([
        ...Array.from({ length: 4 }, () => world.plan()),
        ...chosen.map(([person, move]) =>
          world.in((tx) => (move ?? pause)(tx, person?.enrollmentId ?? "", world.moment())),
        ),
      ]);
      expect(await roomOf(world)).toEqual({ tooMuch: 0, negative: 0, differs: 0 });
      if (round % 2 === 1) world.now = addMs(world.now, HOUR_MS);
    }
    expect(await taken(world)).toBeGreaterThan(0);
    await Promise.all(
      people.map(({ enrollmentId }) => world.in((tx) => removePerson(tx, enrollmentId, world.moment()))),
    );
    expect(await roomOf(world)).toEqual({ tooMuch: 0, negative: 0, differs: 0 });
    expect(await taken(world)).toBe(0);
  });

  function pause(...[tx, id, moment]: Parameters<typeof removePerson>): Promise<boolean | null> {
    return pausePerson(tx, id, null, moment);
  }

  async function taken(world: LedgerWorld): Promise<number> {
    const [row] = await world.rows<{ used: number }>("select coalesce(sum(used), 0)::int as used from capacity");
    return row?.used ?? 0;
  }

  async function roomOf(world: LedgerWorld) {
    const [row] = await world.rows(
      `select count(*) filter (where used > cap)::int as "tooMuch", count(*) filter (where used < 0)::int as negative,
         count(*) filter (where used <> (select count(*) from email_activities e
           where starts_at = case period when 1 then e.reserved_hour else e.reserved_day end))::int as differs
       from capacity`,
    );
    return row;
  }
});

describe("the numbers of events", () => {
  test("have no holes for a reader, whatever eight writers do at once and whichever of them give up", async () => {
    const world = await LedgerWorld.create(database.db);
    const { emails } = await world.toTheWire(8);
    const before = await lastSeq(world);
    const writers = emails.map(async (email, writer) => {
      for (let n = 0; n < 12; n += 1) {
        const opens = Array.from({ length: 1 + ((writer + n) % 3) }, () => signalOf(email, "opened"));
        const givesUp = (writer * 5 + n) % 4 === 0;
        await world
          .in(async (tx) => {
            await record(tx, opens, world.moment());
            if (givesUp) throw new Error("gives up");
          })
          .catch((err: Error) => expect(err.message).toBe("gives up"));
      }
    });
    const seen: number[] = [];
    let isOver = false;
    const reader = (async () => {
      for (;;) {
        const isLast = isOver;
        const rows = await world.rows<{ seq: number }>("select seq from events where seq > $1 order by seq", [
          seen.at(-1) ?? before,
        ]);
        seen.push(...rows.map((row) => row.seq));
        if (isLast) return;
      }
    })();
    await Promise.all(writers);
    isOver = true;
    await reader;
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => before + index + 1));
    expect(seen.at(-1)).toBe(await lastSeq(world));
    const [{ signals } = { signals: 0 }] = await world.rows<{ signals: number }>(
      "select count(*)::int as signals from signals",
    );
    expect(seen).toHaveLength(signals);
  });

  async function lastSeq(world: LedgerWorld): Promise<number> {
    const [row] = await world.rows<{ seq: number }>("select coalesce(max(seq), 0) as seq from events");
    return row?.seq ?? 0;
  }
});

describe("a stop and the last look", () => {
  const stops = {
    "a reply": (world: LedgerWorld, email: Claimed) => async (tx: Parameters<typeof record>[0]) => {
      await record(tx, [signalOf(email, "replied", { actor: "human", emailId: null })], world.moment());
    },
    "a removal by hand": (world: LedgerWorld, email: Claimed) => async (tx: Parameters<typeof record>[0]) => {
      await removePerson(tx, email.enrollment_id ?? "", world.moment());
    },
    "an address put on the list": (world: LedgerWorld, email: Claimed) => async (tx: Parameters<typeof record>[0]) => {
      const { newId } = world.moment();
      const entry = {
        id: newId(),
        key: email.to_email,
        scope: wholeWorkspace,
        reason: "manual",
        source: "api",
      } as const;
      await keepSuppressions(tx, [{ ...entry, note: null, expiresAt: null }], { name: null, at: new Date(world.now) });
      await suppressionsChanged(tx, [email.to_email], world.moment());
    },
    "a paused sequence": (world: LedgerWorld, _email: Claimed) => async (tx: Parameters<typeof record>[0]) => {
      await tx.rows("update email_sequences set status = 'paused'");
      await parkSequence(tx, world.sequenceId, world.moment());
    },
  };

  for (const [what, stop] of Object.entries(stops)) {
    test(`${what} that is stored while an email is claimed keeps it from leaving`, async () => {
      const world = await LedgerWorld.create(database.db);
      const email = await claimedOf(world);
      let commit = () => {};
      const mayCommit = new Promise<void>((resolve) => {
        commit = resolve;
      });
      let isStored = () => {};
      const stored = new Promise<void>((resolve) => {
        isStored = resolve;
      });
      const stopping = world.in(async (tx) => {
        await stop(world, email)(tx);
        isStored();
        await mayCommit;
      });
      await stored;
      const look = world.mark([email]);
      await untilSomebodyWaits(world);
      commit();
      await stopping;
      expect(await look).toEqual(new Set());
      expect(await world.rows("select status, claim_id, reserved_hour from email_activities")).toEqual([
        { status: "canceled", claim_id: null, reserved_hour: null },
      ]);
    });

    test(`${what} after the last look comes too late for that email`, async () => {
      const world = await LedgerWorld.create(database.db);
      const email = await claimedOf(world);
      expect(await world.mark([email])).toEqual(new Set([email.id]));
      await world.in(stop(world, email));
      expect(await world.rows("select status from email_activities")).toEqual([{ status: "sending" }]);
    });
  }

  test("decide between them for each of thirty emails, and every email knows its answer", async () => {
    const world = await LedgerWorld.create(database.db);
    await world.enroll(30);
    await world.plan();
    const emails = await world.claim();
    const looks = emails.map((email) => world.mark([email]));
    const removals = emails.map((email) =>
      world.in((tx) => removePerson(tx, email.enrollment_id ?? "", world.moment())),
    );
    const left = new Set((await Promise.all(looks)).flatMap((ids) => [...ids]));
    await Promise.all(removals);
    const rows = await world.rows<{ id: string; status: string }>("select id, status from email_activities");
    for (const row of rows) expect(row.status).toBe(left.has(row.id) ? "sending" : "canceled");
    expect(await world.rows("select status from sequence_enrollments where status <> 'stopped'")).toEqual([]);
  });

  async function claimedOf(world: LedgerWorld): Promise<Claimed> {
    await world.enroll(1);
    await world.plan();
    const [email] = await world.claim();
    return email as Claimed;
  }
});

describe("a worker whose claim was taken over", () => {
  const results: readonly Pick<NewSignal, "kind" | "meta">[] = [
    { kind: "sent", meta: {} },
    { kind: "bounced", meta: { bounceType: "hard" } },
    { kind: "deferred", meta: {} },
    { kind: "failed", meta: {} },
    { kind: "held", meta: { reason: "late" } },
    { kind: "uncertain", meta: {} },
  ];

  test("changes nothing any more, whatever its server told it", async () => {
    const world = await LedgerWorld.create(database.db);
    await world.enroll(1);
    await world.plan();
    const [stale] = (await world.claim()) as [Claimed];
    await world.in((tx) => recoverClaim(tx, stale.claimId, world.moment()));
    const [own] = (await world.claim()) as [Claimed];
    expect(own).toMatchObject({ id: stale.id, attempt: 2 });
    const before = await everything(world);
    expect(await world.mark([stale])).toEqual(new Set());
    await refuse(world, stale);
    for (const result of results)
      await world.results([signalOf(stale, result.kind, { ...result, claimId: stale.claimId })]);
    expect(await everything(world)).toEqual(before);
    expect(await world.mark([own])).toEqual(new Set([own.id]));
    const marked = await everything(world);
    for (const result of results)
      await world.results([signalOf(stale, result.kind, { ...result, claimId: stale.claimId })]);
    expect(await everything(world)).toEqual(marked);
  });

  test("is not recovered twice", async () => {
    const world = await LedgerWorld.create(database.db);
    const { emails } = await world.toTheWire(2);
    const { claimId } = emails[0] as Claimed;
    const recover = () => world.in((tx) => recoverClaim(tx, claimId, world.moment()));
    const settled = await Promise.all([recover(), recover(), recover()]);
    expect(settled.filter((one) => one !== null)).toEqual([{ due: 0, uncertain: 2 }]);
  });

  function refuse(world: LedgerWorld, { claimId, id, enrollment_id }: Claimed): Promise<void> {
    const refused = { claimId, emailIds: [id], enrollmentIds: [enrollment_id ?? ""] };
    return world.in((tx) => releaseRefused(tx, refused, world.moment()));
  }

  function everything(world: LedgerWorld): Promise<object[]> {
    return world.rows(
      `select to_jsonb(e) as email, to_jsonb(n) - 'updated_at' as person, (select count(*) from signals) as signals,
         (select count(*) from events) as events, (select sum(used) from capacity) as used
       from email_activities e join sequence_enrollments n on n.id = e.enrollment_id`,
    );
  }
});

test("an email whose account is paused at the last look waits until the account is back", async () => {
  const world = await LedgerWorld.create(database.db);
  await world.enroll(1);
  await world.plan();
  const [email] = (await world.claim()) as [Claimed];
  await world.rows("update sending_accounts set status = 'paused'");
  expect(await world.mark([email])).toEqual(new Set());
  const refused = { claimId: email.claimId, emailIds: [email.id], enrollmentIds: [email.enrollment_id ?? ""] };
  await world.in((tx) => releaseRefused(tx, refused, world.moment()));
  await world.plan();
  expect(await world.claim()).toEqual([]);
  await world.rows("update sending_accounts set status = 'active'");
  world.now = addMs(world.now, DAY_MS);
  await world.in((tx) => accountChanged(tx, world.accountId, world.moment()));
  await world.plan();
  expect((await world.claim()).map((one) => one.message_id)).toEqual([email.message_id]);
});
