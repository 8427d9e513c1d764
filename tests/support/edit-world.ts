/** People on their way through a sequence that is edited meanwhile: the planner and the reactions on plain values. */
import { addMs, asInstant, DAY_MS, type Instant, UTC } from "../../engine/src/base/index.ts";
import { complete, type EnrollmentState, react, standAt, stop, transfer } from "../../engine/src/react/index.ts";
import { freeAccount } from "../../engine/src/schedule/accounts.ts";
import { type Decision, dueAfter, type PersonFacts, plan, planKey } from "../../engine/src/schedule/index.ts";
import {
  type Definition,
  firstStep,
  type PublishAction,
  stepAfter,
  stepAt,
  transferOf,
} from "../../engine/src/sequence/index.ts";
import type { Signal } from "../../engine/src/track/index.ts";
import { definitionOf, type Node, opened, type Twig } from "./trees.ts";

/** A Monday. */
const start = asInstant(Date.parse("2026-11-23T09:00:00.000Z"));
const anyHour = {
  timezone: "UTC",
  sendingWindows: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], start: "00:00", end: "24:00" }],
} as const;

/** Numbers that decide like dice, one after the other, again from the start when there are no more. */
export class Dice {
  readonly #numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** 0 … sides - 1 */
  roll(sides: number): number {
    const number = this.#numbers[this.#next % this.#numbers.length] ?? 0;
    this.#next += 1;
    // Moves on with each round, or a short list would say the same for ever.
    return (number + Math.floor(this.#next / this.#numbers.length)) % sides;
  }

  one<T>(of: readonly T[]): T {
    return of[this.roll(of.length)] as T;
  }
}

export interface EditedPerson {
  state: EnrollmentState;
  /** The steps whose email left. */
  readonly sent: Set<string>;
  /** How often they came to a step whose email had left: only the send key stopped it. */
  spared: number;
  /** What was done with them, other than to keep them. */
  readonly actions: PublishAction[];
  readonly facts: PersonFacts;
  exited: boolean;
}

type Tree = Twig[];

/** A tree that is edited, its versions, and everybody in it. */
export class EditWorld {
  readonly people: EditedPerson[] = [];
  readonly versions: Definition[] = [];
  /** Steps that were moved about since the beginning: only then anybody may come back to one. */
  moves = 0;
  now: Instant = start;
  readonly #dice: Dice;
  readonly #hasExits: boolean;
  #tree: Tree = [];
  #named = 0;

  constructor(numbers: readonly number[], { hasExits }: { readonly hasExits: boolean }) {
    this.#dice = new Dice(numbers);
    this.#hasExits = hasExits;
    this.#tree = Array.from({ length: 2 + this.#dice.roll(3) }, () => this.#twig(2));
    this.#publishVersion();
  }

  get latest(): Definition {
    return this.versions.at(-1) as Definition;
  }

  enroll(): void {
    const first = firstStep(this.latest);
    if (first === null) return;
    const id = `person-${this.people.length}`;
    const facts = { person: {}, custom: [], enrolledAt: "", emails: [], tasks: [] };
    const doesOpen = this.#dice.roll(2) === 0;
    this.people.push({
      state: { ...newcomer(id, this.latest.version, this.now), currentStepId: first.id },
      sent: new Set(),
      spared: 0,
      actions: [],
      facts: doesOpen ? { ...facts, emails: [openedEmail] } : facts,
      exited: false,
    });
  }

  /** Changes the draft in one place; nobody notices before it is published. */
  edit(): void {
    const lists = listsOf(this.#tree);
    const list = this.#dice.one(lists);
    const kind = this.#dice.roll(5);
    const place = this.#dice.roll(Math.max(1, list.length));
    if (kind <= 1) list.splice(place, 0, this.#twig(1));
    else if (kind === 2) list.splice(place, 1);
    else if (kind === 3) this.#moveTwig(list, place);
    else this.#dropLane();
  }

  /** Publishes the draft; each group stays or goes as the dice say. */
  publish(actions: readonly PublishAction[]): void {
    if (this.#tree.length === 0) this.#tree.push(this.#twig(0));
    const after = this.#publishVersion();
    const chosen = new Map<string, PublishAction>();
    for (const person of this.people) {
      const { currentStepId: stepId, sequenceVersion: version, status } = person.state;
      if (stepId === null || (status !== "active" && status !== "paused")) continue;
      const key = `${version} ${stepId}`;
      const action = chosen.get(key) ?? this.#dice.one(actions);
      chosen.set(key, action);
      const migration = { atStepId: stepId, atVersion: version, action, toStepId: null };
      const to = transferOf(this.#version(version), after, { stepId, migration });
      if (to === null) continue;
      person.actions.push(action);
      person.state = transfer(person.state, { ...to, definition: after }, { zone: UTC, now: this.now });
    }
  }

  /** Lets time pass to the next instant anybody is due, and does what is due. False: nobody is. */
  advance(): boolean {
    const due = this.people.flatMap(({ state }) =>
      state.status === "active" && state.dueAt !== null ? state.dueAt : [],
    );
    if (due.length === 0) return false;
    this.now = asInstant(Math.max(this.now, Math.min(...due)));
    const awake = this.people.filter(({ state }) => state.dueAt !== null && state.dueAt <= this.now);
    for (const person of awake) this.#decide(person);
    return true;
  }

  #version(version: number): Definition {
    return this.versions[version - 1] as Definition;
  }

  #publishVersion(): Definition {
    const definition = definitionOf(this.#tree, this.versions.length + 1, {
      ...anyHour,
      sendingWindows: anyHour.sendingWindows.map((window) => ({ ...window, days: [...window.days] })),
    });
    this.versions.push(definition);
    return definition;
  }

  #twig(depth: number): Twig {
    this.#named += 1;
    // An id as the database keeps them, so that the same trees can be walked there.
    const id = `00000000-0000-4000-8000-${String(this.#named).padStart(12, "0")}`;
    const kind = this.#dice.roll(this.#hasExits ? 8 : 7);
    if (kind === 7) return { id, type: "exit" };
    if (kind === 6) return { id, type: "wait", content: { for: opened, upTo: { value: 1, unit: "days" } } };
    if (kind === 5) return { id, type: "task", content: { title: id, waitForCompletion: false } };
    if (kind < 3 || depth === 0) return { id, type: "email" };
    const inside = () => Array.from({ length: this.#dice.roll(3) }, () => this.#twig(depth - 1));
    const lanes = [`${id}-yes`, `${id}-no`].map((lane) => ({ id: lane, if: opened, steps: inside() }));
    return { id, type: "branch", lanes, otherwise: inside() };
  }

  #moveTwig(from: Twig[], place: number): void {
    const [twig] = from.splice(place, 1);
    if (twig === undefined) return;
    const to = this.#dice.one(listsOf(this.#tree));
    to.splice(this.#dice.roll(to.length + 1), 0, twig);
    this.moves += 1;
  }

  #dropLane(): void {
    const branches = listsOf(this.#tree).flatMap((list) => list.filter(isBranch));
    if (branches.length === 0) return;
    const lanes = this.#dice.one(branches).lanes as Node["lanes"] & unknown[];
    lanes.splice(this.#dice.roll(2), 1);
  }

  #decide(person: EditedPerson): void {
    const [decision] = plan(
      {
        seed: "seed",
        people: [planned(person)],
        sequences: new Map([
          [
            planKey("s", person.state.sequenceVersion),
            { definition: this.#version(person.state.sequenceVersion), isPaused: false },
          ],
        ]),
        accounts: [freeAccount()],
        intake: new Map(),
      },
      this.now,
    );
    if (decision !== undefined) this.#write(person, decision);
  }

  /** As the ledger writes a plan, the mail leaving at the very instant it was planned for. */
  #write(person: EditedPerson, decision: Decision): void {
    const { moved } = decision;
    if (moved !== null) person.state = { ...person.state, currentStepId: moved.stepId, stepDueAt: moved.dueAt };
    switch (decision.do) {
      case "send":
        this.#send(person, decision.stepId);
        return;
      case "wait":
        person.state = { ...person.state, dueAt: decision.until };
        return;
      case "task":
        if (decision.goesOn === "finish" || decision.goesOn === null) person.state = complete(person.state, this.now);
        else person.state = goOn(person.state, decision.goesOn);
        return;
      case "finish":
      case "enroll":
        person.state = complete(person.state, this.now);
        return;
      case "stop":
        person.state = stop(person.state, "exit", this.now).enrollment;
        person.exited = true;
        return;
      case "hold":
        throw new Error(`held: ${decision.why}`);
    }
  }

  #send(person: EditedPerson, stepId: string): void {
    const definition = this.#version(person.state.sequenceVersion);
    if (person.sent.has(stepId)) {
      person.spared += 1;
      const next = stepAfter(definition, stepId);
      person.state =
        next === null
          ? complete(person.state, this.now)
          : standAt(person.state, next, dueAfter(next.delay, this.now, { definition, zone: UTC }));
      return;
    }
    person.sent.add(stepId);
    const email = { id: stepId, enrollmentId: person.state.id, stepId };
    const signal: Signal = { ...sentSignal, emailId: stepId, contactId: person.state.contactId, occurredAt: this.now };
    person.state = react(person.state, signal, email, { definition, zone: UTC }).enrollment;
  }
}

const sentSignal = { id: "sent", kind: "sent", actor: "machine", link: null, meta: {} } as const;

function goOn(state: EnrollmentState, to: { readonly stepId: string; readonly dueAt: Instant }): EnrollmentState {
  return { ...state, currentStepId: to.stepId, stepDueAt: to.dueAt, dueAt: to.dueAt };
}

const openedEmail = {
  stepId: "before",
  sent: true,
  opened: true,
  clicked: false,
  replied: false,
  bounced: false,
  links: [],
  replyClass: null,
};

function newcomer(id: string, sequenceVersion: number, now: Instant): EnrollmentState {
  const never = { pauseReason: null, resumeAt: null, repliedAt: null, completedAt: null, stoppedAt: null };
  const due = addMs(now, DAY_MS);
  const who = { id, contactId: id, sequenceId: "s", sequenceVersion, currentStepId: null };
  return { ...who, ...never, status: "active", stepDueAt: due, dueAt: due, stopReason: null };
}

function planned({ state, facts }: EditedPerson) {
  return {
    enrollmentId: state.id,
    contactId: state.contactId,
    sequenceId: "s",
    sequenceVersion: state.sequenceVersion,
    status: "active",
    stepId: state.currentStepId,
    stepDueAt: state.stepDueAt as Instant,
    resumeAt: null,
    isFollowUp: true,
    contactZone: null,
    accountId: null,
    barred: null,
    facts,
    newcomer: null,
  } as const;
}

const isBranch = (twig: Twig): twig is Node => typeof twig !== "string" && twig.type === "branch";

/** Every list of steps in a tree, itself first. */
function listsOf(tree: Twig[]): Twig[][] {
  const inside = tree
    .filter(isBranch)
    .flatMap((node) => [...(node.lanes ?? []).map((lane) => lane.steps as Twig[]), node.otherwise as Twig[]]);
  return [tree, ...inside.flatMap(listsOf)];
}

/** Emails at the top of a version. */
export function topEmails(definition: Definition): string[] {
  return definition.steps.filter((step) => step.parentId === null && step.kind === "email").map((step) => step.id);
}

/** Whether a version has the step at its top. */
export function isAtTop(definition: Definition, stepId: string): boolean {
  return stepAt(definition, stepId)?.parentId === null;
}
