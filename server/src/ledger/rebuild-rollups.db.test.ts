import { addMs } from "@haste/engine/base";
import type { SignalKind } from "@haste/engine/track";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf, start } from "../../../tests/support/ledger-world.ts";
import { type NewSignal, rebuildRollups } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const people = 5;
const minuteMs = 60_000;
const kinds = ["opened", "opened", "clicked", "replied", "delivered", "bounced", "complained", "unsubscribed"] as const;

const happened = fc.record({
  email: fc.nat(people - 1),
  kind: fc.constantFrom<SignalKind>(...kinds),
  actor: fc.constantFrom<NewSignal["actor"]>("human", "machine", "unknown"),
  minute: fc.nat(200),
  bounceType: fc.constantFrom("hard", "soft", "block", "auth", "content", "unknown"),
});
const story = fc.record({
  outcomes: fc.array(fc.constantFrom<SignalKind>("sent", "sent", "bounced", "uncertain"), {
    minLength: people,
    maxLength: people,
  }),
  happened: fc.array(happened, { maxLength: 30 }),
  readers: fc.array(fc.constantFrom("google", "microsoft", "acme.example", null), {
    minLength: people,
    maxLength: people,
  }),
});

const tables = {
  email_rollups: "sequence_id, sequence_version, step_id, variant_id, sending_account_id, bucket",
  provider_rollups: "sequence_id, sending_account_id, provider, bucket",
  email_totals: "sequence_id, sending_account_id",
  happening_rollups: "sequence_id, sending_account_id, bucket",
};

const noneWrong = {
  email_rollups: 0,
  provider_rollups: 0,
  email_totals: 0,
  happening_rollups: 0,
  email_days: 0,
  provider_days: 0,
  happening_days: 0,
  email_months: 0,
  provider_months: 0,
  happening_months: 0,
  email_day_totals: 0,
  email_hours: 0,
};

/** Every row that counts something, in key order. */
async function readRows(world: LedgerWorld): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const [table, key] of Object.entries(tables)) {
    const rows = await world.rows<{ row: Record<string, unknown> }>(
      `select to_jsonb(r) as row from ${table} r order by ${key}`,
    );
    found[table] = rows.map(({ row }) => row).filter(countsSomething);
  }
  return found;
}

function countsSomething(row: Record<string, unknown>): boolean {
  return Object.entries(row).some(
    ([name, value]) => name !== "sequence_version" && typeof value === "number" && value !== 0,
  );
}

async function live(world: LedgerWorld, told: typeof story extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
  const { emails } = await world.toTheWire(people);
  for (const [at, email] of emails.entries())
    await world.rows("update email_activities set recipient_provider = $2 where id = $1", [email.id, told.readers[at]]);
  const results = told.outcomes.map((kind, at) => {
    const email = emails[at] as Claimed;
    return signalOf(email, kind, { claimId: email.claimId, meta: kind === "bounced" ? { bounceType: "block" } : {} });
  });
  await world.results(results);
  // Two hours later: what is told of the first hour is late.
  world.now = addMs(start, 120 * minuteMs);
  for (const one of told.happened) {
    const occurredAt = addMs(start, one.minute * minuteMs);
    const meta = one.kind === "bounced" ? { bounceType: one.bounceType as "hard" } : {};
    const key = one.kind === "opened" || one.kind === "clicked" ? null : `${one.email} ${one.kind}`;
    await world.record([signalOf(emails[one.email] as Claimed, one.kind, { actor: one.actor, occurredAt, meta, key })]);
  }
}

describe("the numbers behind the reports", () => {
  test("are counted again from emails and signals to the very row, whatever happened", async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const world = await LedgerWorld.create(database.db);
        await live(world, told);
        const kept = await readRows(world);
        const { wrong, isRewritten } = await rebuildRollups(database.db, world.workspaceId, { isDryRun: false });
        expect(wrong).toEqual(noneWrong);
        expect(isRewritten).toBe(false);
        for (const table of Object.keys(tables)) await world.rows(`delete from ${table}`);
        await rebuildRollups(database.db, world.workspaceId, { isDryRun: false });
        expect(await readRows(world)).toEqual(kept);
      }),
      { numRuns: 15 },
    );
  });

  test("are left alone by a look, and repaired where they were wrong", async () => {
    const world = await LedgerWorld.create(database.db);
    const { emails } = await world.toTheWire(2);
    await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
    const right = await readRows(world);
    await world.rows("update email_rollups set replied = 7");
    await world.rows("update happening_rollups set late = 1");
    const looked = await rebuildRollups(database.db, world.workspaceId, { isDryRun: true });
    expect(looked).toEqual({
      wrong: { ...noneWrong, email_rollups: 1, happening_rollups: 1 },
      isRewritten: false,
    });
    expect(await readRows(world)).not.toEqual(right);
    expect((await rebuildRollups(database.db, world.workspaceId, { isDryRun: false })).isRewritten).toBe(true);
    expect(await readRows(world)).toEqual(right);
  });
});
