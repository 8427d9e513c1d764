/**
 * The flight simulator: the production planner and the production reactions over a virtual clock. What is written here
 * is only what the ledger does around them (rows that wait, room that is taken and given back, signals that arrive), in
 * memory instead of PostgreSQL; a property test holds the two to the same log, byte for byte.
 */
import { addMs, DAY_MS, type Instant } from "../base/index.ts";
import {
  type EnrollmentState,
  effectOnPerson,
  follow,
  followColleague,
  passStep,
  planAgain,
  react,
} from "../react/index.ts";
import { linksOf } from "../render/index.ts";
import {
  type Decision,
  type IntakeCounts,
  type Newcomer,
  type PlanAccount,
  type PlanSequence,
  plan,
  planBatchSize,
  planKey,
} from "../schedule/index.ts";
import { askedFields, type Definition, stepAt } from "../sequence/index.ts";
import type { Signal } from "../track/index.ts";
import { Accounts } from "./accounts.ts";
import type { Behavior, Happening } from "./behavior.ts";
import { Colleagues } from "./colleagues.ts";
import { DueQueue, isEarlier, type Queued } from "./due-queue.ts";
import { fireTriggers } from "./fire-triggers.ts";
import { Heap } from "./heap.ts";
import { IntakePlaces } from "./intake.ts";
import { isSameHold, type LogLine, lineOf, linesOfDecision, linesOfMove } from "./log.ts";
import { type SimulatedPerson, signalOf, type WaitingEmail, Walker } from "./walker.ts";

export interface WorldInput {
  /** The workspace's id, as the schedule stage gives it to the planner. */
  readonly seed: string;
  readonly definition: Definition;
  readonly people: readonly SimulatedPerson[];
  /** As they stand when the simulation begins, with the room that is taken already. */
  readonly accounts: readonly PlanAccount[];
  /** Who else begins on which day, where the sequence limits that. */
  readonly intake?: IntakeCounts;
  readonly behavior: Behavior;
  /** When everybody is enrolled. */
  readonly from: Instant;
  /** Nothing later is looked at; a year where it is left out. */
  readonly until?: Instant;
}

/** A follow-up that waited for room on its account. */
export interface LateFollowUp {
  readonly contactId: string;
  readonly stepId: string;
  readonly accountId: string;
  readonly readyAt: Instant;
  readonly sentAt: Instant;
}

/** Something that arrives about a person: what they did with an email, or the end of a task. */
interface Arrival extends Queued {
  readonly walker: Walker;
  readonly stepId: string;
  readonly order: number;
  readonly what: Happening | { readonly outcome: string };
}

const lateMs = DAY_MS;

export class SimulatedWorld {
  readonly walkers: readonly Walker[];
  readonly late: LateFollowUp[] = [];
  /** The virtual clock: the instant of whatever happened last. */
  now: Instant;
  /** How many people are through. */
  through = 0;
  readonly #input: WorldInput;
  readonly #until: Instant;
  readonly #accounts: Accounts;
  readonly #intake: IntakePlaces;
  readonly #colleagues: Colleagues;
  readonly #sequences: ReadonlyMap<string, PlanSequence>;
  readonly #due = new DueQueue();
  readonly #emails = new Heap<WaitingEmail>(isEarlier);
  readonly #arrivals = new Heap<Arrival>((a, b) => isEarlier(a, b) || (a.order < b.order && !isEarlier(b, a)));
  readonly #links = new Map<string, readonly string[]>();
  /** People whom the planner will look at for another reason than to find them held again. */
  #restless = 0;
  #arrived = 0;
  /** Days of places that were given up and not handed on yet. */
  readonly #given: Instant[] = [];
  /** Whether the present instant has more to it. */
  #isAmidst = false;

  constructor(input: WorldInput) {
    const { definition, from } = input;
    this.#input = input;
    this.#until = input.until ?? addMs(from, 366 * DAY_MS);
    this.#accounts = new Accounts(input.accounts);
    this.now = from;
    const key = planKey(definition.sequenceId, definition.version);
    this.#sequences = new Map([[key, { definition, isPaused: false }]]);
    const asksFacts = askedFields(definition).size > 0 || definition.settings.triggers?.some((one) => one.if) === true;
    this.walkers = input.people
      .toSorted((a, b) => (a.enrollmentId < b.enrollmentId ? -1 : 1))
      .map((person, place) => new Walker(person, { definition, asksFacts, place, from }));
    this.#intake = new IntakePlaces(definition, input.intake ?? new Map());
    this.#colleagues = new Colleagues(definition, this.walkers);
    for (const walker of this.walkers) this.#move(walker, walker.state);
  }

  /** Goes on by up to `steps` batches of the planner; false once nothing can happen any more. */
  advance(steps: number): boolean {
    for (let left = steps; left > 0; left -= 1) {
      if (!this.#isAmidst && !this.#begin()) return false;
      // At one instant plans and mails take turns until nothing is due: the worker's round.
      this.#isAmidst = this.#planBatch() || this.#sendDue();
    }
    return true;
  }

  /** Runs to the end. */
  run(): this {
    while (this.advance(1_000_000));
    return this;
  }

  /** As the planner sees them now. */
  get accounts(): readonly PlanAccount[] {
    return this.#accounts.list;
  }

  /** Whether somebody still looks for the day on which they begin. */
  newcomerOf(walker: Walker): Newcomer | null {
    return this.#intake.newcomerOf(walker);
  }

  get log(): LogLine[] {
    return this.walkers.flatMap((walker) => walker.log);
  }

  #nextInstant(): Instant | null {
    const email = this.#nextEmail();
    const arrival = this.#arrivals.peek();
    // Those who are held are looked at again and again, and nothing will ever be different.
    if (email === undefined && arrival === undefined && this.#restless === 0) return null;
    const instants = [email?.at, arrival?.at, this.#due.nextAt()].filter((at) => at !== undefined);
    return instants.length === 0 ? null : (Math.min(...instants) as Instant);
  }

  /** Moves the clock to the next instant at which anything happens, and lets arrive what arrives then. */
  #begin(): boolean {
    const next = this.#nextInstant();
    if (next === null || next > this.#until) return false;
    this.now = next;
    for (let one = this.#arrivals.peek(); one !== undefined && one.at <= next; one = this.#arrivals.peek()) {
      this.#arrivals.pop();
      this.#arrive(one);
      this.#handPlacesOn();
    }
    return true;
  }

  #planBatch(): boolean {
    const { now } = this;
    const batch = this.#due.take(now, planBatchSize);
    if (batch.length === 0) return false;
    this.#accounts.see(now);
    const people = batch.map((walker) => walker.asPlanned(this.#intake.newcomerOf(walker)));
    const intake = this.#intake.without(batch);
    const { seed } = this.#input;
    const decisions = plan({ seed, people, sequences: this.#sequences, accounts: this.#accounts.list, intake }, now);
    for (const [place, decision] of decisions.entries()) this.#follow(batch[place] as Walker, decision);
    this.#handPlacesOn();
    return true;
  }

  /** As the ledger does with whatever one thing that happened, or one plan, gave up. */
  #handPlacesOn(): void {
    const given = this.#given.splice(0);
    if (given.length === 0) return;
    const called = this.#intake.handOn(given, this.walkers, this.now);
    for (const walker of this.walkers) {
      if (called.has(walker.state.id)) this.#move(walker, { ...walker.state, dueAt: this.now });
    }
  }

  /** What the ledger writes of a decision. */
  #follow(walker: Walker, decision: Decision): void {
    const { now } = this;
    const before = walker.state;
    walker.isHeld = decision.do === "hold";
    walker.intakeDay = decision.intakeDay ?? walker.intakeDay;
    walker.noteReadiness(decision, now);
    const followed = follow(before, decision, now);
    const isBehind = isStepBehind(walker, decision);
    // A step that was done is never done again: they go on with the one after it.
    const after = isBehind ? passStep(followed, decision.stepId, now, this.#around(walker)) : followed;
    for (const line of linesOfDecision(decision, { before, after, at: now })) {
      if (!isSameHold(line, walker.log.at(-1))) walker.log.push(line);
    }
    this.#move(walker, after);
    if (decision.do === "stop") this.#cancel(walker);
    else if (decision.do === "send" && !isBehind) this.#schedule(walker, decision);
    else if (decision.do === "task" && !walker.tasks.has(decision.stepId)) this.#ask(walker, decision.stepId);
  }

  #schedule(walker: Walker, { stepId, accountId, at }: Extract<Decision, { do: "send" }>): void {
    walker.accountId ??= accountId;
    walker.email = { walker, place: walker.place, stepId, accountId, at };
    this.#accounts.take(accountId, at);
    this.#emails.push(walker.email);
  }

  #ask(walker: Walker, stepId: string): void {
    walker.tasks.set(stepId, "open");
    const done = this.#input.behavior.afterTask({ contactId: walker.state.contactId, stepId, at: this.now });
    if (done !== null) this.#expect(walker, stepId, done.at, { outcome: done.outcome });
  }

  #sendDue(): boolean {
    let sent = false;
    for (let email = this.#nextEmail(); email !== undefined && email.at <= this.now; email = this.#nextEmail()) {
      this.#emails.pop();
      this.#send(email);
      sent = true;
    }
    return sent;
  }

  #send({ walker, stepId, accountId, at }: WaitingEmail): void {
    // The last look lets no mail leave to an address that was suppressed meanwhile; the plan says what becomes of them.
    if (walker.barred !== null) {
      this.#cancel(walker);
      this.#move(walker, planAgain(walker.state, at));
      return;
    }
    walker.email = null;
    walker.noteSent(stepId);
    const { contactId } = walker.state;
    walker.log.push(lineOf({ contactId, at }, "send", stepId, accountId));
    this.#noteLate(walker, { stepId, accountId });
    this.#react(walker, stepId, signalOf(walker, { kind: "sent", at, meta: {} }));
    const links = this.#linksOf(stepId);
    const email = { contactId, stepId, at, links: links.length };
    for (const happening of this.#input.behavior.afterEmail(email))
      this.#expect(walker, stepId, happening.at, happening);
  }

  #noteLate(walker: Walker, { stepId, accountId }: { readonly stepId: string; readonly accountId: string }): void {
    const readyAt = walker.waitedSince(stepId);
    if (readyAt === null || this.now - readyAt <= lateMs) return;
    this.late.push({ contactId: walker.state.contactId, stepId, accountId, readyAt, sentAt: this.now });
  }

  #expect(walker: Walker, stepId: string, at: Instant, what: Arrival["what"]): void {
    this.#arrived += 1;
    this.#arrivals.push({ walker, place: walker.place, stepId, at, order: this.#arrived, what });
  }

  #arrive({ walker, stepId, at, what }: Arrival): void {
    const { contactId } = walker.state;
    if ("outcome" in what) {
      // Whoever left the sequence takes the open task along.
      if (walker.state.status === "stopped") return;
      walker.noteDone(stepId, what.outcome);
      walker.log.push(lineOf({ contactId, at }, "task_done", stepId));
      const meta = { stepId, outcome: what.outcome };
      this.#react(walker, null, signalOf(walker, { kind: "task_done", at, meta }));
      return;
    }
    walker.log.push(lineOf({ contactId, at }, what.kind, stepId));
    walker.noteHappened(stepId, what.kind, what.link === null ? undefined : this.#linksOf(stepId)[what.link]);
    const signal = signalOf(walker, what);
    const effect = effectOnPerson(signal);
    if (effect.addressDead) walker.barred = "address_dead";
    else if (effect.suppress !== null) walker.barred ??= "suppressed";
    this.#react(walker, stepId, signal);
  }

  #react(walker: Walker, emailStepId: string | null, signal: Signal): void {
    const before = walker.state;
    const url = emailStepId === null || signal.link === null ? null : (this.#linksOf(emailStepId)[signal.link] ?? null);
    const email = emailStepId === null ? null : { id: "", enrollmentId: before.id, stepId: emailStepId, url };
    const colleagues = this.#colleagues.reachedBy(signal, walker);
    const reaction = react(before, signal, email, this.#around(walker));
    if (reaction.cancelsWaiting) this.#cancel(walker);
    const { definition, seed } = this.#input;
    const pulled = fireTriggers(walker, { signal, email, after: reaction.enrollment, definition, seed });
    if (pulled.cancelsWaiting) this.#cancel(walker);
    this.#moveBy(walker, pulled.enrollment, signal.occurredAt);
    for (const [colleague, action] of colleagues) {
      const moved = followColleague(colleague.state, action, signal.occurredAt);
      if (moved.cancelsWaiting) this.#cancel(colleague);
      this.#moveBy(colleague, moved.enrollment, signal.occurredAt);
    }
  }

  #moveBy(walker: Walker, after: EnrollmentState, at: Instant): void {
    const before = walker.state;
    if (after === before) return;
    walker.log.push(...linesOfMove(before, after, at));
    // Whoever is held until somebody acts stays so, whatever else is noted of them.
    if (after.status !== "active" || after.dueAt !== null) walker.isHeld = false;
    this.#move(walker, after);
  }

  #around(walker: Walker) {
    return { definition: this.#input.definition, zone: walker.zone };
  }

  /** A stop wins over the email that waits, and its room is free again. */
  #cancel(walker: Walker): void {
    if (walker.email === null) return;
    this.#accounts.giveBack(walker.email.accountId, walker.email.at);
    walker.email = null;
  }

  #move(walker: Walker, after: EnrollmentState): void {
    const { definition } = this.#input;
    const wasThrough = walker.isThrough;
    if (after.currentStepId !== null) walker.order = stepAt(definition, after.currentStepId)?.order ?? walker.order;
    const counted = walker.countedOn;
    walker.state = after;
    this.#intake.recount(walker);
    const left = after.status === "paused" || after.status === "stopped";
    if (left && counted !== null && walker.countedOn === null) this.#given.push(counted);
    if (!wasThrough && walker.isThrough) this.through += 1;
    const isRestless = after.dueAt !== null && !walker.isHeld;
    if (isRestless !== walker.isRestless) this.#restless += isRestless ? 1 : -1;
    walker.isRestless = isRestless;
    if (after.dueAt !== null) this.#due.push(walker, after.dueAt);
  }

  #nextEmail(): WaitingEmail | undefined {
    for (let next = this.#emails.peek(); next !== undefined; next = this.#emails.peek()) {
      if (next.walker.email === next) return next;
      this.#emails.pop();
    }
    return undefined;
  }

  #linksOf(stepId: string): readonly string[] {
    const known = this.#links.get(stepId);
    if (known !== undefined) return known;
    const step = stepAt(this.#input.definition, stepId);
    const links = step?.kind === "email" ? linksOf(step.content) : [];
    this.#links.set(stepId, links);
    return links;
  }
}

/** Whether what is decided was done before: whoever was moved back meets it again. */
function isStepBehind(
  { mailed, tasks }: Walker,
  decision: Decision,
): decision is Extract<Decision, { readonly stepId: string }> {
  if (decision.do === "send") return mailed.has(decision.stepId);
  return decision.do === "task" && tasks.get(decision.stepId) === "done";
}
