import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf, type WorldSettings } from "../../../tests/support/ledger-world.ts";
import type { NewSignal } from "./index.ts";

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
