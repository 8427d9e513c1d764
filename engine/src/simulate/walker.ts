import { type Instant, isoFromInstant, type Zone } from "../base/index.ts";
import { isHeldOut } from "../enroll/index.ts";
import { type EnrollmentState, heldOut } from "../react/index.ts";
import {
  attentionKeys,
  type Decision,
  dueAfter,
  type EmailFacts,
  type PersonFacts,
  type PlanPerson,
  type Reservation,
  rankOf,
  type WaitingMail,
  zoneOf,
} from "../schedule/index.ts";
import { askedFields, type Definition, firstStep } from "../sequence/index.ts";
import type { Signal, SignalKind } from "../track/index.ts";
import type { Happening, HappeningKind } from "./behavior.ts";
import type { Underway } from "./beside.ts";
import { HeldEmail } from "./held-time.ts";
import { type LogLine, linesOfMove } from "./log.ts";
import type { SimulatedPerson } from "./person.ts";

/** An email that waits for its instant. */
export interface WaitingEmail {
  readonly walker: Walker;
  readonly place: number;
  readonly stepId: string;
  readonly accountId: string;
  /** What a test dealt them; left out: the step's own words. */
  readonly variantId?: string | null;
  readonly at: Instant;
  /** What it holds beyond its account's hour and day. */
  readonly rooms: readonly Reservation[];
}

/** Constraints that more room on the account would lift. */
const roomCodes: ReadonlySet<string> = new Set(["daily_limit", "hourly_limit", "ramp", "gap"]);

/** How somebody comes to be in a simulated world. */
export interface Way {
  readonly definition: Definition;
  /** Among all of the world: ties are broken by it. */
  readonly place: number;
  readonly from: Instant;
  /** Whether the simulation is about them. */
  readonly isAsked: boolean;
  /** How they stand, where they are on the way already. */
  readonly underway?: Underway;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One episode of one person in a simulated sequence: what the ledger keeps of it in its rows. */
export class Walker {
  readonly person: SimulatedPerson;
  readonly definition: Definition;
  readonly place: number;
  readonly zone: Zone;
  /** What held their next email back; null for those who only stand in the way. */
  readonly held: HeldEmail | null;
  readonly log: LogLine[] = [];
  /** Episodes that began because of this one. */
  readonly onward: Walker[] = [];
  state: EnrollmentState;
  /** The position of their step: beyond the first they are a follow-up. */
  order = 0;
  accountId: string | null;
  email: WaitingEmail | null = null;
  barred: PlanPerson["barred"] = null;
  isHeld = false;
  /** Whether the planner will look at them for another reason than to find them held again. */
  isRestless = false;
  /** Where they stand in the queue of the due. */
  queued: { readonly at: Instant; readonly queue: object } | null = null;
  sends = 0;
  /** Since when the email of their present step could leave, were there room for it. */
  ready: { readonly stepId: string; readonly at: Instant; wantsRoom: boolean } | null = null;
  /** The day on which they begin, where the sequence limits how many do; and the one that counts them. */
  intakeDay: Instant | null = null;
  countedOn: Instant | null = null;
  /** Triggers fire once in an episode. */
  readonly fired = new Set<string>();
  readonly mailed = new Set<string>();
  readonly tasks = new Map<string, "open" | "done">();
  readonly #asksFacts: boolean;
  readonly #enrolledAt: string;
  readonly #custom: PersonFacts["custom"];
  readonly #emails = new Map<string, Mutable<EmailFacts>>();
  readonly #outcomes: { stepId: string; outcome: string }[] = [];

  constructor(person: SimulatedPerson, { definition, place, from, isAsked, underway }: Way) {
    this.person = person;
    this.definition = definition;
    this.place = place;
    this.zone = zoneOf(person, definition);
    this.held = isAsked ? new HeldEmail() : null;
    this.state = underway?.state ?? enrolled(person, definition, from);
    this.accountId = person.accountId;
    this.#asksFacts = asksFacts(definition);
    this.#enrolledAt = underway?.enrolledAt ?? isoFromInstant(from);
    this.#custom = underway ? [underway.context, ...person.values.custom] : person.values.custom;
    if (this.isThrough) this.log.push(...linesOfMove({ ...this.state, status: "active" }, this.state, from));
    if (underway === undefined) return;
    this.order = underway.order;
    this.isHeld = underway.isHeld;
    this.intakeDay = underway.intakeDay;
    this.sends = underway.mailed.length;
    this.countedOn = this.dayToCount;
    this.mailed = new Set(underway.mailed);
    this.tasks = new Map(underway.tasks);
    this.#outcomes.push(...underway.outcomes);
    if (this.#asksFacts) for (const email of underway.emails) this.#emails.set(email.stepId, { ...email });
  }

  get isThrough(): boolean {
    return this.state.status === "completed" || this.state.status === "stopped";
  }

  /** Compared with others of the same instant, as their rows' ids are: these ascend in the order they were made. */
  get rank(): string {
    return String(this.place).padStart(9, "0");
  }

  /** Their mail that waits, as the budgets of attention count it. */
  get asWaiting(): WaitingMail {
    const rank = rankOf(this.definition.settings);
    return { enrollmentId: this.rank, rank, keys: attentionKeys(this.person) };
  }

  /** The day whose count they are in now: somebody on the way, or who was mailed. */
  get dayToCount(): Instant | null {
    return this.state.status === "active" || this.sends > 0 ? this.intakeDay : null;
  }

  /** The person as the planner's snapshot shows them. */
  asPlanned(newcomer: PlanPerson["newcomer"]): PlanPerson {
    const { state, person } = this;
    return {
      enrollmentId: this.rank,
      contactId: state.contactId,
      sequenceId: state.sequenceId,
      sequenceVersion: state.sequenceVersion,
      status: state.status === "paused" ? "paused" : "active",
      stepId: state.currentStepId,
      stepDueAt: state.stepDueAt as Instant,
      resumeAt: state.resumeAt,
      isFollowUp: this.order > 0,
      contactZone: person.contactZone,
      domain: person.domain,
      companyId: person.companyId,
      accountId: this.accountId,
      barred: this.barred,
      facts: this.#asksFacts ? this.facts() : null,
      newcomer,
    };
  }

  facts(): PersonFacts {
    return {
      person: this.person.values.person,
      custom: this.#custom,
      enrolledAt: this.#enrolledAt,
      emails: [...this.#emails.values()],
      tasks: this.#outcomes,
    };
  }

  /** From when on an email only waits for room: the opening of its hours, where they were closed. */
  noteReadiness({ do: verb, constraints, moved }: Decision, now: Instant): void {
    if (verb !== "send" && verb !== "wait") return;
    const stepId = moved?.stepId ?? this.state.currentStepId;
    if (stepId === null || constraints[0]?.code === "delay") return;
    const wanting = constraints.findIndex(({ code }) => roomCodes.has(code));
    if (this.ready?.stepId !== stepId) {
      const before = wanting === -1 ? constraints.at(-1) : constraints[wanting - 1];
      this.ready = { stepId, at: before?.freesAt ?? now, wantsRoom: false };
    }
    this.ready.wantsRoom ||= wanting !== -1;
  }

  /** Since when the email that has just left had only waited for room; null where it did not, or is no follow-up. */
  waitedSince(stepId: string): Instant | null {
    const isFollowUp = this.sends > 1;
    return isFollowUp && this.ready?.stepId === stepId && this.ready.wantsRoom ? this.ready.at : null;
  }

  /** The lines of this episode and of those it led to. */
  get timeline(): LogLine[] {
    return [this, ...this.onward].flatMap((one) => (one === this ? one.log : one.timeline));
  }

  /** Whether what is decided was done before: whoever was moved back meets it again. */
  hasDone(decision: Decision): decision is Extract<Decision, { readonly stepId: string }> {
    if (decision.do === "send") return this.mailed.has(decision.stepId);
    return decision.do === "task" && this.tasks.get(decision.stepId) === "done";
  }

  noteSent(stepId: string): void {
    this.sends += 1;
    this.mailed.add(stepId);
    if (this.#asksFacts) this.#emails.set(stepId, { ...nothingHappened, stepId, links: [] });
  }

  /** What conditions of later steps may ask about. */
  noteHappened(stepId: string, kind: HappeningKind, link: string | undefined): void {
    const facts = this.#emails.get(stepId);
    if (facts === undefined) return;
    if (kind === "opened") facts.opened = true;
    else if (kind === "replied") facts.replied = true;
    else if (kind === "bounced") facts.bounced = true;
    else if (kind === "clicked") {
      facts.clicked = true;
      if (link !== undefined) facts.links = [...facts.links, link];
    }
  }

  noteDone(stepId: string, outcome: string): void {
    this.tasks.set(stepId, "done");
    this.#outcomes.push({ stepId, outcome });
  }
}

const nothingHappened = {
  sent: true,
  opened: false,
  clicked: false,
  replied: false,
  bounced: false,
  replyClass: null,
} as const;

const asking = new WeakMap<Definition, boolean>();

/** Whether any condition of a version asks anything; asked once for each. */
function asksFacts(definition: Definition): boolean {
  const known = asking.get(definition);
  if (known !== undefined) return known;
  const asks = askedFields(definition).size > 0 || definition.settings.triggers?.some((one) => one.if) === true;
  asking.set(definition, asks);
  return asks;
}

/** How somebody stands who was enrolled just now. */
function enrolled(person: SimulatedPerson, definition: Definition, from: Instant): EnrollmentState {
  const first = firstStep(definition);
  const zone = zoneOf(person, definition);
  const dueAt = first === null ? from : dueAfter(first.delay, from, { definition, zone });
  const { sequenceId, version: sequenceVersion, settings } = definition;
  const newcomer = { id: person.enrollmentId, contactId: person.contactId, sequenceId, sequenceVersion };
  if (isHeldOut(sequenceId, person.contactId, settings.holdOut ?? 0)) return heldOut(newcomer, from);
  return {
    ...newcomer,
    status: "active",
    currentStepId: first?.id ?? null,
    stepDueAt: dueAt,
    dueAt,
    pauseReason: null,
    resumeAt: null,
    repliedAt: null,
    completedAt: null,
    stoppedAt: null,
    stopReason: null,
  };
}

/** Something that happened to them, as the reactions read it. */
export function signalOf(
  walker: Walker,
  happened: Pick<Happening, "at" | "meta"> & { readonly kind: SignalKind; readonly link?: number | null },
): Signal {
  const { id, contactId } = walker.state;
  return {
    ...{ id: "", kind: happened.kind, actor: "human", occurredAt: happened.at, emailId: null, enrollmentId: id },
    ...{ contactId, link: happened.link ?? null, meta: happened.meta },
  };
}
