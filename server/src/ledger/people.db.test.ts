import { randomUUID } from "node:crypto";
import { addMs, HOUR_MS } from "@haste/engine/base";
import { type Definition, type PublishAction, transferOf } from "@haste/engine/sequence";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { LedgerWorld, nowhere, type Person, signalOf } from "../../../tests/support/ledger-world.ts";
import {
  loadDefinition,
  movePeople,
  type NewSignal,
  parkSequence,
  pausePerson,
  removePerson,
  resumePerson,
  resumeSequence,
  stopSequence,
} from "./index.ts";
import type { Publication } from "./people.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** A running sequence and everybody who ever came into it. */
class Play {
  readonly world: LedgerWorld;
  readonly people: Person[] = [];
  version = 1;

  constructor(world: LedgerWorld) {
    this.world = world;
  }

  one(n: number): Person {
    return this.people[n % this.people.length] as Person;
  }

  async say(n: number, kind: NewSignal["kind"], meta: NewSignal["meta"] = {}): Promise<void> {
    const { contactId, enrollmentId } = this.one(n);
    const occurredAt = this.world.now;
    const email = { id: "", contact_id: contactId, enrollment_id: enrollmentId };
    const more = { actor: "human", occurredAt, emailId: null, meta } as const;
    await this.world.record([{ ...signalOf(email as never, kind), ...more }]);
  }

  async setStatus(status: "active" | "paused"): Promise<void> {
    await this.world.in(async (tx) => {
      await tx.rows("update email_sequences set status = $2 where id = $1", [this.world.sequenceId, status]);
      const move = status === "active" ? resumeSequence : parkSequence;
      await move(tx, this.world.sequenceId, this.world.moment());
    });
  }

  /** Hands over everything that is due and lets its server answer. */
  async send(answer: Pick<NewSignal, "kind" | "meta">): Promise<void> {
    const { world } = this;
    await world.plan();
    const claimed = await world.claim();
    const allowed = await world.mark(claimed);
    const sent = claimed.filter((email) => allowed.has(email.id));
    await world.results(sent.map((email) => signalOf(email, answer.kind, { ...answer, ...of(world, email) })));
  }

  /** Nothing is held back any more, so whoever is not ended has something to wait for. */
  async everybodyGoesOn(): Promise<void> {
    const { world } = this;
    await this.setStatus("active");
    for (const { enrollmentId } of this.people) await world.in((tx) => resumePerson(tx, enrollmentId, world.moment()));
    await world.plan();
  }

  /** The next version with these steps; people of each step and version are taken along, or stay, as the dice say. */
  async publish(stepIds: readonly string[], n: number): Promise<void> {
    const { world } = this;
    this.version += 1;
    await world.publish(this.version, stepIds);
    await world.in(async (tx) => {
      const versions = Array.from({ length: this.version }, (_, place) => place + 1);
      const known = new Map<number, Definition>();
      for (const one of versions) known.set(one, await loadDefinition(tx, world.sequenceId, one));
      const definitionOf = (version: number) => known.get(version) as Definition;
      const after = definitionOf(this.version);
      const publication: Publication = {
        after,
        transferOf({ currentStepId: stepId, sequenceVersion: version }) {
          if (stepId === null) return null;
          const action = actions[(n + version + stepIds.indexOf(stepId) + 1) % actions.length] as PublishAction;
          const migration = { atStepId: stepId, atVersion: version, action, toStepId: null };
          return transferOf(definitionOf(version), after, { stepId, migration });
        },
      };
      await movePeople(tx, publication, world.moment());
    });
  }
}

function of(world: LedgerWorld, email: { readonly claimId: string }): Partial<NewSignal> {
  return { occurredAt: world.now, claimId: email.claimId };
}

const actions: readonly PublishAction[] = ["keep", "move", "skip", "reenter"];

const moves: Readonly<Record<string, (play: Play, n: number) => Promise<unknown>>> = {
  async enroll(play, n) {
    play.people.push(...(await play.world.enroll(1 + (n % 3))));
  },
  async enrollAgain(play, n) {
    const again = { contactId: play.one(n).contactId, enrollmentId: play.world.moment().newId() };
    const begun = await play.world.in((tx) => play.world.enrollAgain(tx, [again], play.version));
    if (begun.length > 0) play.people.push(again);
  },
  async pause(play, n) {
    const { world } = play;
    const resumeAt = n % 2 === 0 ? null : addMs(world.now, HOUR_MS);
    await world.in((tx) => pausePerson(tx, play.one(n).enrollmentId, resumeAt, world.moment()));
  },
  resume: (play, n) => play.world.in((tx) => resumePerson(tx, play.one(n).enrollmentId, play.world.moment())),
  remove: (play, n) => play.world.in((tx) => removePerson(tx, play.one(n).enrollmentId, play.world.moment())),
  park: (play) => play.setStatus("paused"),
  goOn: (play) => play.setStatus("active"),
  async stop(play, n) {
    if (n % 4 === 0)
      await play.world.in((tx) => stopSequence(tx, play.world.sequenceId, "archived", play.world.moment()));
  },
  reply: (play, n) => play.say(n, "replied"),
  away: (play, n) => play.say(n, "auto_replied"),
  bounce: (play, n) => play.say(n, "bounced", { bounceType: "hard" }),
  unsubscribe: (play, n) => play.say(n, "unsubscribed"),
  publishLess: (play, n) => play.publish(play.world.stepIds.slice(1 + (n % 2)), n),
  publishMore: (play, n) => play.publish([...play.world.stepIds.toReversed(), randomUUID()], n),
  send: (play) => play.send({ kind: "sent", meta: {} }),
  refuse: (play) => play.send({ kind: "bounced", meta: { bounceType: "block" } }),
  giveUp: (play) => play.send({ kind: "failed", meta: { reason: "gave_up" } }),
  async later(play) {
    play.world.now = addMs(play.world.now, HOUR_MS);
  },
};

const script = fc.array(
  fc.record({ move: fc.constantFrom(...Object.keys(moves), "send", "send", "later"), n: fc.nat(11) }),
  { minLength: 6, maxLength: 22 },
);

interface Counted {
  step: string;
  status: string;
  reason: string;
  people: number;
}

async function countsOf(world: LedgerWorld): Promise<{ stored: Counted[]; recounted: Counted[] }> {
  const stored = await world.rows<Counted>(
    `select step_id as step, status, stop_reason as reason, people from enrollment_counts
     where people <> 0 order by step_id, status, stop_reason`,
  );
  const recounted = await world.rows<Counted>(
    `select coalesce(current_step_id, $1) as step, status, coalesce(stop_reason, '') as reason, count(*)::int as people
     from sequence_enrollments group by 1, 2, 3 order by 1, 2, 3`,
    [nowhere],
  );
  return { stored, recounted };
}

/** Room that is taken although no email holds it, or held although it was not taken. */
function misplacedRoom(world: LedgerWorld): Promise<object[]> {
  return world.rows(
    `with held as (
       select 1 as period, reserved_hour as starts_at, count(*) as used from email_activities group by reserved_hour
       union all
       select 2, reserved_day, count(*) from email_activities group by reserved_day)
     select period, starts_at, c.used as taken, h.used as held
     from (select * from capacity where used <> 0) c
     full join (select * from held where starts_at is not null) h using (period, starts_at)
     where c.used is distinct from h.used`,
  );
}

/** Active people of a running sequence whom nothing will ever move again: not due, and owed no email. */
function forgotten(world: LedgerWorld): Promise<object[]> {
  return world.rows(
    `select n.current_step, n.waiting, (select string_agg(e.status, ' ') from email_activities e
         where e.enrollment_id = n.id and e.step_id = n.current_step_id) as emails
     from sequence_enrollments n join email_sequences q on q.id = n.sequence_id
     where n.status = 'active' and q.status = 'active' and n.due_at is null and not exists (
       select from email_activities e where e.enrollment_id = n.id and e.step_id = n.current_step_id
         and e.status in ('scheduled', 'sending', 'held', 'uncertain'))`,
  );
}

describe("people of a sequence", () => {
  test("are counted where they stand, hold their room and are never forgotten, whatever is done with them", async () => {
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        const play = new Play(await LedgerWorld.create(database.db));
        play.people.push(...(await play.world.enroll(3)));
        for (const { move, n } of steps) await moves[move]?.(play, n);
        await play.everybodyGoesOn();
        const { stored, recounted } = await countsOf(play.world);
        expect(stored).toEqual(recounted);
        expect(await misplacedRoom(play.world)).toEqual([]);
        expect(await forgotten(play.world)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  for (const [answer, meta] of [
    ["bounced", { bounceType: "block" }],
    ["failed", { reason: "gave_up" }],
  ] as const) {
    test(`go on with the next step when they are resumed after their email ${answer}`, async () => {
      const play = new Play(await LedgerWorld.create(database.db));
      const [person] = await play.world.enroll(1);
      await play.send({ kind: answer, meta });
      const id = (person as Person).enrollmentId;
      await play.world.in((tx) => resumePerson(tx, id, play.world.moment()));
      await play.world.plan();
      play.world.now = addMs(play.world.now, 2 * HOUR_MS);
      await play.world.plan();
      expect(
        await play.world.rows("select step_id, status from email_activities where enrollment_id = $1 order by id", [
          id,
        ]),
      ).toEqual([
        { step_id: play.world.stepIds[0], status: answer },
        { step_id: play.world.stepIds[1], status: "scheduled" },
      ]);
    });
  }

  test("run by the version that was published in the end, not by one that was rolled back", async () => {
    const play = new Play(await LedgerWorld.create(database.db));
    const { world } = play;
    await world.enroll(1);
    const [a, b, c] = world.stepIds;
    const first = await world.in((tx) => loadDefinition(tx, world.sequenceId, 1));
    const rolledBack = world.in(async (tx) => {
      const after = { ...first, version: 2, steps: first.steps.filter((step) => step.id !== a) };
      await tx.rows(
        "insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at) values ($1, $2, 2, $3, $4)",
        [world.workspaceId, world.sequenceId, JSON.stringify(after), new Date(world.now)],
      );
      const transferOf = () => ({ action: "move", place: after.steps[0] ?? null }) as const;
      await movePeople(tx, { after, transferOf }, world.moment());
      throw new Error("The connection was lost.");
    });
    await expect(rolledBack).rejects.toThrow("The connection was lost.");
    await play.publish([c, a, b], 2);
    expect((await world.in((tx) => loadDefinition(tx, world.sequenceId, 2))).steps.map((step) => step.id)).toEqual([
      c,
      a,
      b,
    ]);
  });
});
