import { randomUUID } from "node:crypto";
import { asInstant, DAY_MS } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import {
  type Claimed,
  LedgerWorld,
  type Person,
  signalOf,
  type WorldSettings,
} from "../../../tests/support/ledger-world.ts";
import { type NewSignal, resumePerson } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Where a person stands after their first mail left and this came back. */
async function after(settings: WorldSettings, signal: Partial<NewSignal> & Pick<NewSignal, "kind">) {
  const world = await LedgerWorld.create(database.db, settings);
  const { emails } = await world.toTheWire(1);
  const email = emails[0] as Claimed;
  await world.results([signalOf(email, "sent", { claimId: email.claimId })]);
  await world.record([signalOf(email, signal.kind, signal)]);
  const [person] = await world.rows(
    `select status, stop_reason, pause_reason, due_at is not null as "isDue", replied_at is not null as "hasReplied"
     from sequence_enrollments`,
  );
  return person;
}

describe("a sequence's way with answers", () => {
  const reply = { kind: "replied", actor: "human" } as const;
  const replied = { stop_reason: null, pause_reason: null, isDue: false, hasReplied: true };

  test("stop: the answer ends it for the person", async () => {
    const person = await after({ replyHandling: "stop" }, reply);
    expect(person).toEqual({ ...replied, status: "stopped", stop_reason: "replied" });
  });

  test("pause: the person waits until somebody resumes them", async () => {
    const person = await after({ replyHandling: "pause" }, reply);
    expect(person).toEqual({ ...replied, status: "paused", pause_reason: "replied" });
  });

  test("continue: the answer is noted and the next mail still comes", async () => {
    const person = await after({ replyHandling: "continue" }, reply);
    expect(person).toEqual({ ...replied, status: "active", isDue: true });
  });
});

describe("a sequence's way with dead addresses", () => {
  const bounce = { kind: "bounced", meta: { bounceType: "hard" } } as const;

  test("stop: the bounce ends it for the person", async () => {
    expect(await after({ bounceHandling: "stop" }, bounce)).toMatchObject({
      status: "stopped",
      stop_reason: "bounced",
    });
  });

  test("pause: the person waits for a better address", async () => {
    const person = await after({ bounceHandling: "pause" }, bounce);
    expect(person).toMatchObject({ status: "paused", pause_reason: "bounced", isDue: false });
  });
});

describe("an address that refuses mail again and again", () => {
  /** Mails of one person's steps leave on these days, and each comes back at once as full. */
  async function refusedOn(
    days: readonly number[],
    between?: (world: LedgerWorld, email: Claimed) => Promise<unknown>,
  ) {
    const world = await LedgerWorld.create(database.db, { bounceHandling: "stop" });
    const begin = world.now;
    await world.publish(2, [...world.stepIds, randomUUID()]);
    const [person] = (await world.enroll(1, 2)) as [Person];
    for (const day of days) {
      world.now = asInstant(begin + day * DAY_MS);
      await world.in((tx) => resumePerson(tx, person.enrollmentId, world.moment()));
      await world.plan();
      const [email] = (await world.claim()) as [Claimed];
      await world.mark([email]);
      const refused = { occurredAt: world.now, meta: { bounceType: "soft", reply: "552 Full" } } as const;
      // The last one is refused in the dialogue itself, before it has left.
      if (day === days.at(-1)) {
        await world.results([signalOf(email, "bounced", { ...refused, claimId: email.claimId })]);
        break;
      }
      await world.results([signalOf(email, "sent", { occurredAt: world.now, claimId: email.claimId })]);
      await between?.(world, email);
      await world.record([signalOf(email, "bounced", refused)]);
    }
    const [stands] = await world.rows(
      `select n.status, n.stop_reason, n.pause_reason, s.reason, s.source, jsonb_array_length(s.proof -> 'run') as run,
         (select body ->> 'detail' from events where body ->> 'detail' like '552%' order by seq desc limit 1) as told
       from sequence_enrollments n left join suppressions s on true`,
    );
    const types = await world.rows<{ type: string }>("select distinct bounce_type as type from email_activities");
    return { ...stands, types: types.map((row) => row.type) };
  }
  const lives = { status: "paused", pause_reason: "refused", reason: null };

  test("is given up with the third mail over two weeks, and each mail keeps what was said of it", async () => {
    expect(await refusedOn([0, 7, 14])).toEqual({
      ...{ status: "stopped", stop_reason: "bounced", pause_reason: null },
      ...{ reason: "hard_bounce", source: "refused_again", run: 3, types: ["soft"] },
      told: "552 Full (refused 3 times since 2026-11-23: given up)",
    });
  });

  test("is not given up sooner, nor where the person was heard of between", async () => {
    expect(await refusedOn([0, 7, 13])).toMatchObject(lives);
    const opens = (world: LedgerWorld, email: Claimed) =>
      world.record([signalOf(email, "opened", { actor: "human", occurredAt: world.now })]);
    expect(await refusedOn([0, 7, 14], opens)).toMatchObject(lives);
  });
});
