import { WEEKDAYS, type Weekday } from "../base/index.ts";
import { type Answered, compareStrata, type Stratum } from "./strata.ts";
import { type Trait, traits } from "./traits.ts";

/** Parts of a day people speak of; what leaves outside of them is in none. */
export const dayParts = { early: [5, 9], morning: [9, 12], noon: [12, 14], afternoon: [14, 18] } as const;
export type DayPart = keyof typeof dayParts;

export type Practice =
  | { readonly kind: "weekday"; readonly weekday: Weekday }
  | { readonly kind: "dayPart"; readonly part: DayPart }
  | { readonly kind: "trait"; readonly trait: Trait };

/** Mails of one step that left in one hour of the week. */
export interface TimedCell extends Answered {
  readonly stepId: string;
  readonly weekday: Weekday;
  /** 0–23. */
  readonly hour: number;
}

/** Mails of one step with one wording. */
export interface WordedCell extends Answered {
  readonly stepId: string;
  readonly traits: Readonly<Record<Trait, boolean | null>>;
}

export interface PracticeFacts {
  readonly timed: readonly TimedCell[];
  readonly worded: readonly WordedCell[];
}

export interface SupportedPractice {
  readonly practice: Practice;
  /** Over the steps that have both; every mail counted. */
  readonly with: Answered;
  readonly without: Answered;
  /** Answers per mail more (or fewer), within the same step. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Of the interval: wide enough that all intervals of the report hold together. */
  readonly level: number;
  readonly steps: number;
}

export interface PracticeReport {
  /** How many practices had enough mails to be looked at: what the findings are corrected for. */
  readonly lookedAt: number;
  /** The largest effect first. */
  readonly supported: readonly SupportedPractice[];
}

/** Fewer on either side, or fewer answers in all, and no honest interval leaves anything to say. */
const fewestMails = 100;
const fewestAnswers = 10;
/** One false finding in twenty reports of a workspace in which nothing matters. */
const alarm = 0.05;

/**
 * What a workspace's own mails support. Only mails of the same step are compared with one another (`compareStrata`), and
 * the level is divided by how many practices were looked at (C. Bonferroni 1936; O. J. Dunn, JASA 56, 1961): which ones
 * have enough mails depends on how many there are, not on who answered, so choosing them costs nothing. A finding needs
 * both the test and the interval. Except where the planner dealt variants, it is an observation and no experiment.
 */
export function findPractices({ timed, worded }: PracticeFacts): PracticeReport {
  const looks = [
    ...WEEKDAYS.map((weekday) => lookAt({ kind: "weekday", weekday }, timed, (cell) => cell.weekday === weekday)),
    ...dayPartNames.map((part) => lookAt({ kind: "dayPart", part }, timed, (cell) => isIn(part, cell.hour))),
    ...traits.map((trait) => lookAt({ kind: "trait", trait }, worded, (cell) => cell.traits[trait])),
  ].filter(hasEnough);
  const level = 1 - alarm / Math.max(1, looks.length);
  const supported = looks.flatMap(({ practice, strata }): SupportedPractice[] => {
    const found = compareStrata(strata, level);
    if (found === null || found.p * looks.length >= alarm || found.low * found.high <= 0) return [];
    const { difference, low, high } = found;
    const sums = { with: total(strata, "with"), without: total(strata, "without") };
    return [{ practice, ...sums, difference, low, high, level, steps: strata.length }];
  });
  return {
    lookedAt: looks.length,
    supported: supported.toSorted((one, other) => Math.abs(other.difference) - Math.abs(one.difference)),
  };
}

const dayPartNames = Object.keys(dayParts) as DayPart[];

function isIn(part: DayPart, hour: number): boolean {
  const [from, to] = dayParts[part];
  return hour >= from && hour < to;
}

interface Look {
  readonly practice: Practice;
  readonly strata: readonly Stratum[];
}

function lookAt<T extends Answered & { readonly stepId: string }>(
  practice: Practice,
  cells: readonly T[],
  has: (cell: T) => boolean | null,
): Look {
  const strata: Stratum[] = [];
  for (const own of Map.groupBy(cells, (cell) => cell.stepId).values()) {
    const sides = Map.groupBy(own, has);
    const stratum = { with: addUp(sides.get(true) ?? []), without: addUp(sides.get(false) ?? []) };
    if (stratum.with.sent > 0 && stratum.without.sent > 0) strata.push(stratum);
  }
  return { practice, strata };
}

function hasEnough({ strata }: Look): boolean {
  const [mine, others] = [total(strata, "with"), total(strata, "without")];
  return Math.min(mine.sent, others.sent) >= fewestMails && mine.replied + others.replied >= fewestAnswers;
}

function total(strata: readonly Stratum[], side: keyof Stratum): Answered {
  return addUp(strata.map((stratum) => stratum[side]));
}

function addUp(some: readonly Answered[]): Answered {
  return {
    sent: some.reduce((sum, one) => sum + one.sent, 0),
    replied: some.reduce((sum, one) => sum + one.replied, 0),
  };
}
