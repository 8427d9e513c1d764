import { randomUUID } from "node:crypto";
import type { StopRule } from "@haste/engine/sequence";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import {
  type Claimed,
  LedgerWorld,
  type Person,
  signalOf,
  start,
  type WorldSettings,
} from "../../../tests/support/ledger-world.ts";
import type { NewSignal } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const human = { actor: "human" } as const;

/** People whose first mail has left and whose second one waits. */
async function afterFirstMail(world: LedgerWorld, count: number): Promise<{ people: Person[]; emails: Claimed[] }> {
  const { people, emails } = await world.toTheWire(count);
  await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
  return { people, emails };
}

async function standing(world: LedgerWorld, person: Person | undefined) {
  const [row] = await world.rows<{ status: string; reason: string | null; step: string | null }>(
    "select status, coalesce(stop_reason, pause_reason) as reason, current_step_id as step from sequence_enrollments where id = $1",
    [person?.enrollmentId],
  );
  return row;
}

/** Users belong to no workspace, so only the database's owner may make one just like that. */
async function someUser(): Promise<string> {
  const id = randomUUID();
  const client = new pg.Client(database.url);
  await client.connect();
  await client.query("insert into users (id, email, name) values ($1, $2, 'Grace')", [id, `${id}@example.com`]);
  await client.end();
  return id;
}

function tasks(world: LedgerWorld) {
  return world.rows<{ title: string; status: string }>(
    "select kind, title, status, enrollment_id as enrollment, step_id as step, owner_id as owner from tasks order by id",
  );
}

/** Something that happened to a person apart from any mail. */
function told(person: Person | undefined, kind: NewSignal["kind"], meta: NewSignal["meta"] = {}): NewSignal {
  const { contactId } = person as Person;
  return {
    kind,
    ...human,
    occurredAt: start,
    emailId: null,
    contactId,
    enrollmentId: null,
    link: null,
    meta,
    key: null,
  };
}

async function employ(world: LedgerWorld, people: readonly Person[], by: "company" | "domain", name: string) {
  const ids = people.map((person) => person.contactId);
  const company = randomUUID();
  if (by === "domain") {
    await world.rows("update contacts set email_key = id || '@' || $2, email = id || '@' || $2 where id = any($1)", [
      ids,
      name,
    ]);
    return;
  }
  await world.rows("insert into companies (workspace_id, id, name) values ($1, $2, $3)", [
    world.workspaceId,
    company,
    name,
  ]);
  await world.rows("update contacts set company_id = $2 where id = any($1)", [ids, company]);
}

describe("an answer that waits for the team", () => {
  test("becomes one task for the contact's owner, which stays when the person leaves", async () => {
    const world = await LedgerWorld.create(database.db, { replyHandling: "pause" });
    const { people, emails } = await afterFirstMail(world, 1);
    const email = emails[0] as Claimed;
    const owner = await someUser();
    await world.rows("update contacts set owner_id = $1", [owner]);
    await world.record([signalOf(email, "replied", human)]);
    await world.record([signalOf(email, "replied", human)]);
    const asked = { kind: "task", title: "Reply to Ada", status: "open", step: null };
    expect(await tasks(world)).toEqual([{ ...asked, enrollment: people[0]?.enrollmentId, owner }]);
    await world.record([signalOf(email, "complained")]);
    expect(await standing(world, people[0])).toMatchObject({ status: "stopped", reason: "complained" });
    expect(await tasks(world)).toMatchObject([asked]);
  });

  test("is asked for by a dead address, too, where bounces pause", async () => {
    const world = await LedgerWorld.create(database.db, { bounceHandling: "pause" });
    const { emails } = await afterFirstMail(world, 1);
    await world.record([signalOf(emails[0] as Claimed, "bounced", { meta: { bounceType: "hard" } })]);
    expect(await tasks(world)).toMatchObject([{ title: "Check the address of Ada", status: "open" }]);
  });

  test("is not asked for where answers only are noted", async () => {
    const world = await LedgerWorld.create(database.db, { replyHandling: "continue" });
    const { emails } = await afterFirstMail(world, 1);
    await world.record([signalOf(emails[0] as Claimed, "replied", human)]);
    expect(await tasks(world)).toEqual([]);
  });
});

describe("how far an answer reaches (B12)", () => {
  async function answered(by: "company" | "domain", name: string, stopRules: StopRule[] | null) {
    const world = await LedgerWorld.create(database.db, { stopRules });
    const { people, emails } = await afterFirstMail(world, 3);
    await employ(world, people.slice(0, 2), by, name);
    await world.plan();
    await world.record([signalOf(emails[0] as Claimed, "replied", human)]);
    const [own, colleague, stranger] = await Promise.all(people.map((person) => standing(world, person)));
    expect(stranger, "somebody of another employer").toMatchObject({ status: "active" });
    return { world, people, own, colleague };
  }

  test("colleagues go on, unless a rule says otherwise", async () => {
    const { own, colleague } = await answered("company", "Tidewater", null);
    expect(own).toMatchObject({ status: "stopped", reason: "replied" });
    expect(colleague).toMatchObject({ status: "active" });
  });

  test("a rule for the company stops colleagues and cancels what waits for them, in the same transaction", async () => {
    const rule = { on: "other", scope: "company", action: "stop" } as const;
    const { world, people, own, colleague } = await answered("company", "Tidewater", [rule]);
    expect(own).toMatchObject({ status: "stopped", reason: "replied" });
    expect(colleague).toMatchObject({ status: "stopped", reason: "colleague" });
    const waiting = await world.rows("select from email_activities where status = 'scheduled' and enrollment_id = $1", [
      people[1]?.enrollmentId,
    ]);
    expect(waiting).toEqual([]);
  });

  test("a rule for the domain pauses colleagues there", async () => {
    const rule = { on: "other", scope: "domain", action: "pause" } as const;
    const { colleague } = await answered("domain", "tidewater.example", [rule]);
    expect(colleague).toMatchObject({ status: "paused", reason: "colleague" });
  });

  test("a rule for the domain reaches nobody at a free-mail domain", async () => {
    const rule = { on: "other", scope: "domain", action: "stop" } as const;
    const { own, colleague } = await answered("domain", "gmail.com", [rule]);
    expect(own).toMatchObject({ status: "stopped" });
    expect(colleague).toMatchObject({ status: "active" });
  });
});

describe("triggers, in the transaction that stores the signal", () => {
  const world = (triggers: NonNullable<WorldSettings["triggers"]>) => LedgerWorld.create(database.db, { triggers });

  test("a person's click moves them before another step, once, and a machine's click moves nobody", async () => {
    const place = await world((stepIds) => [
      { on: { signal: "clicked", step: stepIds[0] }, do: { action: "move", stepId: stepIds[2] as string } },
    ]);
    const { people, emails } = await afterFirstMail(place, 1);
    const email = emails[0] as Claimed;
    await place.record([signalOf(email, "clicked", { link: 0 })]);
    expect(await standing(place, people[0])).toMatchObject({ step: place.stepIds[1] });
    await place.record([signalOf(email, "clicked", { ...human, link: 0 })]);
    expect(await standing(place, people[0])).toMatchObject({ status: "active", step: place.stepIds[2] });
    await place.rows("update sequence_enrollments set current_step_id = $1", [place.stepIds[1]]);
    await place.record([signalOf(email, "clicked", { ...human, link: 0 })]);
    expect((await standing(place, people[0]))?.step, "fired already").toBe(place.stepIds[1]);
  });

  test("a deal that reaches a stage stops the contact's people", async () => {
    const place = await world(() => [{ on: { signal: "deal_stage", stage: "won" }, do: { action: "stop" } }]);
    const { people } = await afterFirstMail(place, 2);
    await place.record([
      told(people[0], "deal_stage", { stage: "open" }),
      told(people[0], "deal_stage", { stage: "Won" }),
    ]);
    expect(await standing(place, people[0])).toMatchObject({ status: "stopped", reason: "trigger" });
    expect(await standing(place, people[1])).toMatchObject({ status: "active" });
  });

  test("an answer that ends the sequence still opens the task it asks for, and enrolls elsewhere", async () => {
    const other = randomUUID();
    const place = await world(() => [
      { on: { signal: "replied" }, do: { action: "task", title: "Send the contract" } },
      { on: { signal: "replied" }, do: { action: "enroll", sequenceId: other } },
    ]);
    await place.rows(
      "insert into email_sequences (workspace_id, id, name, status, published_version) values ($1, $2, 'Nurture', 'active', 1)",
      [place.workspaceId, other],
    );
    await place.rows(
      `insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at)
       select workspace_id, $1, 1, definition || jsonb_build_object('sequenceId', $1::uuid,
         'settings', definition->'settings' || '{"triggers": [], "replyHandling": "continue"}'), published_at from sequence_versions`,
      [other],
    );
    const { people, emails } = await afterFirstMail(place, 1);
    for (let answer = 0; answer < 2; answer += 1)
      await place.record([signalOf(emails[0] as Claimed, "replied", human)]);
    expect(await standing(place, people[0])).toMatchObject({ status: "stopped", reason: "replied" });
    expect(await tasks(place)).toMatchObject([{ title: "Send the contract", status: "open" }]);
    const entered = await place.rows(
      "select status, current_step_id as step from sequence_enrollments where sequence_id = $1",
      [other],
    );
    expect(entered).toEqual([{ status: "active", step: place.stepIds[0] }]);
  });

  test("a condition keeps a trigger back until it holds", async () => {
    const place = await world(() => [
      {
        on: { signal: "event", event: "trial_started" },
        if: { field: "contact.tags", op: "contains", value: "vip" },
        do: { action: "stop" },
      },
    ]);
    const { people } = await afterFirstMail(place, 1);
    const started = told(people[0], "custom_event", { name: "trial_started" });
    await place.record([started]);
    expect(await standing(place, people[0])).toMatchObject({ status: "active" });
    await place.rows("update contacts set tags = '{VIP}'");
    await place.record([started]);
    expect(await standing(place, people[0])).toMatchObject({ status: "stopped", reason: "trigger" });
  });
});

test("a booked meeting ends every sequence of the contact (B18)", async () => {
  const world = await LedgerWorld.create(database.db);
  const { people } = await afterFirstMail(world, 1);
  await world.record([told(people[0], "meeting_booked")]);
  expect(await standing(world, people[0])).toMatchObject({ status: "stopped", reason: "meeting" });
});
