import { randomUUID } from "node:crypto";
import { addMs, asInstant, DAY_MS } from "@haste/engine/base";
import { type Definition, firstStep, type PublishAction, transferOf } from "@haste/engine/sequence";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { Dice, EditWorld, isAtTop, topEmails } from "../../../tests/support/edit-world.ts";
import { LedgerWorld, signalOf } from "../../../tests/support/ledger-world.ts";
import { enrollPeople, movePeople } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const actions: readonly PublishAction[] = ["keep", "move", "reenter"];

/** A tree that is edited at random, with the real planner, ledger and database under its people. */
class Living {
  readonly world: LedgerWorld;
  readonly #trees: EditWorld;
  readonly #dice: Dice;
  /** By version, the first of the tree is 2: the world began with one of its own. */
  readonly versions = new Map<number, Definition>();

  constructor(world: LedgerWorld, numbers: readonly number[]) {
    this.world = world;
    this.#trees = new EditWorld(numbers, { hasExits: false });
    this.#dice = new Dice(numbers);
  }

  get latest(): Definition {
    return [...this.versions.values()].at(-1) as Definition;
  }

  edit(): void {
    this.#trees.edit();
  }

  async publish(): Promise<void> {
    if (this.versions.size > 0) this.#trees.publish(["keep"]);
    const { world } = this;
    const version = this.versions.size + 2;
    const after: Definition = { ...this.#trees.latest, sequenceId: world.sequenceId, version };
    const chosen = new Map<string, PublishAction>();
    await world.in(async (tx) => {
      await tx.rows(
        "insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at) values ($1, $2, $3, $4, $5)",
        [world.workspaceId, world.sequenceId, version, JSON.stringify(after), new Date(world.now)],
      );
      const transfer: Parameters<typeof movePeople>[1]["transferOf"] = ({ currentStepId: stepId, sequenceVersion }) => {
        const before = this.versions.get(sequenceVersion);
        if (stepId === null || before === undefined) return null;
        const key = `${sequenceVersion} ${stepId}`;
        const action = chosen.get(key) ?? this.#dice.one(actions);
        chosen.set(key, action);
        const migration = { atStepId: stepId, atVersion: sequenceVersion, action, toStepId: null };
        return transferOf(before, after, { stepId, migration });
      };
      await movePeople(tx, { after, transferOf: transfer }, world.moment());
    });
    this.versions.set(version, after);
  }

  async enroll(): Promise<void> {
    const { world } = this;
    const [first, contactId] = [firstStep(this.latest), randomUUID()];
    if (first === null) return;
    await world.in(async (tx) => {
      await tx.rows("insert into contacts (workspace_id, id, email, email_key) values ($1, $2, $3, $3)", [
        world.workspaceId,
        contactId,
        `${contactId}@example.com`,
      ]);
      const none = { sendingAccountId: null, enrolledBy: null, context: {} };
      const { sequenceId } = world;
      const stands = {
        sequenceVersion: this.latest.version,
        currentStepId: first.id,
        stepDueAt: addMs(world.now, DAY_MS),
      };
      await enrollPeople(
        tx,
        [{ id: world.moment().newId(), sequenceId, contactId, ...stands, ...none }],
        world.moment(),
      );
    });
  }

  /** The next instant at which anything is due, and everything that is due then. False: nothing is. */
  async advance(): Promise<boolean> {
    const { world } = this;
    const [next] = await world.rows<{ at: Date | null }>(
      `select least((select min(due_at) from sequence_enrollments), (select min(due_at) from email_activities)) as at`,
    );
    if (next?.at === null || next === undefined) return false;
    world.now = asInstant(Math.max(world.now, next.at.getTime()));
    await world.plan();
    const claimed = await world.claim();
    const allowed = await world.mark(claimed);
    const sent = claimed.filter((email) => allowed.has(email.id));
    await world.results(
      sent.map((email) => ({ ...signalOf(email, "sent"), occurredAt: world.now, claimId: email.claimId })),
    );
    return true;
  }

  /** Everybody with the version they ended by and the steps whose mail they got, each as often as it came. */
  people() {
    return this.world.rows<{ status: string; version: number; sent: string[] }>(
      `select n.status, n.sequence_version as version,
              array(select e.step_id::text from email_activities e where e.enrollment_id = n.id and e.sent_at is not null) as sent
         from sequence_enrollments n where n.workspace_id = $1`,
      [this.world.workspaceId],
    );
  }
}

const mostInstants = 400;

test("people of a tree that is edited while they walk it come to their end, each mail once and none left out", async () => {
  let mails = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(2 ** 20), { minLength: 8, maxLength: 18 }), async (numbers) => {
      const living = new Living(await LedgerWorld.create(database.db), numbers);
      await living.publish();
      await living.enroll();
      for (const number of numbers) {
        const kind = number % 6;
        if (kind === 0) await living.enroll();
        else if (kind <= 2) living.edit();
        else if (kind === 3) await living.publish();
        else await living.advance();
      }
      await living.publish();
      let round = 0;
      while (round < mostInstants && (await living.advance())) round += 1;
      for (const { status, version, sent } of await living.people()) {
        expect(status).toBe("completed");
        expect(new Set(sent).size).toBe(sent.length);
        const last = living.versions.get(version) as Definition;
        const all = [...living.versions.values()];
        const owed = topEmails(last).filter((id) => all.every((one) => isAtTop(one, id)));
        expect(owed.filter((id) => !sent.includes(id))).toEqual([]);
        mails += sent.length;
      }
    }),
    { numRuns: 20 },
  );
  expect(mails).toBeGreaterThan(40);
});
