import { addMs, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, type Person, signalOf, start } from "../../../tests/support/ledger-world.ts";
import { outboxRoutes } from "../flow/send/index.ts";
import { recoverClaim, removePerson } from "./index.ts";

let database: TestDatabase;
let world: LedgerWorld;
let person: Person;
let email: Claimed;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** An email that was with a server when its worker died. */
beforeEach(async () => {
  world = await LedgerWorld.create(database.db);
  const wire = await world.toTheWire(1);
  [person, email] = [wire.people[0] as Person, wire.emails[0] as Claimed];
  await world.in((tx) => recoverClaim(tx, email.claimId, world.moment()));
});

async function look() {
  const [row] = await world.rows<Record<string, unknown>>(
    `select e.status, e.sent_at is not null as "isSent", e.due_at is not null as "isDue", n.status as person,
       n.current_step as step, (select count(*)::int from email_attention a where a.email_id = e.id) as waiting
     from email_activities e join sequence_enrollments n on n.id = e.enrollment_id where e.id = $1`,
    [email.id],
  );
  return row;
}

const lost = { status: "uncertain", isSent: false, isDue: false, person: "active", step: 0, waiting: 1 };
const wentOn = { isSent: true, isDue: false, person: "active", step: 1, waiting: 0 };

describe("an email whose server never answered", () => {
  test("waits for somebody to say and is not sent again by itself", async () => {
    expect(await look()).toEqual(lost);
    world.now = addMs(start, 48 * HOUR_MS);
    await world.plan();
    expect(await world.claim()).toEqual([]);
    expect(await look()).toEqual(lost);
  });

  for (const kind of ["opened", "clicked", "delivered", "auto_replied"] as const) {
    test(`counts as sent once it is ${kind.replace("_", "-")}, and its person goes on`, async () => {
      await world.record([signalOf(email, kind, { occurredAt: addMs(start, 60_000) })]);
      const expected = { ...wentOn, status: kind === "delivered" ? "delivered" : "sent" };
      expect(await look()).toEqual(kind === "auto_replied" ? { ...expected, person: "paused" } : expected);
    });
  }

  test("counts as sent once somebody answers, and the answer ends the sequence", async () => {
    await world.record([signalOf(email, "replied", { actor: "human" })]);
    expect(await look()).toEqual({ ...wentOn, status: "sent", person: "stopped" });
  });

  test("counts as sent and bounced once a report of its failure comes in", async () => {
    await world.record([signalOf(email, "bounced", { meta: { bounceType: "hard" } })]);
    expect(await look()).toEqual({ ...wentOn, status: "bounced", person: "stopped" });
    expect(await world.rows("select sum(sent)::int as sent, sum(bounced)::int as bounced from email_rollups")).toEqual([
      { sent: 1, bounced: 1 },
    ]);
  });

  test("is settled once when a look and an answer come at the same time, whoever waits for whom", async () => {
    const { emails } = await world.toTheWire(12);
    for (const { claimId } of emails) await world.in((tx) => recoverClaim(tx, claimId, world.moment()));
    await Promise.all(
      emails.flatMap((one) => [
        world.record([signalOf(one, "opened")]),
        world.record([signalOf(one, "replied", { actor: "human" })]),
      ]),
    );
    const ids = emails.map((one) => one.id);
    expect(
      await world.rows(
        `select e.status, n.stop_reason, n.current_step as step, count(*)::int as people
         from email_activities e join sequence_enrollments n on n.id = e.enrollment_id where e.id = any($1) group by 1, 2, 3`,
        [ids],
      ),
    ).toEqual([{ status: "sent", stop_reason: "replied", step: 1, people: 12 }]);
    expect(await world.rows("select sum(sent)::int as sent from email_rollups")).toEqual([{ sent: 12 }]);
  });

  test("is sent when its server says yes late, under the same claim", async () => {
    await world.results([signalOf(email, "sent", { claimId: email.claimId, meta: { reply: "250 OK" } })]);
    expect(await look()).toEqual({ ...wentOn, status: "sent" });
  });

  test("was never sent when its server says no late, under the same claim", async () => {
    const meta = { reply: "550 5.1.1 No such user", bounceType: "hard" } as const;
    await world.results([signalOf(email, "bounced", { claimId: email.claimId, meta })]);
    expect(await look()).toEqual({ ...lost, status: "bounced", person: "stopped", waiting: 0 });
    expect(await world.rows("select sum(sent)::int as sent, sum(bounced)::int as bounced from email_rollups")).toEqual([
      { sent: 0, bounced: 1 },
    ]);
  });

  test("ignores a late yes under another claim", async () => {
    await world.results([signalOf(email, "sent", { claimId: world.moment().newId() })]);
    expect(await look()).toEqual(lost);
  });
});

describe("a person settles an uncertain email", () => {
  const settle = (as: "sent" | "not_sent") =>
    callRoute(outboxRoutes, "POST /outbox/:id/settle", caller(), { params: { id: email.id }, body: { as } });
  const caller = () => ({ db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) });

  test("as sent: the next step follows", async () => {
    expect(await settle("sent")).toMatchObject({ id: email.id, status: "sent" });
    expect(await look()).toEqual({ ...wentOn, status: "sent" });
  });

  test("as not sent: the same email leaves, under the Message-ID it always had", async () => {
    expect(await settle("not_sent")).toMatchObject({ id: email.id, status: "scheduled" });
    expect(await look()).toEqual({ ...lost, status: "scheduled", isDue: true, waiting: 0 });
    const again = await world.claim();
    expect(again.map((one) => one.message_id)).toEqual([email.message_id]);
    expect(await world.mark(again)).toEqual(new Set([email.id]));
  });

  test("only once: the second answer is refused and changes nothing", async () => {
    await settle("not_sent");
    expect(await refusalOf(settle("sent"))).toEqual(["invalid_status"]);
    expect(await look()).toMatchObject({ status: "scheduled", isSent: false });
  });

  test("once, when two answer at the same time", async () => {
    const answers = await Promise.allSettled([settle("not_sent"), settle("sent")]);
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
  });

  test("as not sent after the person was removed: it never leaves", async () => {
    await world.in((tx) => removePerson(tx, person.enrollmentId, world.moment()));
    await settle("not_sent");
    expect(await world.mark(await world.claim())).toEqual(new Set());
  });
});
