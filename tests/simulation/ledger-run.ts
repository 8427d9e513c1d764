import { asInstant, type Instant } from "@haste/engine/base";
import type { EnrollmentState } from "@haste/engine/react";
import type { StepDefinition } from "@haste/engine/sequence";
import {
  isSameHold,
  type LogLine,
  lineOf,
  linesOfDecision,
  linesOfMove,
  type SimulatedPerson,
} from "@haste/engine/simulate";
import { planWorkspace } from "../../server/src/flow/schedule/index.ts";
import {
  claimLane,
  claimLeaseMs,
  commitSending,
  endTasks,
  enrollPeople,
  type Moment,
  record,
  releaseRefused,
  repairLane,
  stages,
  stateOf,
} from "../../server/src/ledger/index.ts";
import { newIdAt } from "../../server/src/platform/context/index.ts";
import { type Database, inWorkspace, type Tx } from "../../server/src/platform/db/index.ts";
import { enrollmentsOf, seed, sequencesOf } from "./seed-world.ts";
import type { RandomWorld, SecondSequence } from "./worlds.ts";

/**
 * The same world on PostgreSQL: the schedule stage and the ledger themselves under a clock that jumps from one instant to
 * the next. Only the mail server is left out: what is claimed and passes the last look has left in that instant.
 */
export class LedgerRun {
  readonly #db: Database;
  #world: RandomWorld;
  readonly #lines = new Map<string, LogLine[]>();
  #arrivals: Arrival[] = [];
  readonly #asked = new Set<string>();
  /** How everybody stood after the last thing that happened. */
  #known: States = new Map();
  #now: Instant;

  constructor(db: Database, world: RandomWorld) {
    this.#db = db;
    this.#world = world;
    this.#now = world.from;
  }

  async run(): Promise<this> {
    await this.#in((tx) => seed(tx, this.#world));
    for (const sequence of sequencesOf(this.#world)) await this.#enroll(sequence);
    await this.#runTo(this.#world.until);
    return this;
  }

  /**
   * The second sequence alone up to an instant, at which the people of the first are enrolled. From then on nobody does
   * anything any more: what will still be answered of earlier mails is in no row.
   */
  async runSecondTo(at: Instant): Promise<this> {
    await this.#in((tx) => seed(tx, this.#world));
    if (this.#world.second !== null) await this.#enroll(this.#world.second);
    await this.#runTo(at);
    this.#now = at;
    this.#arrivals = [];
    this.#lines.clear();
    this.#world = { ...this.#world, behavior: { afterEmail: () => [], afterTask: () => null } };
    return this;
  }

  /** Those of the first sequence whom enrolling would refuse. */
  async refused(): Promise<ReadonlySet<string>> {
    const rows = await this.#in((tx) =>
      tx.rows<{ id: string }>(
        `select c.id from contacts c join suppressions s on s.workspace_id = $1 and s.email_key = c.email_key
         where c.workspace_id = $1`,
        [tx.workspaceId],
      ),
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Enrolls people in the first sequence now, and goes on to the end. */
  async runBoth(people: readonly SimulatedPerson[]): Promise<this> {
    await this.#enroll({ definition: this.#world.definition, people });
    await this.#runTo(this.#world.until);
    return this;
  }

  async #enroll({ definition, people }: SecondSequence): Promise<void> {
    const before = this.#known;
    const rows = enrollmentsOf(definition, people, this.#now);
    await this.#in((tx) => enrollPeople(tx, rows, this.#moment()));
    this.#known = await this.states();
    this.#addHeldOut(before, this.#known);
  }

  async #runTo(until: Instant): Promise<void> {
    let next = await this.#nextInstant();
    while (next !== null && next <= until) {
      this.#now = next;
      await this.#pass();
      next = await this.#nextInstant();
    }
  }

  /** How many waiting emails gave way to others. */
  displaced = 0;

  /** By enrollment, in the order in which they began. */
  get logs(): readonly (readonly [string, readonly LogLine[]])[] {
    return [...this.#lines].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  /** How everybody stands in their row, by enrollment. */
  async states(): Promise<States> {
    const rows = await this.#in((tx) =>
      tx.rows<Parameters<typeof stateOf>[0]>("select * from sequence_enrollments where workspace_id = $1 order by id", [
        tx.workspaceId,
      ]),
    );
    return new Map(rows.map((row) => [row.id, stateOf(row)]));
  }

  #in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return inWorkspace(this.#db, this.#world.workspaceId, work);
  }

  #moment(): Moment {
    const now = this.#now;
    return { now, machineNow: now, newId: () => newIdAt(new Date(now)) };
  }

  async #nextInstant(): Promise<Instant | null> {
    const arrival = this.#arrivals[0]?.at ?? null;
    const [row] = await this.#in((tx) =>
      tx.rows<{ person: Date | null; email: Date | null; restless: boolean | null }>(
        `select (select min(due_at) from email_activities where workspace_id = $1 and due_at is not null) as email,
           min(due_at) as person, bool_or(waiting->>'hold' is null) as restless
         from sequence_enrollments where workspace_id = $1 and due_at is not null`,
        [tx.workspaceId],
      ),
    );
    if (arrival === null && row?.email == null && row?.restless !== true) return null;
    const instants = [arrival, row?.email?.getTime(), row?.person?.getTime()].filter((at) => at != null);
    return instants.length === 0 ? null : asInstant(Math.min(...instants));
  }

  async #pass(): Promise<void> {
    while (this.#arrivals[0] !== undefined && this.#arrivals[0].at <= this.#now) {
      await this.#arrive(this.#arrivals.shift() as Arrival);
    }
    do {
      while (await this.#plan());
    } while (await this.#send());
  }

  async #plan(): Promise<boolean> {
    const before = this.#known;
    const planned = await planWorkspace(this.#db, this.#world.workspaceId, new Date(this.#now));
    if (planned === null || planned.people === 0) return false;
    this.#known = await this.states();
    this.#addHeldOut(before, this.#known);
    for (const decision of planned.decisions) {
      if (decision.do === "send") this.displaced += decision.displaces?.length ?? 0;
      const state = before.get(decision.enrollmentId);
      if (state === undefined) throw new Error("decided about a stranger");
      const after = this.#known.get(decision.enrollmentId) ?? state;
      for (const line of linesOfDecision(decision, { before: state, after, at: this.#now })) this.#add(state.id, line);
      if (decision.do === "task") await this.#ask(decision.enrollmentId, state.contactId, decision.stepId);
    }
    return true;
  }

  async #ask(enrollmentId: string, contactId: string, stepId: string): Promise<void> {
    if (this.#asked.has(`${enrollmentId} ${stepId}`)) return;
    this.#asked.add(`${enrollmentId} ${stepId}`);
    const done = this.#world.behavior.afterTask({ contactId, stepId, at: this.#now });
    if (done === null) return;
    const [task] = await this.#in((tx) =>
      tx.rows<{ id: string }>("select id from tasks where workspace_id = $1 and enrollment_id = $2 and step_id = $3", [
        ...[tx.workspaceId, enrollmentId, stepId],
      ]),
    );
    if (task === undefined) throw new Error("a task that was decided was not opened");
    this.#expect({ at: done.at, enrollmentId, contactId, stepId, task: { id: task.id, outcome: done.outcome } });
  }

  /** Everything due leaves: claim, last look, result, as a worker does it. */
  async #send(): Promise<boolean> {
    const before = this.#known;
    const { sent, claimed } = await this.#in((tx) => sendDue(tx, this.#world, this.#moment()));
    if (claimed === 0) return false;
    const after = await this.states();
    this.#known = after;
    for (const { enrollmentId, contactId, stepId, accountId, variantId, at } of sent)
      this.#add(enrollmentId, lineOf({ contactId, at }, "send", stepId, { accountId, variantId }));
    this.#addMoves(before, after);
    for (const { enrollmentId, contactId, stepId, at } of sent) {
      const links = this.#linksOf(stepId);
      for (const happening of this.#world.behavior.afterEmail({ contactId, stepId, at, links })) {
        this.#expect({ at: happening.at, enrollmentId, contactId, stepId, happening });
      }
    }
    return true;
  }

  #linksOf(stepId: string): number {
    const steps = sequencesOf(this.#world).flatMap(({ definition }) => definition.steps);
    const step = steps.find((one) => one.id === stepId) as StepDefinition;
    return step.kind === "email" ? (step.content.htmlContent?.match(/href=/g)?.length ?? 0) : 0;
  }

  async #arrive(arrival: Arrival): Promise<void> {
    const { enrollmentId, contactId, stepId, at } = arrival;
    const before = this.#known;
    if (arrival.task !== undefined) {
      const { id, outcome } = arrival.task;
      const ending = { ids: [id], status: "done" as const, outcome, remark: null, userId: null };
      const { changed } = await this.#in((tx) => endTasks(tx, ending, this.#moment()));
      if (!changed.has(id)) return;
      this.#add(enrollmentId, lineOf({ contactId, at }, "task_done", stepId));
    } else if (arrival.happening !== undefined) {
      const { kind, link, meta } = arrival.happening;
      await this.#in(async (tx) => {
        const [email] = await tx.rows<{ id: string }>(
          "select id from email_activities where workspace_id = $1 and enrollment_id = $2 and step_id = $3",
          [tx.workspaceId, enrollmentId, stepId],
        );
        const signal = { kind, actor: "human" as const, occurredAt: at, emailId: email?.id ?? null, contactId };
        await record(tx, [{ ...signal, enrollmentId, link, meta, key: null }], this.#moment());
      });
      this.#add(enrollmentId, lineOf({ contactId, at }, kind, stepId));
    }
    this.#known = await this.states();
    this.#addMoves(before, this.#known);
  }

  /** Whoever is over as they begin. */
  #addHeldOut(before: States, after: States): void {
    for (const [id, is] of after) {
      if (before.has(id)) continue;
      for (const line of linesOfMove({ ...is, status: "active" }, is, this.#now)) this.#add(id, line);
    }
  }

  /** What one thing that happened did to everybody it reached. */
  #addMoves(before: States, after: States): void {
    this.#addHeldOut(before, after);
    for (const [id, was] of before) {
      const is = after.get(id);
      if (is === undefined) throw new Error("an enrollment vanished");
      for (const line of linesOfMove(was, is, this.#now)) this.#add(id, line);
    }
  }

  #add(enrollmentId: string, line: LogLine): void {
    const lines = this.#lines.get(enrollmentId) ?? [];
    if (!isSameHold(line, lines.at(-1))) lines.push(line);
    this.#lines.set(enrollmentId, lines);
  }

  #expect(arrival: Arrival): void {
    // Sorting is stable: what one person does in one instant keeps its order.
    this.#arrivals = [...this.#arrivals, arrival].toSorted(
      (a, b) => a.at - b.at || Number(a.enrollmentId > b.enrollmentId) - Number(a.enrollmentId < b.enrollmentId),
    );
  }
}

type States = ReadonlyMap<string, EnrollmentState>;

interface Arrival {
  readonly at: Instant;
  readonly enrollmentId: string;
  readonly contactId: string;
  readonly stepId: string;
  readonly happening?: ReturnType<RandomWorld["behavior"]["afterEmail"]>[number];
  readonly task?: { readonly id: string; readonly outcome: string };
}

interface SentEmail {
  readonly enrollmentId: string;
  readonly contactId: string;
  readonly stepId: string;
  readonly accountId: string;
  readonly variantId: string | null;
  readonly at: Instant;
}

async function sendDue(
  tx: Tx,
  { accounts }: RandomWorld,
  moment: Moment,
): Promise<{ sent: SentEmail[]; claimed: number }> {
  const due = await tx.rows<{ account: string }>(
    `select distinct sending_account_id as account from email_activities
     where workspace_id = $1 and due_at <= $2`,
    [tx.workspaceId, new Date(moment.now)],
  );
  const ids: string[] = [];
  let claimed = 0;
  for (const { id: accountId } of accounts.filter(({ id }) => due.some(({ account }) => account === id))) {
    await repairLane(tx, { stage: stages.send, lane: accountId, id: moment.newId(), at: new Date(moment.now) });
    const wanted = { accountId, worker: 1, limit: 500, leaseMs: claimLeaseMs };
    const claim = await claimLane(tx, wanted, new Date(moment.machineNow));
    if (claim === null) continue;
    claimed += claim.emails.length;
    const mark = {
      claimId: claim.id,
      subject: "Hello",
      fromEmail: "a@a.test",
      inReplyTo: null,
      sealed: new Uint8Array([1]),
    };
    const marks = claim.emails.map((email) => ({ ...mark, emailId: email.id, to: email.to_email }));
    const allowed = await commitSending(tx, { results: [], marks, finishedClaims: [] }, moment);
    const results = claim.emails
      .filter((email) => allowed.has(email.id))
      .map((email) => ({
        ...{ kind: "sent" as const, actor: "machine" as const, occurredAt: moment.now, emailId: email.id, link: null },
        ...{ contactId: email.contact_id, enrollmentId: email.enrollment_id, meta: {}, key: null, claimId: claim.id },
      }));
    await commitSending(
      tx,
      { results: results.map((signal) => ({ signal, unmarked: null })), marks: [], finishedClaims: [] },
      moment,
    );
    const refused = claim.emails.filter((email) => !allowed.has(email.id));
    const [emailIds, enrollmentIds] = [refused.map(({ id }) => id), refused.flatMap((one) => one.enrollment_id ?? [])];
    await releaseRefused(tx, { claimId: claim.id, emailIds, enrollmentIds }, moment);
    await commitSending(tx, { results: [], marks: [], finishedClaims: [claim.id] }, moment);
    ids.push(...results.map((result) => result.emailId));
  }
  const rows = await tx.rows<Omit<SentEmail, "at"> & { readonly at: Date }>(
    `select enrollment_id as "enrollmentId", contact_id as "contactId", step_id as "stepId",
       sending_account_id as "accountId", variant_id as "variantId", sent_at as at from email_activities
     where workspace_id = $1 and id = any($2) order by enrollment_id`,
    [tx.workspaceId, ids],
  );
  const sent = rows.map((row) => ({ ...row, at: asInstant(row.at.getTime()) }));
  return { sent, claimed };
}
