import { type Instant, laterOf, seedFrom, type Zone } from "../base/index.ts";
import type { DealtBefore, DealtVariant } from "../experiment/index.ts";
import {
  type Definition,
  isManual,
  type ManualKindName,
  type StepOf,
  stepAfter,
  stepAt,
  variantOf,
} from "../sequence/index.ts";
import { chooseAccount, findLaterMeeting, take } from "./accounts.ts";
import { type Attention, attentionKeys, forgetMail, noteMail, rankOf, whoGivesWay } from "./attention.ts";
import type { Constraint, ConstraintCode } from "./constraints.ts";
import { dealtOf, type RunningTests } from "./dealing.ts";
import { dueAfter } from "./delays.ts";
import type { PersonFacts } from "./facts.ts";
import { holidaysIn } from "./holidays.ts";
import { type IntakeCounts, type Newcomer, takeIntake } from "./intake.ts";
import { recipientOf, type SharedLimits } from "./limits.ts";
import type { PlanAccount, Pool, Round } from "./round.ts";
import { findSlot } from "./slot.ts";
import { type Passed, standingOf } from "./standing.ts";
import { windowsOf } from "./windows-of.ts";
import { zoneOf } from "./zone-of.ts";

/** One due enrollment, as far as the plan needs it. */
export interface PlanPerson {
  readonly enrollmentId: string;
  readonly contactId: string;
  readonly sequenceId: string;
  readonly sequenceVersion: number;
  readonly status: "active" | "paused";
  readonly stepId: string | null;
  readonly stepDueAt: Instant;
  readonly resumeAt: Instant | null;
  /** Not the first step of this episode: follow-ups go before new people (B20). */
  readonly isFollowUp: boolean;
  readonly contactZone: string | null;
  /** Of their address, in lower case; left out: limits that ask for it do not count this email. */
  readonly domain?: string | null;
  /** Whom they work for; left out: nobody known. */
  readonly companyId?: string | null;
  /** The account of the whole thread, once one was chosen (B5). */
  readonly accountId: string | null;
  /** Set where this person must not be mailed at all. */
  readonly barred: "suppressed" | "address_dead" | null;
  /** Where that ends by itself: until then they wait. Left out or null: it stops them. */
  readonly barredUntil?: Instant | null;
  /** Null where no condition of the version asks anything. */
  readonly facts: PersonFacts | null;
  /** Set where their version caps its intake and no email of this episode has left yet. */
  readonly newcomer: Newcomer | null;
  /** What tests dealt them before, by test; nothing where it is left out. */
  readonly dealt?: ReadonlyMap<string, DealtBefore>;
  /** Where the email of this step was planned before and gave way; left out or null: it did not. */
  readonly gaveWay?: Constraint | null;
}

export interface PlanSequence {
  readonly definition: Definition;
  readonly isPaused: boolean;
}

/**
 * People planned in one call, those who fell due first: large enough that statements vanish, small enough to hold locks
 * briefly. The simulator keeps to it, because follow-ups go before new people within one call only.
 */
export const planBatchSize = 500;

/** Everything a plan depends on. The same snapshot, instant and seed give the same decisions, byte for byte. */
export interface Snapshot {
  readonly seed: string;
  readonly people: readonly PlanPerson[];
  /** By `planKey(sequenceId, version)`. */
  readonly sequences: ReadonlyMap<string, PlanSequence>;
  readonly accounts: readonly PlanAccount[];
  /** Who begins when, without the people of this snapshot; empty where no version caps its intake. */
  readonly intake: IntakeCounts;
  /** Tests that were started, by id; left out where no step has one. */
  readonly tests?: RunningTests;
  /** What all accounts share; left out: nothing. */
  readonly limits?: SharedLimits;
  /** How much mail one person gets over all sequences; left out: as much as there is. */
  readonly attention?: Attention;
  /** Recipient providers whose mail hosts were looked up, by domain; the others are known by their domain alone. */
  readonly mx?: ReadonlyMap<string, string>;
}

/** Where somebody stands, and when that step falls due by its delay alone. */
export interface Place {
  readonly stepId: string;
  readonly dueAt: Instant;
}

/** Somebody whose email waited for its minute until another one took its place. */
export interface Displaced {
  readonly enrollmentId: string;
  readonly because: Constraint;
}

export type Decision = {
  readonly enrollmentId: string;
  readonly constraints: readonly Constraint[];
  /** Steps that decided by themselves on the way to this decision, in order. */
  readonly passed: readonly Passed[];
  /** Where they stand now, where that is another step than before. */
  readonly moved: Place | null;
  /** The day on which a newcomer of a capped sequence begins. */
  readonly intakeDay: Instant | null;
} & (
  | {
      readonly do: "send";
      readonly at: Instant;
      readonly accountId: string;
      readonly stepId: string;
      /** What a test dealt them; absent: the step's own words. */
      readonly dealt?: DealtVariant;
      /** Those whose waiting emails matter less and gave their place up: they are planned again. */
      readonly displaces?: readonly Displaced[];
    }
  | {
      readonly do: "task";
      readonly stepId: string;
      readonly dueAt: Instant | null;
      /** Where they go on at once, where nothing waits for the outcome; `finish`: that was the last step. */
      readonly goesOn: Place | "finish" | null;
    }
  | { readonly do: "enroll"; readonly stepId: string; readonly sequenceId: string }
  | { readonly do: "wait"; readonly until: Instant }
  | { readonly do: "hold"; readonly why: ConstraintCode }
  | { readonly do: "finish" }
  | { readonly do: "stop"; readonly why: "suppressed" | "bounced" | "exit" }
);

export function planKey(sequenceId: string, version: number): string {
  return `${sequenceId}:${version}`;
}

/**
 * Decides what each due enrollment does next and when. Pure: the schedule stage writes the decisions, the simulator
 * runs them over a virtual clock, "why not yet?" prints their constraints, the browser previews one person.
 *
 * Decisions of one call see each other's reservations, so a batch never exceeds a limit.
 */
export function plan(snapshot: Snapshot, now: Instant): Decision[] {
  const round: Round = {
    accounts: new Map(snapshot.accounts.map((account) => [account.id, account])),
    ownCopies: new Set(),
    limits: snapshot.limits ? { ...snapshot.limits, used: new Map(snapshot.limits.used) } : null,
    attention: snapshot.attention ? { ...snapshot.attention, mails: new Map(snapshot.attention.mails) } : null,
    mx: snapshot.mx,
    days: new Map(),
    lastHours: new Map(),
    pools: new Map(),
    meetings: new Map(),
    intake: new Map(snapshot.intake),
    seed: snapshot.seed,
    tests: snapshot.tests ?? noTests,
    now,
  };
  const decisions = new Map<string, Decision>();
  for (const person of inOrder(snapshot)) {
    const sequence = sequenceOf(person, snapshot);
    decisions.set(person.enrollmentId, displaceEarlier(decide(person, sequence, round), decisions, now));
  }
  return snapshot.people.map((person) => decisions.get(person.enrollmentId) as Decision);
}

function sequenceOf({ sequenceId, sequenceVersion }: PlanPerson, { sequences }: Snapshot): PlanSequence {
  const sequence = sequences.get(planKey(sequenceId, sequenceVersion));
  if (sequence === undefined) throw new Error(`The snapshot lacks version ${sequenceVersion} of ${sequenceId}`);
  return sequence;
}

/**
 * Follow-ups first, then what matters more, then whoever fell due first; ties by id, so that the order never depends on
 * the database.
 */
function inOrder(snapshot: Snapshot): PlanPerson[] {
  const ranks = new Map(
    [...snapshot.sequences].map(([key, { definition }]) => [key, rankOf(definition.settings)] as const),
  );
  const rank = (person: PlanPerson) => ranks.get(planKey(person.sequenceId, person.sequenceVersion)) ?? 0;
  return snapshot.people.toSorted(
    (a, b) =>
      Number(b.isFollowUp) - Number(a.isFollowUp) ||
      rank(b) - rank(a) ||
      a.stepDueAt - b.stepDueAt ||
      (a.enrollmentId < b.enrollmentId ? -1 : 1),
  );
}

/**
 * Whoever was to be mailed by a decision of this same plan, and gives way now, is decided about once more in the next
 * one, at once: the room that was taken for them stays taken until then. Whom they had displaced stays displaced.
 */
function displaceEarlier(decision: Decision, decisions: Map<string, Decision>, now: Instant): Decision {
  if (decision.do !== "send" || decision.displaces === undefined) return decision;
  const displaces: Displaced[] = [];
  for (const displaced of decision.displaces) {
    const earlier = decisions.get(displaced.enrollmentId);
    if (earlier?.do !== "send") {
      displaces.push(displaced);
      continue;
    }
    displaces.push(...(earlier.displaces ?? []));
    const { enrollmentId, passed, moved, intakeDay } = earlier;
    const constraints = [displaced.because];
    decisions.set(enrollmentId, { enrollmentId, passed, moved, intakeDay, constraints, do: "wait", until: now });
  }
  return { ...decision, displaces };
}

type Verdict = Decision extends infer D
  ? D extends Decision
    ? Omit<D, "enrollmentId" | "constraints" | "passed" | "moved" | "intakeDay"> & Partial<Pick<D, "intakeDay">>
    : never
  : never;

function decide(person: PlanPerson, sequence: PlanSequence, round: Round): Decision {
  const { enrollmentId } = person;
  const constraints: Constraint[] = [];
  const stays = beforeAnyStep(person, sequence, { constraints, now: round.now });
  if (stays !== null) return { enrollmentId, constraints, passed: [], moved: null, intakeDay: null, ...stays };
  const { definition } = sequence;
  const zone = zoneOf(person, definition);
  const traveler = { ...person, stepId: person.stepId as string };
  const deal = (step: StepOf<"branch">) => dealtOf(step, person, round.tests);
  const standing = standingOf(traveler, { definition, zone, seed: round.seed, now: round.now, deal });
  const { passed } = standing;
  const decided = (moved: Place | null, verdict: Verdict): Decision => {
    return { enrollmentId, constraints, passed, moved, intakeDay: null, ...verdict };
  };
  if (standing.step === null) {
    return decided(null, standing.ends === "exit" ? { do: "stop", why: "exit" } : { do: "finish" });
  }
  const { step, dueAt, giveUpAt } = standing;
  const moved = step.id === person.stepId ? null : { stepId: step.id, dueAt };
  const around: StepAround = { person, definition, zone, constraints, round };
  if (dueAt > round.now) {
    constraints.push({ code: "delay", freesAt: dueAt });
    return decided(moved, { do: "wait", until: dueAt });
  }
  if (step.kind === "email") return decided(moved, decideEmail(step, around));
  if (isManual(step)) return decided(moved, decideTask(step, around));
  if (step.kind === "enroll" && step.content.sequenceId !== null)
    return decided(moved, { do: "enroll", stepId: step.id, sequenceId: step.content.sequenceId });
  constraints.push({ code: "waiting_for", freesAt: giveUpAt, subject: step.id });
  return decided(moved, giveUpAt === null ? { do: "hold", why: "waiting_for" } : { do: "wait", until: giveUpAt });
}

/** What decides without a look at the step. */
function beforeAnyStep(
  person: PlanPerson,
  sequence: PlanSequence,
  { constraints, now }: { readonly constraints: Constraint[]; readonly now: Instant },
): Verdict | null {
  if (person.barred !== null && person.barredUntil != null) {
    constraints.push({ code: "suppressed", freesAt: person.barredUntil });
    return { do: "wait", until: laterOf(person.barredUntil, now) };
  }
  if (person.barred !== null) return { do: "stop", why: person.barred === "suppressed" ? "suppressed" : "bounced" };
  if (person.stepId === null || stepAt(sequence.definition, person.stepId) === null) return { do: "finish" };
  if (sequence.isPaused) {
    constraints.push({ code: "sequence_paused", freesAt: null });
    return { do: "hold", why: "sequence_paused" };
  }
  if (person.status !== "paused" || (person.resumeAt !== null && person.resumeAt <= now)) return null;
  constraints.push({ code: person.resumeAt === null ? "paused" : "away", freesAt: person.resumeAt });
  return person.resumeAt === null ? { do: "hold", why: "paused" } : { do: "wait", until: person.resumeAt };
}

interface StepAround {
  readonly person: PlanPerson;
  readonly definition: Definition;
  readonly zone: Zone;
  readonly constraints: Constraint[];
  readonly round: Round;
}

const noTests: RunningTests = new Map();

function decideEmail(step: StepOf<"email">, { person, definition, zone, constraints, round }: StepAround): Verdict {
  const dealt = dealtOf(step, person, round.tests);
  const hours = variantOf(step, dealt?.variantId ?? null)?.hours ?? null;
  const window = { windows: windowsOf(definition, hours), zone, holidays: holidaysIn(definition, zone) };
  const recipient = recipientOf(person.domain ?? null, round.mx);
  const pool = definition.settings.sendingAccounts ?? null;
  const { accountId, contactId } = person;
  const thread = { accountId, contactId, pool, provider: recipient?.provider ?? null };
  const account = chooseAccount(thread, window, round);
  if (typeof account === "string") {
    const windowKey = `${planKey(definition.sequenceId, definition.version)} ${zone} ${hours?.start} ${hours?.end}`;
    const later = account === "workday" ? findLaterMeeting(thread, { window, windowKey }, round) : null;
    if (later === null) constraints.push({ code: account, freesAt: null, ...subjectOfHold(account, thread) });
    else constraints.push({ code: "workday", freesAt: later.at, subject: later.accountId });
    return later === null ? { do: "hold", why: account } : { do: "wait", until: later.at };
  }
  const { newcomer } = person;
  if (person.gaveWay != null && step.id === person.stepId) constraints.push(person.gaveWay);
  const rank = rankOf(definition.settings);
  const slot = findSlot({
    account,
    recipient,
    limits: round.limits,
    attention: round.attention,
    contactId: person.contactId,
    companyId: person.companyId ?? null,
    domain: person.domain ?? null,
    rank,
    beginning: newcomer && { newcomer, definition, counts: round.intake },
    hours: { window, workday: account.workday },
    constraints,
    now: round.now,
    seed: seedFrom(round.seed, person.contactId, person.sequenceId, step.id),
  });
  if (newcomer !== null && slot.intakeDay !== null) takeIntake(newcomer, slot.intakeDay, round.intake);
  if (!slot.fits) return { do: "wait", until: slot.at, intakeDay: slot.intakeDay };
  take(account, slot.at, recipient, round);
  const because = { code: "gave_way", freesAt: round.now, subject: definition.name } as const;
  const displaces = takePlace(person, { at: slot.at, rank }, round).map((one) => ({ enrollmentId: one, because }));
  const sent = { at: slot.at, accountId: account.id, stepId: step.id, intakeDay: slot.intakeDay };
  return {
    do: "send",
    ...sent,
    ...(dealt === null ? {} : { dealt }),
    ...(displaces.length === 0 ? {} : { displaces }),
  };
}

/** Takes a place in the budgets of attention; returns whose mails give way. */
function takePlace(
  person: PlanPerson,
  { at, rank }: { readonly at: Instant; readonly rank: number },
  { attention }: Round,
): string[] {
  if (attention === null) return [];
  const { enrollmentId } = person;
  const giving = whoGivesWay({ attention, rank, ...person }, at);
  for (const waiting of giving) forgetMail(attention, waiting);
  const keys = attentionKeys(person);
  noteMail(attention, keys, { at, waits: { enrollmentId, rank, keys } });
  return giving.map((waiting) => waiting.enrollmentId);
}

/**
 * What the sentence about a missing account speaks of: the accounts their sequence names, though others may be there, or
 * whose people complained.
 */
function subjectOfHold(
  why: ConstraintCode,
  { pool, provider }: { readonly pool: Pool; readonly provider: string | null },
): { readonly subject?: string } {
  if (why === "provider_stopped" && provider !== null) return { subject: provider };
  return why === "no_account" && pool !== null ? { subject: "pool" } : {};
}

/** A person of the team is asked now; who does not have to be waited for is followed by the next step's own delay. */
function decideTask(step: StepOf<ManualKindName>, { definition, zone, round }: StepAround): Verdict {
  const { dueIn, waitForCompletion } = step.content;
  const dueAt = dueIn === null ? null : dueAfter(dueIn, round.now, { definition, zone });
  if (waitForCompletion) return { do: "task", stepId: step.id, dueAt, goesOn: null };
  const next = stepAfter(definition, step.id);
  const goesOn =
    next === null ? "finish" : { stepId: next.id, dueAt: dueAfter(next.delay, round.now, { definition, zone }) };
  return { do: "task", stepId: step.id, dueAt, goesOn };
}
