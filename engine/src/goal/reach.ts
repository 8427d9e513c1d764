import type { Signal, SignalKind } from "../track/index.ts";
import { type Goal, goalKinds, type Money } from "./goal.ts";
import { isPageOf, readPageRule } from "./page-rule.ts";

/** What the deal of a signal is like, where the product has it. */
export interface DealFacts {
  readonly isWon: boolean;
  readonly worth: Money | null;
}

/** What a goal needs of a signal. */
export type Telling = Pick<Signal, "kind" | "contactId" | "meta">;

export interface Surroundings {
  readonly deal: DealFacts | null;
  /** Names of stages in which deals are won, in small letters; they speak for deals that the product does not have. */
  readonly wonStages: ReadonlySet<string>;
}

export interface Reached {
  /** One conversion for each of these; null: every time it happens. */
  readonly occurrence: string | null;
  readonly worth: Money | null;
}

const telling: ReadonlySet<SignalKind> = new Set<SignalKind>(goalKinds);

/** Whether a signal could be what any goal waits for. */
export function mayReachGoal({ kind, contactId }: Telling): boolean {
  return contactId !== null && telling.has(kind);
}

/** What it is as a conversion that this happened; null where it is not what the goal waits for. */
export function reach(goal: Goal, signal: Telling, around: Surroundings): Reached | null {
  if (goal.kind !== signal.kind || !matches(goal, signal, around)) return null;
  return { occurrence: occurrenceOf(goal, signal), worth: worthOf(goal, signal, around) };
}

function matches(goal: Goal, { kind, meta }: Telling, { deal, wonStages }: Surroundings): boolean {
  if (kind === "meeting_booked") return true;
  if (kind === "custom_event") return isSame(goal.match, meta.name);
  if (kind === "page_visit") return isVisited(goal.match, meta.page);
  if (goal.match !== null) return isSame(goal.match, meta.stage);
  return deal?.isWon ?? wonStages.has((meta.stage ?? "").trim().toLowerCase());
}

function isVisited(wanted: string | null, page: string | undefined): boolean {
  const rule = wanted === null ? null : readPageRule(wanted);
  return rule !== null && page !== undefined && isPageOf(rule, page);
}

function isSame(wanted: string | null, said: string | undefined): boolean {
  return wanted !== null && said !== undefined && wanted.trim().toLowerCase() === said.trim().toLowerCase();
}

/** A deal is one deal, however often it is moved to and fro; a page that somebody looks at again is no second wish. */
function occurrenceOf({ counts }: Goal, { kind, contactId, meta }: Telling): string | null {
  if (meta.dealId !== undefined) return `deal ${meta.dealId}`;
  return counts === "once" || kind === "page_visit" ? `person ${contactId}` : null;
}

function worthOf({ value }: Goal, signal: Telling, { deal }: Surroundings): Money | null {
  if (value.from === "nothing") return null;
  if (value.from === "fixed") return { amount: value.amount, currency: value.currency };
  return signal.kind === "custom_event" ? toldWorth(signal.meta.properties ?? {}) : (deal?.worth ?? null);
}

/** An amount that is no whole number of minor units, or names no currency, is none: it is better missing than wrong. */
function toldWorth({ amount, currency }: Readonly<Record<string, unknown>>): Money | null {
  if (typeof amount !== "number" || !Number.isSafeInteger(amount) || amount < 0) return null;
  if (typeof currency !== "string" || !/^[A-Za-z]{3}$/.test(currency)) return null;
  return { amount, currency: currency.toUpperCase() };
}
