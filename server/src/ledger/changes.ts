import type { EventName } from "@haste/contract/nouns/operations";
import type { Instant } from "@haste/engine/base";
import type { EnrollmentState } from "@haste/engine/react";
import type { Signal } from "@haste/engine/track";
import type { Tx } from "../platform/db/index.ts";
import { type AnsweredPace, answerPaces } from "./answer-paces.ts";
import { askDealMoves, type DealMove } from "./ask-deal-moves.ts";
import {
  type Derived,
  deriveCounts,
  eachTimeCounters,
  isLate,
  onceCounters,
  quarterOf,
  readerOf,
} from "./derive-counts.ts";
import { handPlacesOn } from "./hand-places-on.ts";
import { noLane, stages } from "./lanes.ts";
import { type Moment, onMachineClock } from "./moment.ts";
import { type AskedTask, askTasks } from "./queries/asked-tasks.ts";
import { type CapacityChange, changeCapacity } from "./queries/capacity.ts";
import { keepAttention, type LockedEmail, lockWaitingEmails, updateEmails, updateVisits } from "./queries/emails.ts";
import { type EnrollmentWrite, updateEnrollments } from "./queries/enrollments.ts";
import { appendEvents, type NewEvent, sendEvents } from "./queries/events.ts";
import { appendWakeups, type Wakeup } from "./queries/flow-control.ts";
import {
  addHappeningRollups,
  addProviderRollups,
  addSendRollups,
  changePeopleCounts,
  type HappeningCounter,
  type HappeningRollup,
  type PeopleChange,
  type ProviderRollup,
  type SendCounter,
  type SendRollup,
  sendCounters,
} from "./queries/rollups.ts";
import { insertSignals } from "./queries/signals.ts";
import { insertSuppressions, type NewSuppression } from "./queries/suppressions.ts";
import { cancelTasks } from "./queries/tasks.ts";
import { holdVerdicts, type PendingVerdict } from "./queries/visits.ts";

/**
 * Everything one transaction of the ledger will write, gathered in memory and written in a fixed order (enrollments,
 * emails, capacity, rollups, then the event counter), each in key order: so writers wait, but never in a circle, and
 * the counter row is held only until the commit that follows.
 */
export class Changes {
  readonly moment: Moment;
  readonly #enrollments = new Map<string, { before: EnrollmentState; after: EnrollmentState; step: number }>();
  readonly #cancelFor = new Set<string>();
  readonly #emails = new Map<string, LockedEmail>();
  readonly #visited = new Map<string, LockedEmail>();
  readonly #capacity: CapacityChange[] = [];
  readonly #paces: AnsweredPace[] = [];
  readonly #sendRollups = new Map<string, SendRollup>();
  readonly #providerRollups = new Map<string, ProviderRollup>();
  readonly #happeningRollups = new Map<string, HappeningRollup>();
  readonly #people = new Map<string, PeopleChange>();
  readonly #suppressions: NewSuppression[] = [];
  readonly #wakeups: Wakeup[] = [];
  readonly #signals: Signal[] = [];
  readonly #verdicts: PendingVerdict[] = [];
  readonly #tasks: AskedTask[] = [];
  readonly #dealMoves: DealMove[] = [];
  readonly #events: NewEvent[] = [];

  constructor(moment: Moment) {
    this.moment = moment;
  }

  /** Moves a locked enrollment; `step` is the position people read, counted from 0. */
  moveEnrollment(before: EnrollmentState, after: EnrollmentState, step: number): void {
    const known = this.#enrollments.get(after.id);
    this.#enrollments.set(after.id, { before: known?.before ?? before, after, step });
  }

  cancelWaiting(enrollmentId: string): void {
    this.#cancelFor.add(enrollmentId);
  }

  /** Notes that a locked email was changed in place. */
  touchEmail(email: LockedEmail): void {
    this.#visited.delete(email.id);
    this.#emails.set(email.id, email);
  }

  /** The same of an email of which only opens and clicks were counted: most of what is recorded. */
  touchVisits(email: LockedEmail): void {
    if (!this.#emails.has(email.id)) this.#visited.set(email.id, email);
  }

  /** Gives the email's room back: that of its account's hour and day, and all it holds beyond. */
  releaseCapacity(email: LockedEmail): void {
    const own = { scope: "account", key: email.sending_account_id } as const;
    const held: Pick<CapacityChange, "scope" | "key" | "period" | "startsAt">[] = [...(email.reserved_rooms ?? [])];
    if (email.reserved_hour !== null)
      held.push({ ...own, period: "hour", startsAt: email.reserved_hour.getTime() as Instant });
    if (email.reserved_day !== null)
      held.push({ ...own, period: "day", startsAt: email.reserved_day.getTime() as Instant });
    for (const room of held) this.#capacity.push({ ...room, cap: 0, by: -1 });
    email.reserved_hour = null;
    email.reserved_day = null;
    email.reserved_rooms = null;
    email.reserved_until = null;
  }

  /** Notes what a server's answer says of the pace towards its provider. */
  answerPace(answer: AnsweredPace | null): void {
    if (answer !== null) this.#paces.push(answer);
  }

  takeCapacity(change: CapacityChange): void {
    this.#capacity.push(change);
  }

  /** Counts what an email's row adds now and did not before: `happenedAt` dates what has no instant of its own. */
  count(email: LockedEmail, before: Derived, happenedAt: Instant): void {
    const after = deriveCounts(email);
    const [from, to] = [quarterOfSending(before), quarterOfSending(after)];
    if (from !== null && from !== to) this.#countSent(email, from, difference(before.send, null));
    if (to !== null) this.#countSent(email, to, difference(from === to ? before.send : null, after.send));
    for (const name of onceCounters) {
      const [was, is] = [before.once[name], after.once[name]];
      if (was !== null) this.#countHappened(email, quarterOf(was), name, -1);
      if (is !== null) this.#countHappened(email, quarterOf(is), name, 1);
    }
    for (const name of eachTimeCounters)
      this.#countHappened(email, quarterOf(happenedAt), name, after.send[name] - before.send[name]);
  }

  /** Marks in its quarter what is told long after it happened. */
  countIfLate(email: LockedEmail, happenedAt: Instant): void {
    if (isLate(happenedAt, this.moment.now)) this.#countHappened(email, quarterOf(happenedAt), "late", 1);
  }

  #countSent(email: LockedEmail, bucket: Instant, counted: readonly Counted[]): void {
    const { sequence_id: sequenceId, sequence_version: sequenceVersion, step_id: stepId } = email;
    if (counted.length === 0 || sequenceId === null || stepId === null || sequenceVersion === null) return;
    const variantId = email.variant_id ?? noLane;
    const accountId = email.sending_account_id;
    const key = `${sequenceId} ${String(sequenceVersion).padStart(9, "0")} ${stepId} ${variantId} ${accountId} ${bucket}`;
    const row = this.#sendRollups.get(key) ?? {
      ...{ sequenceId, sequenceVersion, stepId, variantId, accountId, bucket },
      counts: {},
    };
    for (const [name, by] of counted) row.counts[name] = (row.counts[name] ?? 0) + by;
    this.#sendRollups.set(key, row);
    const provider = readerOf(email);
    const ofProvider = `${sequenceId} ${accountId} ${provider} ${bucket}`;
    const read = this.#providerRollups.get(ofProvider) ?? { sequenceId, accountId, provider, bucket, counts: {} };
    for (const [name, by] of counted) read.counts[name] = (read.counts[name] ?? 0) + by;
    this.#providerRollups.set(ofProvider, read);
  }

  #countHappened(email: LockedEmail, bucket: Instant, name: HappeningCounter, by: number): void {
    const { sequence_id: sequenceId, sending_account_id: accountId } = email;
    if (sequenceId === null || by === 0) return;
    const key = `${sequenceId} ${accountId} ${bucket}`;
    const row = this.#happeningRollups.get(key) ?? { sequenceId, accountId, bucket, counts: {} };
    row.counts[name] = (row.counts[name] ?? 0) + by;
    this.#happeningRollups.set(key, row);
  }

  suppress(suppression: NewSuppression): void {
    this.#suppressions.push(suppression);
  }

  addSignal(signal: Signal): void {
    this.#signals.push(signal);
  }

  /** Who did it is decided later, when it is known what else came in its seconds. */
  holdVerdict(verdict: PendingVerdict): void {
    this.#verdicts.push(verdict);
    this.wake(stages.judge, noLane, verdict.dueAt);
  }

  addEvent(name: EventName, body: Readonly<Record<string, unknown>>): void {
    this.#events.push({ id: this.moment.newId(), name, body });
  }

  /** Asks the team to do something for a person. */
  askTask(task: Omit<AskedTask, "id">): void {
    this.#tasks.push({ ...task, id: this.moment.newId() });
    this.addEvent("task.created", {
      occurredAt: new Date(this.moment.now).toISOString(),
      enrollmentId: task.enrollmentId,
      contactId: task.contactId,
      sequenceId: task.sequenceId,
      detail: task.title,
    });
  }

  /** Asks for the deal of a person to be moved, right after this transaction. */
  askDealMove(move: DealMove): void {
    this.#dealMoves.push(move);
  }

  /** People newly standing somewhere, e.g. just enrolled. */
  countPeople(state: EnrollmentState, by: 1 | -1): void {
    const stepId = state.currentStepId ?? noLane;
    const stopReason = state.status === "stopped" ? (state.stopReason ?? "") : "";
    const key = `${state.sequenceId} ${stepId} ${state.status} ${stopReason}`;
    const known = this.#people.get(key);
    const change = { sequenceId: state.sequenceId, stepId, status: state.status, stopReason };
    this.#people.set(key, { ...change, by: (known?.by ?? 0) + by });
  }

  wake(stage: number, lane: string, dueAt: Instant): void {
    this.#wakeups.push({ stage, lane, dueAt: onMachineClock(this.moment, dueAt), id: this.moment.newId() });
  }

  /** The state an enrollment will be in, as far as this transaction decided. */
  stateOf(enrollmentId: string): EnrollmentState | undefined {
    return this.#enrollments.get(enrollmentId)?.after;
  }

  /**
   * Writes all of it, then what the caller has to write before places that were given up are handed on. Returns the last
   * event number, or null where nothing was told.
   */
  async write(tx: Tx, beforeHandingOn?: () => Promise<void>): Promise<number | null> {
    await this.#writeRows(tx);
    const lastSeq = await appendEvents(tx, this.#events);
    await beforeHandingOn?.();
    await this.#handPlacesOn(tx);
    return lastSeq;
  }

  /** The same for whoever does not ask for the number: everything is on its way, and the commit waits for it. */
  async send(tx: Tx): Promise<void> {
    await this.#writeRows(tx);
    sendEvents(tx, this.#events);
    await this.#handPlacesOn(tx);
  }

  async #handPlacesOn(tx: Tx): Promise<void> {
    const { now } = this.moment;
    if (!(await handPlacesOn(tx, this.#leavers(), now))) return;
    const wakeup = { stage: stages.schedule, lane: noLane, dueAt: onMachineClock(this.moment, now) };
    appendWakeups(tx, [{ ...wakeup, id: this.moment.newId() }]);
  }

  /** Whoever is on the way no more, and may not have begun. */
  #leavers(): string[] {
    return [...this.#enrollments.values()].flatMap(({ before, after }) =>
      before.status === "active" && (after.status === "paused" || after.status === "stopped") ? [after.id] : [],
    );
  }

  async #writeRows(tx: Tx): Promise<void> {
    const writes: EnrollmentWrite[] = [];
    let nextDue: Instant | null = null;
    for (const { before, after, step } of this.#enrollments.values()) {
      writes.push({ state: after, currentStep: step });
      if (before.status !== after.status || before.currentStepId !== after.currentStepId) {
        this.countPeople(before, -1);
        this.countPeople(after, 1);
      }
      if (after.dueAt !== null && (nextDue === null || after.dueAt < nextDue)) nextDue = after.dueAt;
      if (before.status !== after.status) this.#tellMoved(after);
    }
    updateEnrollments(tx, writes, this.moment.now);
    await this.#cancel(tx);
    const left = writes.filter(({ state }) => state.status === "stopped").map(({ state }) => state.id);
    await cancelTasks(tx, left, this.moment.now);
    await askTasks(tx, this.#tasks, this.moment.now);
    await askDealMoves(tx, this.#dealMoves, this.moment);
    const emails = [...this.#emails.values()];
    updateEmails(tx, emails);
    updateVisits(tx, [...this.#visited.values()]);
    keepAttention(tx, emails, this.moment.now);
    changeCapacity(tx, this.#capacity);
    if (await answerPaces(tx, this.#paces, this.moment.now)) this.wake(stages.schedule, noLane, this.moment.now);
    addSendRollups(tx, inKeyOrder(this.#sendRollups).filter(saysSomething));
    addProviderRollups(tx, inKeyOrder(this.#providerRollups).filter(saysSomething));
    addHappeningRollups(tx, inKeyOrder(this.#happeningRollups).filter(saysSomething));
    changePeopleCounts(
      tx,
      inKeyOrder(this.#people).filter((change) => change.by !== 0),
    );
    insertSuppressions(tx, this.#suppressions);
    if (nextDue !== null) this.wake(stages.schedule, noLane, nextDue);
    appendWakeups(tx, this.#wakeups);
    holdVerdicts(tx, this.#verdicts);
    insertSignals(tx, this.#signals, this.moment.now);
  }

  #tellMoved(after: EnrollmentState): void {
    this.addEvent("enrollment.changed", {
      occurredAt: new Date(this.moment.now).toISOString(),
      enrollmentId: after.id,
      contactId: after.contactId,
      sequenceId: after.sequenceId,
      detail: movedTo(after),
    });
  }

  /** A stop wins over every email that still waits; the email's row lock decides between stop and send. */
  async #cancel(tx: Tx): Promise<void> {
    for (const email of await lockWaitingEmails(tx, [...this.#cancelFor])) {
      const known = this.#emails.get(email.id) ?? this.#visited.get(email.id);
      const current = known ?? email;
      if (current.status !== "scheduled" && current.status !== "held") continue;
      this.releaseCapacity(current);
      current.status = "canceled";
      current.due_at = null;
      current.claim_id = null;
      this.touchEmail(current);
    }
  }
}

function quarterOfSending({ sentAt }: Derived): Instant | null {
  return sentAt === null ? null : quarterOf(sentAt);
}

type Counted = readonly [name: SendCounter, by: number];

/** Only what differs: a visit changes two counters of nineteen. */
function difference(before: Derived["send"] | null, after: Derived["send"] | null): Counted[] {
  const found: Counted[] = [];
  for (const name of sendCounters) {
    const by = (after?.[name] ?? 0) - (before?.[name] ?? 0);
    if (by !== 0) found.push([name, by]);
  }
  return found;
}

function saysSomething({ counts }: SendRollup | ProviderRollup | HappeningRollup): boolean {
  return Object.values(counts).some((by) => by !== 0);
}

function inKeyOrder<T>(rows: ReadonlyMap<string, T>): T[] {
  return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** What an event says of the move: "active", "paused: out_of_office", "stopped: replied". */
function movedTo({ status, stopReason, pauseReason }: EnrollmentState): string {
  if (status === "stopped") return `stopped: ${stopReason}`;
  return status === "paused" ? `paused: ${pauseReason}` : status;
}
