import { type Instant, isoFromInstant, type Zone } from "../base/index.ts";
import type { EnrollmentState } from "../react/index.ts";
import {
  type Decision,
  dueAfter,
  type EmailFacts,
  type PersonFacts,
  type PlanPerson,
  zoneOf,
} from "../schedule/index.ts";
import { type Definition, firstStep } from "../sequence/index.ts";
import type { Signal, SignalKind } from "../track/index.ts";
import type { Happening, HappeningKind } from "./behavior.ts";
import type { LogLine } from "./log.ts";

/** Somebody who is sent through a simulated sequence. */
export interface SimulatedPerson {
  /** Ascending in the order in which people are enrolled: ties are broken by it. */
  readonly enrollmentId: string;
  readonly contactId: string;
  readonly contactZone: string | null;
  readonly companyId: string | null;
  /** Of their address, in lower case. */
  readonly domain: string | null;
  /** What conditions may ask, as the planner's facts hold it. */
  readonly values: Pick<PersonFacts, "person" | "custom">;
  /** The account somebody chose for them. */
  readonly accountId: string | null;
}

/** An email that waits for its instant. */
export interface WaitingEmail {
  readonly walker: Walker;
  readonly place: number;
  readonly stepId: string;
  readonly accountId: string;
  readonly at: Instant;
}

/** Constraints that more room on the account would lift. */
const roomCodes: ReadonlySet<string> = new Set(["daily_limit", "hourly_limit", "gap"]);

interface Way {
  readonly definition: Definition;
  readonly asksFacts: boolean;
  readonly place: number;
  readonly from: Instant;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One person on their way through the simulated sequence: what the ledger keeps of them in its rows. */
export class Walker {
  readonly person: SimulatedPerson;
  /** Among all of the world, by enrollment id. */
  readonly place: number;
  readonly zone: Zone;
  readonly log: LogLine[] = [];
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
  readonly #emails = new Map<string, Mutable<EmailFacts> & { links: string[] }>();
  readonly #outcomes: { stepId: string; outcome: string }[] = [];

  constructor(person: SimulatedPerson, way: Way) {
    this.person = person;
    this.place = way.place;
    this.zone = zoneOf(person, way.definition);
    this.state = enrolled(person, way.definition, way.from);
    this.accountId = person.accountId;
    this.#asksFacts = way.asksFacts;
    this.#enrolledAt = isoFromInstant(way.from);
  }

  get isThrough(): boolean {
    return this.state.status === "completed" || this.state.status === "stopped";
  }

  /** The person as the planner's snapshot shows them. */
  asPlanned(newcomer: PlanPerson["newcomer"]): PlanPerson {
    const { state, person } = this;
    return {
      enrollmentId: state.id,
      contactId: state.contactId,
      sequenceId: state.sequenceId,
      sequenceVersion: state.sequenceVersion,
      status: state.status === "paused" ? "paused" : "active",
      stepId: state.currentStepId,
      stepDueAt: state.stepDueAt as Instant,
      resumeAt: state.resumeAt,
      isFollowUp: this.order > 0,
      contactZone: person.contactZone,
      accountId: this.accountId,
      barred: this.barred,
      facts: this.#asksFacts ? this.facts() : null,
      newcomer,
    };
  }

  facts(): PersonFacts {
    return {
      ...this.person.values,
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
      if (link !== undefined) facts.links.push(link);
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

/** How somebody stands who was enrolled just now. */
function enrolled(person: SimulatedPerson, definition: Definition, from: Instant): EnrollmentState {
  const first = firstStep(definition);
  const zone = zoneOf(person, definition);
  const dueAt = first === null ? from : dueAfter(first.delay, from, { definition, zone });
  return {
    id: person.enrollmentId,
    contactId: person.contactId,
    sequenceId: definition.sequenceId,
    sequenceVersion: definition.version,
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
