/**
 * The flight simulator: the production planner and reactions over a virtual clock. Written here is only what the ledger
 * does around them (rows that wait, room taken and given back, signals), in memory; a property test holds the two to the
 * same log, byte for byte.
 */
import { addMs, DAY_MS, type Instant } from "../base/index.ts";
import { type EnrollmentState, follow, passStep, planAgain, type Reaction } from "../react/index.ts";
import {
  type Decision,
  type Newcomer,
  type PlanAccount,
  type PlanSequence,
  plan,
  planBatchSize,
  planKey,
} from "../schedule/index.ts";
import { firstStep, stepAt } from "../sequence/index.ts";
import type { Signal } from "../track/index.ts";
import { Accounts } from "./accounts.ts";
import type { Happening } from "./behavior.ts";
import { type Beside, episodeKey, mayEnter, nothingBeside, type Underway } from "./beside.ts";
import { Crowd } from "./crowd.ts";
import { DueQueue, isEarlier, type Queued } from "./due-queue.ts";
import { Heap } from "./heap.ts";
import { HeldTimes } from "./held-time.ts";
import { IntakePlaces } from "./intake.ts";
import { type LateFollowUp, lateFollowUp } from "./late.ts";
import { Links } from "./links.ts";
import { isSameHold, type LogLine, lineOf, linesOfDecision, linesOfMove } from "./log.ts";
import { Reactions } from "./reactions.ts";
import { signalOf, type WaitingEmail, Walker } from "./walker.ts";
import type { WorldInput } from "./world-input.ts";

/** Something that arrives about a person: what they did with an email, or the end of a task. */
interface Arrival extends Queued {
  readonly walker: Walker;
  readonly stepId: string;
  readonly order: number;
  readonly what: Happening | { readonly outcome: string };
}

export class SimulatedWorld {
  /** Those it is about, as they were enrolled. */
  readonly walkers: readonly Walker[];
  /** Those who only want the same accounts. */
  readonly others: readonly Walker[];
  readonly late: LateFollowUp[] = [];
  readonly held = new HeldTimes();
  /** The virtual clock: the instant of whatever happened last. */
  now: Instant;
  /** How many of those it is about are through. */
  through = 0;
  readonly #input: WorldInput;
  readonly #beside: Beside;
  readonly #until: Instant;
  readonly #accounts: Accounts;
  readonly #intake: IntakePlaces;
  readonly #crowd = new Crowd();
  readonly #sequences: Map<string, PlanSequence>;
  readonly #due = new DueQueue();
  readonly #emails = new Heap<WaitingEmail>(isEarlier);
  readonly #arrivals = new Heap<Arrival>((a, b) => isEarlier(a, b) || (a.order < b.order && !isEarlier(b, a)));
  readonly #links = new Links();
  readonly #reactions: Reactions;
  /** People whom the planner will look at for another reason than to find them held again. */
  #restless = 0;
  #arrived = 0;
  /** What is still to come of those it is about: episodes on their way, and things that will arrive. */
  #pending = 0;
  /** Whether the present instant has more to it. */
  #isAmidst = false;

  constructor(input: WorldInput) {
    const { definition, from, beside = nothingBeside } = input;
    this.#input = input;
    this.#beside = beside;
    this.#until = input.until ?? addMs(from, 366 * DAY_MS);
    this.now = from;
    this.#sequences = new Map([[planKey(definition.sequenceId, definition.version), { definition, isPaused: false }]]);
    this.#intake = new IntakePlaces(input.intake ?? new Map());
    this.#reactions = new Reactions({
      ...{ seed: input.seed, crowd: this.#crowd },
      move: (walker, reaction, at) => this.#moveBy(walker, reaction, at),
      enter: (walker, sequenceId, at, before) => this.#enter(walker, sequenceId, at, before),
    });
    // Whoever is on the way was enrolled before: their ids are older.
    this.others = beside.people
      .toSorted((a, b) => (a.person.enrollmentId < b.person.enrollmentId ? -1 : 1))
      .map((one) => this.#resume(one));
    const ranks = new Map(this.others.map((one) => [one.person.enrollmentId, one.rank]));
    this.#accounts = new Accounts(input.accounts, { ...input, ranks });
    this.walkers = input.people
      .toSorted((a, b) => (a.enrollmentId < b.enrollmentId ? -1 : 1))
      .map((person) => this.#add(new Walker(person, { definition, from, place: this.#places, isAsked: true })));
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

  /** What they share, as the planner sees it. */
  get shared(): Accounts["shared"] {
    return this.#accounts.shared;
  }

  /** Whether somebody still looks for the day on which they begin. */
  newcomerOf(walker: Walker): Newcomer | null {
    return this.#intake.newcomerOf(walker);
  }

  /** What happened to those it is about, wherever steps and triggers led them. */
  get log(): LogLine[] {
    return this.walkers.flatMap((walker) => walker.timeline);
  }

  /** Every episode in it, in the order in which they began. */
  get everybody(): readonly Walker[] {
    return this.#crowd.all;
  }

  get #places(): number {
    return this.#crowd.all.length;
  }

  #add(walker: Walker): Walker {
    this.#crowd.add(walker);
    if (walker.held !== null) this.#pending += 1;
    this.#move(walker, walker.state);
    // Whoever is held out is through before anything begins.
    if (walker.isThrough) this.#noteThrough(walker);
    return walker;
  }

  #resume(underway: Underway): Walker {
    const { definition, person, state, waiting } = underway;
    const { sequenceId, version } = definition;
    const { from } = this.#input;
    this.#sequences.set(planKey(sequenceId, version), { definition, isPaused: false });
    const walker = this.#add(new Walker(person, { definition, from, place: this.#places, isAsked: false, underway }));
    if (waiting !== null && state.status === "active") {
      walker.email = { rooms: [], ...waiting, walker, place: walker.place };
      this.#emails.push(walker.email);
    }
    for (const [stepId, how] of underway.tasks) if (how === "open") this.#ask(walker, stepId);
    return walker;
  }

  #nextInstant(): Instant | null {
    // The others go on for a long time, and nobody asked about them.
    if (this.#pending === 0) return null;
    const [email, arrival] = [this.#nextEmail(), this.#arrivals.peek()];
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
    const shared = { ...this.#accounts.shared, tests: this.#input.tests ?? new Map() };
    const given = { seed: this.#input.seed, sequences: this.#sequences, accounts: this.#accounts.list, ...shared };
    const decisions = plan({ ...given, people, intake }, now);
    const leaving: { readonly walker: Walker; readonly sequenceId: string }[] = [];
    for (const [place, decision] of decisions.entries()) {
      const walker = batch[place] as Walker;
      this.#follow(walker, decision);
      if (decision.do === "enroll") leaving.push({ walker, sequenceId: decision.sequenceId });
    }
    // As the ledger lets them in: once all have left, in the order of their rows.
    for (const { walker, sequenceId } of leaving.toSorted((a, b) => a.walker.place - b.walker.place))
      this.#enter(walker, sequenceId, now);
    this.#handPlacesOn();
    return true;
  }

  /** As the ledger does with whatever one thing that happened, or one plan, gave up. */
  #handPlacesOn(): void {
    for (const walker of this.#intake.handOn(this.#crowd.all, this.now))
      this.#move(walker, { ...walker.state, dueAt: this.now });
  }

  /** What the ledger writes of a decision. */
  #follow(walker: Walker, decision: Decision): void {
    const { now } = this;
    const before = walker.state;
    walker.isHeld = decision.do === "hold";
    walker.intakeDay = decision.intakeDay ?? walker.intakeDay;
    walker.noteReadiness(decision, now);
    walker.held?.note(decision, decision.moved?.stepId ?? before.currentStepId, now);
    const followed = follow(before, decision, now);
    const isBehind = walker.hasDone(decision);
    // A step that was done is never done again: they go on with the one after it.
    const after = isBehind ? passStep(followed, decision.stepId, now, this.#around(walker)) : followed;
    for (const line of linesOfDecision(decision, { before, after, at: now })) {
      if (!isSameHold(line, walker.log.at(-1))) walker.log.push(line);
    }
    this.#move(walker, after);
    if (decision.do === "stop") this.#cancel(walker);
    else if (decision.do === "send") {
      for (const { enrollmentId } of decision.displaces ?? [])
        this.#displace(this.#crowd.all[Number(enrollmentId)] as Walker);
      if (!isBehind) this.#schedule(walker, decision);
    } else if (decision.do === "task" && !walker.tasks.has(decision.stepId)) this.#ask(walker, decision.stepId);
  }

  /** Their mail gave its place up. */
  #displace(walker: Walker): void {
    this.#cancel(walker);
    this.#move(walker, planAgain(walker.state, this.now));
  }

  /** Lets somebody go on in another sequence; `before`: how their episodes stood when it was asked for. */
  #enter(from: Walker, sequenceId: string, at: Instant, before?: ReadonlyMap<Walker, EnrollmentState>): void {
    const open = this.#beside.open.get(sequenceId);
    const first = open && firstStep(open.definition);
    if (open === undefined || first === null) return;
    const { person, accountId } = from;
    const last = this.#crowd.episodesOf(person.contactId).findLast((one) => one.state.sequenceId === sequenceId);
    const known = last && (before?.get(last) ?? last.state);
    if (!mayEnter(known ?? this.#beside.earlier.get(episodeKey(sequenceId, person.contactId)), open.definition)) return;
    const { definition } = open;
    this.#sequences.set(planKey(sequenceId, definition.version), open);
    const place = this.#places;
    // The mail goes on from the account the person knows.
    const newcomer = { ...person, enrollmentId: `entered ${place}`, accountId };
    const walker = new Walker(newcomer, { definition, from: at, place, isAsked: from.held !== null });
    walker.barred = this.#reactions.barOf(person.contactId);
    from.onward.push(this.#add(walker));
  }

  #schedule(walker: Walker, { stepId, accountId, at, dealt }: Extract<Decision, { do: "send" }>): void {
    walker.accountId ??= accountId;
    const rooms = this.#accounts.take(accountId, at, walker.person.domain);
    this.#accounts.noteMail(walker.asWaiting, at);
    const variantId = dealt?.variantId ?? null;
    walker.email = { walker, place: walker.place, stepId, accountId, variantId, at, rooms };
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

  #send({ walker, stepId, accountId, variantId = null, at }: WaitingEmail): void {
    // The last look lets no mail leave to an address that was suppressed meanwhile; the plan says what becomes of them.
    if (walker.barred !== null) {
      this.#cancel(walker);
      this.#move(walker, planAgain(walker.state, at));
      return;
    }
    walker.email = null;
    this.#accounts.noteSent(walker.asWaiting, at);
    this.#endHeld(walker, at);
    walker.noteSent(stepId);
    const { contactId } = walker.state;
    walker.log.push(lineOf({ contactId, at }, "send", stepId, { accountId, variantId }));
    const late = lateFollowUp(walker, { stepId, accountId, sentAt: this.now });
    if (late !== null) this.late.push(late);
    this.#react(walker, stepId, signalOf(walker, { kind: "sent", at, meta: {} }));
    const email = { contactId, stepId, at, links: this.#links.of(walker.definition, stepId).length };
    for (const happening of this.#input.behavior.afterEmail(email))
      this.#expect(walker, stepId, happening.at, happening);
  }

  #endHeld(walker: Walker, at: Instant): void {
    if (walker.held !== null) this.held.add(walker.held.end(at), walker.accountId);
  }

  #expect(walker: Walker, stepId: string, at: Instant, what: Arrival["what"]): void {
    this.#arrived += 1;
    if (walker.held !== null) this.#pending += 1;
    this.#arrivals.push({ walker, place: walker.place, stepId, at, order: this.#arrived, what });
  }

  #arrive({ walker, stepId, at, what }: Arrival): void {
    if (walker.held !== null) this.#pending -= 1;
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
    walker.noteHappened(
      stepId,
      what.kind,
      what.link === null ? undefined : this.#links.of(walker.definition, stepId)[what.link],
    );
    this.#react(walker, stepId, signalOf(walker, what));
  }

  #react(walker: Walker, stepId: string | null, signal: Signal): void {
    const { definition, state } = walker;
    const url =
      stepId === null || signal.link === null ? null : (this.#links.of(definition, stepId)[signal.link] ?? null);
    const email = stepId === null ? null : { id: "", enrollmentId: state.id, stepId, url };
    this.#reactions.to(walker, signal, email);
  }

  #moveBy(walker: Walker, { enrollment: after, cancelsWaiting }: Reaction, at: Instant): void {
    if (cancelsWaiting) this.#cancel(walker);
    const before = walker.state;
    if (after === before) return;
    walker.log.push(...linesOfMove(before, after, at));
    // Whoever is held until somebody acts stays so, whatever else is noted of them.
    if (after.status !== "active" || after.dueAt !== null) walker.isHeld = false;
    this.#move(walker, after);
  }

  #around(walker: Walker) {
    return { definition: walker.definition, zone: walker.zone };
  }

  /** A stop wins over the email that waits, and its room is free again. */
  #cancel(walker: Walker): void {
    if (walker.email === null) return;
    this.#accounts.giveBack(walker.email, walker.person.domain);
    this.#accounts.forgetMail(walker.asWaiting);
    walker.email = null;
  }

  #move(walker: Walker, after: EnrollmentState): void {
    const wasThrough = walker.isThrough;
    if (after.currentStepId !== null)
      walker.order = stepAt(walker.definition, after.currentStepId)?.order ?? walker.order;
    walker.state = after;
    this.#intake.recount(walker);
    if (!wasThrough && walker.isThrough) this.#noteThrough(walker);
    const isRestless = after.dueAt !== null && !walker.isHeld;
    if (isRestless !== walker.isRestless) this.#restless += isRestless ? 1 : -1;
    walker.isRestless = isRestless;
    if (after.dueAt !== null) this.#due.push(walker, after.dueAt);
  }

  #noteThrough(walker: Walker): void {
    if (walker.held === null) return;
    this.#pending -= 1;
    this.#endHeld(walker, this.now);
    if (walker.definition === this.#input.definition) this.through += 1;
  }

  #nextEmail(): WaitingEmail | undefined {
    for (let next = this.#emails.peek(); next !== undefined; next = this.#emails.peek()) {
      if (next.walker.email === next) return next;
      this.#emails.pop();
    }
    return undefined;
  }
}
