import { eventNames } from "@haste/contract/nouns/operations";
import { addMs, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { LedgerWorld, type Person, signalOf, type WorldSettings } from "../../../tests/support/ledger-world.ts";
import {
  endTasks,
  loadDefinition,
  movePeople,
  type NewSignal,
  parkSequence,
  pausePerson,
  removePerson,
  reopenTask,
  resumePerson,
  resumeSequence,
  stopContact,
  stopSequence,
} from "./index.ts";
import type { Publication } from "./people.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

interface Seen {
  id: string;
  status: string;
  step_id: string;
}

/** A sequence that begins with a call, and somebody who stands before it; the call is asked for. */
class Desk {
  readonly world: LedgerWorld;
  readonly person: Person;

  private constructor(world: LedgerWorld, person: Person) {
    this.world = world;
    this.person = person;
  }

  static async open(settings: WorldSettings = {}): Promise<Desk> {
    const world = await LedgerWorld.create(database.db, { kinds: ["call"], ...settings });
    const [person] = await world.enroll(1);
    await world.plan();
    return new Desk(world, person as Person);
  }

  tasks(): Promise<Seen[]> {
    return this.world.rows<Seen>("select id, status, step_id from tasks order by id");
  }

  async taskId(): Promise<string> {
    const [task] = await this.tasks();
    return task?.id ?? "";
  }

  end(ids: readonly string[], outcome: string | null = "connected") {
    const ending = { ids, status: "done", outcome, remark: null, userId: null } as const;
    return this.world.in((tx) => endTasks(tx, ending, this.world.moment()));
  }

  async reopen(): Promise<string> {
    const id = await this.taskId();
    return this.world.in((tx) => reopenTask(tx, id, this.world.moment()));
  }

  async enrollment() {
    const [row] = await this.world.rows<{ status: string; current_step_id: string | null; due_at: Date | null }>(
      "select status, current_step_id, due_at from sequence_enrollments where id = $1",
      [this.person.enrollmentId],
    );
    return row;
  }

  emails(): Promise<{ status: string; step_id: string }[]> {
    return this.world.rows("select status, step_id from email_activities order by id");
  }

  say(kind: NewSignal["kind"], meta: NewSignal["meta"] = {}): Promise<number> {
    const { contactId, enrollmentId } = this.person;
    const email = { id: "", contact_id: contactId, enrollment_id: enrollmentId };
    const more = { actor: "human", occurredAt: this.world.now, emailId: null, meta } as const;
    return this.world.record([{ ...signalOf(email as never, kind), ...more }]);
  }

  /** Lets the hour pass after which the email behind the call is due, and sends it. */
  async sendNext(): Promise<void> {
    const { world } = this;
    world.now = addMs(world.now, HOUR_MS);
    await world.plan();
    const claimed = await world.claim();
    await world.mark(claimed);
    await world.results(
      claimed.map((email) => signalOf(email, "sent", { occurredAt: world.now, claimId: email.claimId })),
    );
  }
}

const leaving: Readonly<Record<string, (desk: Desk) => Promise<unknown>>> = {
  "a reply": (desk) => desk.say("replied"),
  "an unsubscribe": (desk) => desk.say("unsubscribed"),
  "a complaint": (desk) => desk.say("complained"),
  "a dead address": (desk) => desk.say("bounced", { bounceType: "hard" }),
  "a removal by hand": ({ world, person }) => world.in((tx) => removePerson(tx, person.enrollmentId, world.moment())),
  "an archived sequence": ({ world }) =>
    world.in((tx) => stopSequence(tx, world.sequenceId, "archived", world.moment())),
  "an archived contact": ({ world, person }) =>
    world.in((tx) => stopContact(tx, person.contactId, "archived", world.moment())),
};

describe("the open task of somebody", () => {
  test.each(Object.keys(leaving))("is canceled together with them by %s", async (cause) => {
    const desk = await Desk.open();
    expect(await desk.tasks()).toMatchObject([{ status: "open" }]);
    await leaving[cause]?.(desk);
    expect(await desk.enrollment()).toMatchObject({ status: "stopped" });
    expect(await desk.tasks()).toMatchObject([{ status: "canceled" }]);
  });

  test("stays open through a pause of theirs and of the sequence, and is not asked for twice", async () => {
    const desk = await Desk.open();
    const { world, person } = desk;
    const id = await desk.taskId();
    await world.in((tx) => pausePerson(tx, person.enrollmentId, null, world.moment()));
    await world.in((tx) => parkSequence(tx, world.sequenceId, world.moment()));
    expect(await desk.tasks()).toMatchObject([{ id, status: "open" }]);
    await world.in((tx) => resumeSequence(tx, world.sequenceId, world.moment()));
    await world.in((tx) => resumePerson(tx, person.enrollmentId, world.moment()));
    await world.plan();
    expect(await desk.tasks()).toMatchObject([{ id, status: "open" }]);
    expect(await desk.enrollment()).toMatchObject({ due_at: null, current_step_id: world.stepIds[0] });
  });

  test("lets them go on from where they are paused once it is done", async () => {
    const desk = await Desk.open();
    const { world, person } = desk;
    await world.in((tx) => pausePerson(tx, person.enrollmentId, null, world.moment()));
    await desk.end([await desk.taskId()]);
    expect(await desk.enrollment()).toMatchObject({
      status: "paused",
      current_step_id: world.stepIds[1],
      due_at: null,
    });
  });

  test("outlives the end of their sequence where nobody waited for it", async () => {
    const desk = await Desk.open({ awaitsCalls: false });
    await desk.sendNext();
    await desk.sendNext();
    expect(await desk.enrollment()).toMatchObject({ status: "completed" });
    expect(await desk.tasks()).toMatchObject([{ status: "open" }]);
    expect((await desk.end([await desk.taskId()])).changed.size).toBe(1);
  });
});

describe("publishing a version", () => {
  /** The next version has these steps; everybody is taken to the first of them, or stays at theirs where it lives on. */
  async function publish(desk: Desk, stepIds: readonly string[], action: "move" | "skip" | "keep"): Promise<void> {
    const { world } = desk;
    await world.publish(2, stepIds, { kinds: stepIds[0] === world.stepIds[0] ? ["call"] : [] });
    await world.in(async (tx) => {
      const after = await loadDefinition(tx, world.sequenceId, 2);
      const transferOf: Publication["transferOf"] = ({ currentStepId }) => {
        if (action === "keep") return null;
        const here = after.steps.find((step) => step.id === currentStepId && action === "move");
        return { action, place: here ?? after.steps.find((step) => step.id === world.stepIds[1]) ?? null };
      };
      await movePeople(tx, { after, transferOf }, world.moment());
    });
    await world.plan();
  }

  test("without the call's step cancels the task of whoever is taken along, and they go on", async () => {
    const desk = await Desk.open();
    const { stepIds } = desk.world;
    await publish(desk, stepIds.slice(1), "move");
    expect(await desk.tasks()).toMatchObject([{ status: "canceled" }]);
    expect(await desk.emails()).toMatchObject([{ status: "scheduled", step_id: stepIds[1] }]);
  });

  test("with nothing left for a person cancels what they waited for", async () => {
    const desk = await Desk.open();
    await publish(desk, desk.world.stepIds.slice(2), "move");
    expect(await desk.enrollment()).toMatchObject({ status: "completed" });
    expect(await desk.tasks()).toMatchObject([{ status: "canceled" }]);
  });

  test("that lets people skip the call takes it off the list", async () => {
    const desk = await Desk.open();
    await publish(desk, desk.world.stepIds, "skip");
    expect(await desk.tasks()).toMatchObject([{ status: "canceled" }]);
    expect(await desk.enrollment()).toMatchObject({ current_step_id: desk.world.stepIds[1] });
  });

  test.each(["move", "keep"] as const)("leaves the task open of whoever may %s and still be called", async (action) => {
    const desk = await Desk.open();
    const id = await desk.taskId();
    const { stepIds } = desk.world;
    await publish(desk, action === "keep" ? stepIds.slice(1) : stepIds, action);
    expect(await desk.tasks()).toMatchObject([{ id, status: "open" }]);
    await desk.end([id]);
    expect(await desk.enrollment()).toMatchObject({ current_step_id: stepIds[1] });
  });
});

describe("ending a task", () => {
  test("by many at once moves its person once, and the others are told that it is closed", async () => {
    const desk = await Desk.open();
    const id = await desk.taskId();
    const outcomes = await Promise.all(Array.from({ length: 6 }, (_, n) => desk.end([id], `outcome ${n}`)));
    expect(outcomes.filter(({ changed }) => changed.has(id))).toHaveLength(1);
    expect(outcomes.filter(({ closed }) => closed.get(id) === "done")).toHaveLength(5);
    expect(await desk.world.rows("select from signals")).toHaveLength(1);
    const told = eventNames.indexOf("task.done") + 1;
    expect(await desk.world.rows("select from events where kind = $1", [told])).toHaveLength(1);
  });

  test("races with a reply without leaving a task open or a mail behind", async () => {
    for (let round = 0; round < 5; round += 1) {
      const desk = await Desk.open();
      const id = await desk.taskId();
      await Promise.all([desk.end([id]), desk.say("replied")]);
      await desk.sendNext();
      expect(await desk.enrollment()).toMatchObject({ status: "stopped" });
      expect(["done", "canceled"]).toContain((await desk.tasks())[0]?.status);
      expect(await desk.emails()).toEqual([]);
    }
  });
});

describe("taking an outcome back", () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
    await desk.end([await desk.taskId()]);
  });

  test("puts its person before the call again, cancels the mail that waits, and may be ended anew", async () => {
    const { world } = desk;
    world.now = addMs(world.now, HOUR_MS);
    await world.plan();
    expect(await desk.emails()).toMatchObject([{ status: "scheduled" }]);
    expect(await desk.reopen()).toBe("reopened");
    expect(await desk.emails()).toMatchObject([{ status: "canceled" }]);
    await world.plan();
    expect(await desk.enrollment()).toMatchObject({ current_step_id: world.stepIds[0], due_at: null });
    expect(await desk.tasks()).toMatchObject([{ status: "open" }]);
    await desk.end([await desk.taskId()], "no answer");
    expect(await desk.enrollment()).toMatchObject({ current_step_id: world.stepIds[1] });
    await desk.sendNext();
    expect(await desk.emails()).toMatchObject([{ status: "sent" }]);
  });

  test("is refused once a mail has left because of it", async () => {
    await desk.sendNext();
    expect(await desk.reopen()).toBe("moved_on");
    expect(await desk.tasks()).toMatchObject([{ status: "done" }]);
  });

  test("is refused once its person has left the sequence", async () => {
    await desk.say("replied");
    expect(await desk.reopen()).toBe("moved_on");
  });

  test("of a call that ended the sequence leaves the person finished", async () => {
    const { world } = desk;
    const last = await Desk.open();
    await last.world.publish(2, last.world.stepIds.slice(0, 1), { kinds: ["call"] });
    await last.world.in(async (tx) => {
      const after = await loadDefinition(tx, last.world.sequenceId, 2);
      const transferOf = () => ({ action: "move", place: after.steps[0] ?? null }) as const;
      await movePeople(tx, { after, transferOf }, world.moment());
    });
    await last.world.plan();
    await last.end([await last.taskId()]);
    expect(await last.enrollment()).toMatchObject({ status: "completed" });
    expect(await last.reopen()).toBe("reopened");
    expect(await last.enrollment()).toMatchObject({ status: "completed" });
  });
});
