import { addMs, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from "@haste/engine/base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase, testLog } from "../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf } from "../../../../tests/support/ledger-world.ts";
import { dueLookUps, recoverClaim } from "../../ledger/index.ts";
import { asSweep } from "../../platform/db/index.ts";
import { createLookUps, type SentMails } from "./look-ups.ts";
import type { Finding } from "./providers/index.ts";

let database: TestDatabase;
let world: LedgerWorld;
let emails: Claimed[];
/** Message-IDs that lie among the sent mails; null: nobody can look. */
let sent: Set<string> | null;
let keepsAll: boolean;
let asked: string[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Two emails that were with a server when their worker died. */
beforeEach(async () => {
  world = await LedgerWorld.create(database.db);
  emails = (await world.toTheWire(2)).emails;
  await world.in((tx) => recoverClaim(tx, claimOf(0), world.moment()));
  [sent, keepsAll, asked] = [new Set(), true, []];
});

const claimOf = (at: number) => emails[at]?.claimId as string;
const nameOf = (at: number) => emails[at]?.message_id as string;

const openSent = async (): Promise<SentMails | null> => ({
  keepsAll,
  async find(names) {
    asked.push(...names);
    return names.map((name): Finding => {
      if (sent === null) return { kind: "unknown", reason: "it does not answer" };
      return { kind: sent.has(name) ? "found" : "absent" };
    });
  },
});

/** Looks if it is time to; answers how many emails that settled. */
async function look(after: number): Promise<number> {
  world.now = addMs(world.now, after);
  const parts = { database: database.db, log: testLog, machineNow: () => new Date(world.now), onCommitted: () => {} };
  return createLookUps({ ...parts, openSent }).run(world.workspaceId, world.accountId);
}

const statuses = async () =>
  (
    await world.rows<{ status: string; step: number }>(
      `select e.status, n.current_step as step from email_activities e join sequence_enrollments n on n.id = e.enrollment_id
       where e.id = any($1) order by array_position($1, e.id)`,
      [emails.map((email) => email.id)],
    )
  ).map(({ status, step }) => `${status} ${step}`);

const isDue = async (now: Instant) =>
  (await asSweep(database.db, (sweep) => dueLookUps(sweep, now, 1_000))).some(
    ({ workspace_id: id, lane }) => id === world.workspaceId && lane === world.accountId,
  );

describe("an uncertain email is looked for among the sent mails", () => {
  test("and counts as sent when it is found there: its person goes on, the other one waits", async () => {
    sent?.add(nameOf(0));
    expect(await look(4 * SECOND_MS)).toBe(0);
    expect(asked).toEqual([]);
    expect(await look(SECOND_MS)).toBe(1);
    expect(await statuses()).toEqual(["sent 1", "uncertain 0"]);
  });

  test("and leaves again only after its server had a quarter of an hour to show it", async () => {
    expect(await look(5 * SECOND_MS)).toBe(0);
    expect(await look(14 * MINUTE_MS)).toBe(0);
    expect(await look(MINUTE_MS)).toBe(2);
    expect(await statuses()).toEqual(["scheduled 0", "scheduled 0"]);
    expect((await world.claim()).map((email) => email.message_id).sort()).toEqual([nameOf(0), nameOf(1)].sort());
  });

  test("and stays uncertain where nobody can look, or where the folder does not hold all that was sent", async () => {
    sent = null;
    await look(HOUR_MS);
    [sent, keepsAll] = [new Set(), false];
    await look(2 * HOUR_MS);
    expect(await statuses()).toEqual(["uncertain 0", "uncertain 0"]);
  });

  test("and is known to be absent where a later mail of its account lies there", async () => {
    keepsAll = false;
    const later = (await world.toTheWire(1)).emails[0] as Claimed;
    await world.results([signalOf(later, "sent", { claimId: later.claimId, occurredAt: addMs(world.now, SECOND_MS) })]);
    expect(await look(HOUR_MS)).toBe(0);
    expect(asked).toEqual([nameOf(0), nameOf(1), later.message_id]);
    sent?.add(later.message_id);
    expect(await look(HOUR_MS)).toBe(2);
  });

  test("by one worker at a time, further and further apart, and not for ever", async () => {
    expect(await isDue(addMs(world.now, 4 * SECOND_MS))).toBe(false);
    expect(await isDue(addMs(world.now, 5 * SECOND_MS))).toBe(true);
    sent = null;
    await look(10 * SECOND_MS);
    await look(0);
    expect(asked).toHaveLength(2);
    expect(await isDue(addMs(world.now, 9 * SECOND_MS))).toBe(false);
    expect(await isDue(addMs(world.now, 10 * SECOND_MS))).toBe(true);
    await look(73 * HOUR_MS);
    expect(asked).toHaveLength(2);
    expect(await isDue(addMs(world.now, 1_000 * HOUR_MS))).toBe(false);
  });

  test("unless a person has said meanwhile what became of it", async () => {
    const settled = emails.map((email) => signalOf(email, "sent", { actor: "human" }));
    await world.record(settled);
    expect(await look(HOUR_MS)).toBe(0);
    expect(asked).toEqual([]);
  });
});
