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
  const families = [
    familyOf(timed, WEEKDAYS.map(onWeekday)),
    familyOf(timed, dayPartNames.map(inPart)),
    ...traits.map((trait) => familyOf(worded, [withTrait(trait)])),
  ];
  const lookedAt = families.reduce((sum, { looks }) => sum + looks, 0);
  const supported = families.flatMap(({ find }) => find(lookedAt));
  return {
    lookedAt,
    supported: supported.toSorted((one, other) => Math.abs(other.difference) - Math.abs(one.difference)),
  };
}

type Cell = Answered & { readonly stepId: string };

interface Question<T> {
  readonly practice: Practice;
  /** Null: of this cell the question does not arise. */
  readonly has: (cell: T) => boolean | null;
}

/** Practices of which an email keeps to one at most. */
function familyOf<T extends Cell>(cells: readonly T[], questions: readonly Question<T>[]) {
  return {
    looks: looksAt(cells, questions).length,
    find: (lookedAt: number) => findInFamily(cells, questions, lookedAt),
  };
}

const onWeekday = (weekday: Weekday): Question<TimedCell> => ({
  practice: { kind: "weekday", weekday },
  has: (cell) => cell.weekday === weekday,
});
const inPart = (part: DayPart): Question<TimedCell> => ({
  practice: { kind: "dayPart", part },
  has: ({ hour }) => hour >= dayParts[part][0] && hour < dayParts[part][1],
});
const withTrait = (trait: Trait): Question<WordedCell> => ({
  practice: { kind: "trait", trait },
  has: (cell) => cell.traits[trait],
});

/**
 * The clearest finding first; its emails are then set aside, or one good day would make six others look bad beside it.
 */
function findInFamily<T extends Cell>(
  cells: readonly T[],
  questions: readonly Question<T>[],
  lookedAt: number,
): SupportedPractice[] {
  const level = 1 - alarm / Math.max(1, lookedAt);
  const clearest = looksAt(cells, questions)
    .flatMap(({ question, strata }) => {
      const found = compareStrata(strata, level);
      const isSupported = found !== null && found.p * lookedAt < alarm && found.low * found.high > 0;
      return isSupported ? [{ question, strata, ...found }] : [];
    })
    .toSorted((one, other) => one.p - other.p || Math.abs(other.difference) - Math.abs(one.difference))[0];
  if (clearest === undefined) return [];
  const { question, strata, difference, low, high } = clearest;
  const sums = { with: total(strata, "with"), without: total(strata, "without") };
  const otherCells = cells.filter((cell) => question.has(cell) === false);
  const otherQuestions = questions.filter((one) => one !== question);
  return [
    { practice: question.practice, ...sums, difference, low, high, level, steps: strata.length },
    ...findInFamily(otherCells, otherQuestions, lookedAt),
  ];
}

const dayPartNames = Object.keys(dayParts) as DayPart[];

interface Look<T> {
  readonly question: Question<T>;
  readonly strata: readonly Stratum[];
}

/** The questions of which there are enough emails on both sides. */
function looksAt<T extends Cell>(cells: readonly T[], questions: readonly Question<T>[]): Look<T>[] {
  const bySteps = [...Map.groupBy(cells, (cell) => cell.stepId).values()];
  return questions.map((question) => ({ question, strata: strataOf(bySteps, question) })).filter(hasEnough);
}

function strataOf<T extends Cell>(bySteps: readonly (readonly T[])[], { has }: Question<T>): Stratum[] {
  return bySteps.flatMap((own) => {
    const sides = Map.groupBy(own, has);
    const stratum = { with: addUp(sides.get(true) ?? []), without: addUp(sides.get(false) ?? []) };
    return stratum.with.sent > 0 && stratum.without.sent > 0 ? [stratum] : [];
  });
}

function hasEnough({ strata }: { readonly strata: readonly Stratum[] }): boolean {
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
