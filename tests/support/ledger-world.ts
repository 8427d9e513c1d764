import { randomUUID } from "node:crypto";
import { asInstant, type Instant } from "@haste/engine/base";
import type { Definition, Trigger } from "@haste/engine/sequence";
import { planWorkspace } from "../../server/src/flow/schedule/index.ts";
import {
  type ClaimedEmail,
  claimLane,
  claimLeaseMs,
  commitSending,
  enrollPeople,
  type Mark,
  type Moment,
  type NewSignal,
  noLane,
  record,
  repairLane,
  stages,
} from "../../server/src/ledger/index.ts";
import { newIdAt } from "../../server/src/platform/context/index.ts";
import { type Database, inWorkspace, type Tx } from "../../server/src/platform/db/index.ts";
import { seedWorkspace } from "./database.ts";

/** Where every world of the ledger begins: a Monday morning. */
export const start = asInstant(Date.parse("2026-11-23T09:00:00.000Z"));

export interface Person {
  readonly contactId: string;
  readonly enrollmentId: string;
}

/** An email under a claim, with the claim's id. */
export type Claimed = ClaimedEmail & { readonly claimId: string };

type Chosen =
  | "replyHandling"
  | "bounceHandling"
  | "holidays"
  | "timezoneMode"
  | "intake"
  | "holdOut"
  | "priority"
  | "stopRules"
  | "sendingAccounts";

export interface WorldSettings extends Partial<Pick<Definition["settings"], Chosen>> {
  /** Named by their place; they may speak of the steps. */
  readonly triggers?: (stepIds: readonly string[]) => readonly Omit<Trigger, "id">[];
  readonly hourlyLimit?: number;
  readonly dailyLimit?: number;
  /** Kinds of the steps in their order; what is not named is an email. */
  readonly kinds?: readonly ("email" | "call")[];
  /** Whether the step after a call waits for its outcome; default true. */
  readonly awaitsCalls?: boolean;
}

/**
 * One workspace with a published sequence of three emails an hour apart, open at any time, and one sending account.
 * Everything moves through the ledger's own door; nothing is sent anywhere.
 */
export class LedgerWorld {
  readonly db: Database;
  readonly workspaceId: string;
  readonly sequenceId = randomUUID();
  readonly accountId = randomUUID();
  readonly stepIds = [randomUUID(), randomUUID(), randomUUID()] as const;
  now: Instant = start;

  private constructor(db: Database, workspaceId: string) {
    this.db = db;
    this.workspaceId = workspaceId;
  }

  static async create(db: Database, settings: WorldSettings = {}): Promise<LedgerWorld> {
    const world = new LedgerWorld(db, await seedWorkspace(db));
    await world.#seed(settings);
    return world;
  }

  in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return inWorkspace(this.db, this.workspaceId, work);
  }

  rows<R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.in((tx) => tx.rows<R>(text, values));
  }

  moment(): Moment {
    const { now } = this;
    return { now, machineNow: now, newId: () => newIdAt(new Date(now)) };
  }

  /** Lets a further version begin: the same steps unless told otherwise. */
  async publish(
    version: number,
    stepIds: readonly string[] = this.stepIds,
    settings: WorldSettings = {},
  ): Promise<void> {
    const definition = definitionOf(this.sequenceId, version, stepIds, settings);
    await this.rows(
      "insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at) values ($1, $2, $3, $4, $5)",
      [this.workspaceId, this.sequenceId, version, JSON.stringify(definition), new Date(this.now)],
    );
  }

  /** New contacts, before the first step from now on. */
  async enroll(count: number, sequenceVersion = 1): Promise<Person[]> {
    const ids = await this.contacts(count);
    const people = ids.map((contactId) => ({ contactId, enrollmentId: this.moment().newId() }));
    await this.in((tx) => this.enrollAgain(tx, people, sequenceVersion));
    return people;
  }

  /** New contacts whom nobody has enrolled. */
  async contacts(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    await this.rows(
      `insert into contacts (workspace_id, id, email, email_key, first_name)
       select $1, id, id || '@example.com', id || '@example.com', 'Ada' from unnest($2::uuid[]) id`,
      [this.workspaceId, ids],
    );
    return ids;
  }

  /** Begins an episode of contacts that exist. */
  enrollAgain(tx: Tx, people: readonly Person[], sequenceVersion = 1): Promise<string[]> {
    return enrollPeople(
      tx,
      people.map(({ contactId, enrollmentId }) => ({
        id: enrollmentId,
        sequenceId: this.sequenceId,
        contactId,
        sequenceVersion,
        currentStepId: this.stepIds[0],
        stepDueAt: this.now,
        sendingAccountId: null,
        enrolledBy: null,
        context: {},
      })),
      this.moment(),
    );
  }

  /** Plans everybody who is due now; returns how many emails came to wait. */
  async plan(): Promise<number> {
    let emails = 0;
    for (;;) {
      const planned = await planWorkspace(this.db, this.workspaceId, new Date(this.now));
      if (planned === null || planned.people === 0) return emails;
      emails += planned.emails;
    }
  }

  /** Claims what is due of the account, as a worker would. */
  async claim(limit = 100): Promise<Claimed[]> {
    return this.in(async (tx) => {
      const moment = this.moment();
      const lane = { stage: stages.send, lane: this.accountId, id: moment.newId(), at: new Date(this.now) };
      await repairLane(tx, lane);
      const wanted = { accountId: this.accountId, worker: 1, limit, leaseMs: claimLeaseMs };
      const claim = await claimLane(tx, wanted, new Date(this.now));
      return claim === null ? [] : claim.emails.map((email) => ({ ...email, claimId: claim.id }));
    });
  }

  /** The last look: which of these may leave. */
  mark(emails: readonly Claimed[]): Promise<Set<string>> {
    return this.in((tx) => this.markIn(tx, emails));
  }

  markIn(tx: Tx, emails: readonly Claimed[]): Promise<Set<string>> {
    return commitSending(tx, { results: [], marks: emails.map(markOf), finishedClaims: [] }, this.moment());
  }

  /** Writes what came back, each result under the claim it was made with. */
  async results(signals: readonly NewSignal[]): Promise<void> {
    await this.in((tx) =>
      commitSending(
        tx,
        { results: signals.map((signal) => ({ signal, unmarked: null })), marks: [], finishedClaims: [] },
        this.moment(),
      ),
    );
  }

  record(signals: readonly NewSignal[]): Promise<number> {
    return this.in(async (tx) => (await record(tx, signals, this.moment())).taken);
  }

  /** Enrolls people and brings the email of their first step as far as the wire. */
  async toTheWire(count: number): Promise<{ people: Person[]; emails: Claimed[] }> {
    const people = await this.enroll(count);
    await this.plan();
    const emails = await this.claim();
    await this.mark(emails);
    const inOrder = people.map(
      (person) => emails.find((email) => email.enrollment_id === person.enrollmentId) as Claimed,
    );
    return { people, emails: inOrder };
  }

  async #seed(settings: WorldSettings): Promise<void> {
    const { workspaceId, sequenceId, accountId } = this;
    await this.rows(
      `insert into sending_accounts (workspace_id, id, provider, email, display_name, hourly_limit, daily_limit, min_gap_ms)
       values ($1, $2, 'smtp', 'grace@sandbox.haste.test', 'Grace', $3, $4, 0)`,
      [workspaceId, accountId, settings.hourlyLimit ?? 10_000, settings.dailyLimit ?? 10_000],
    );
    await this.rows(
      "insert into email_sequences (workspace_id, id, name, status, published_version) values ($1, $2, 'Founders', 'active', 1)",
      [workspaceId, sequenceId],
    );
    for (const [order, id] of this.stepIds.entries()) {
      await this.rows(
        `insert into sequence_steps (workspace_id, id, sequence_id, type, order_index, delay_value, delay_unit)
         values ($1, $2, $3, 'email', $4, 1, 'hours')`,
        [workspaceId, id, sequenceId, order],
      );
    }
    await this.publish(1, this.stepIds, settings);
  }
}

function definitionOf(sequenceId: string, version: number, stepIds: readonly string[], settings: WorldSettings) {
  return {
    sequenceId,
    version,
    name: "Founders",
    settings: {
      timezone: "UTC",
      timezoneMode: settings.timezoneMode ?? "sequence",
      holidays: settings.holidays ?? null,
      windows: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], start: "00:00", end: "24:00" }],
      replyHandling: settings.replyHandling ?? "stop",
      bounceHandling: settings.bounceHandling ?? "stop",
      ...(settings.intake === undefined ? {} : { intake: settings.intake }),
      ...(settings.holdOut === undefined ? {} : { holdOut: settings.holdOut }),
      ...(settings.priority === undefined ? {} : { priority: settings.priority }),
      sendingAccounts: settings.sendingAccounts ?? null,
      stopRules: settings.stopRules ?? null,
      triggers: (settings.triggers?.(stepIds) ?? []).map((trigger, place) => ({ id: `t${place}`, ...trigger })),
      tracking: { opens: true, clicks: true },
    },
    steps: stepIds.map((id, order) => ({
      id,
      kind: settings.kinds?.[order] ?? "email",
      order,
      delay: { value: order === 0 ? 0 : 1, unit: "hours" },
      content:
        settings.kinds?.[order] === "call"
          ? { title: "Call", notes: null, dueIn: null, waitForCompletion: settings.awaitsCalls ?? true }
          : { subject: "Hello", htmlContent: "<p>Hello</p>", textContent: null },
      tracking: null,
      templateId: null,
    })),
  };
}

function markOf(email: Claimed): Mark {
  return {
    emailId: email.id,
    claimId: email.claimId,
    to: email.to_email,
    subject: "Hello",
    fromEmail: "grace@sandbox.haste.test",
    inReplyTo: null,
    sealed: new Uint8Array([1]),
  };
}

/** A signal about an email, done by a machine and counted each time unless told otherwise. */
export function signalOf(email: ClaimedEmail, kind: NewSignal["kind"], more: Partial<NewSignal> = {}): NewSignal {
  return {
    kind,
    actor: "machine",
    occurredAt: start,
    emailId: email.id,
    contactId: email.contact_id,
    enrollmentId: email.enrollment_id,
    link: null,
    meta: {},
    key: null,
    ...more,
  };
}

/** Stands for a step where somebody stands at none. */
export const nowhere = noLane;
