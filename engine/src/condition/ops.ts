/** What can be asked of a value. */
import { DAY_MS, type Instant } from "../base/index.ts";
import { fold, isSame, isScalar, numberOf, type Scalar, type Span, spanOf } from "./scalars.ts";

/** What an operation has to be given. */
export type Wanted = "one" | "list" | "text" | "number" | "date" | "days" | "nothing";

interface Operation {
  readonly wants: Wanted;
  /** In a sentence, and in forms. */
  readonly says: string;
}

interface Comparison extends Operation {
  /** Never throws, whatever it is given: what cannot be compared does not hold. */
  holds(fact: Scalar, value: unknown, now: Instant): boolean;
}

const comparisons = {
  eq: { wants: "one", says: "is", holds: isOne },
  in: {
    wants: "list",
    says: "is one of",
    holds: (fact, value) => Array.isArray(value) && value.some((one) => isOne(fact, one)),
  },
  contains: { wants: "text", says: "contains", holds: byText((fact, value) => fact.includes(value)) },
  startsWith: { wants: "text", says: "starts with", holds: byText((fact, value) => fact.startsWith(value)) },
  endsWith: { wants: "text", says: "ends with", holds: byText((fact, value) => fact.endsWith(value)) },
  gt: { wants: "number", says: "is more than", holds: bySize((fact, value) => fact > value) },
  gte: { wants: "number", says: "is at least", holds: bySize((fact, value) => fact >= value) },
  lt: { wants: "number", says: "is less than", holds: bySize((fact, value) => fact < value) },
  lte: { wants: "number", says: "is at most", holds: bySize((fact, value) => fact <= value) },
  before: { wants: "date", says: "is before", holds: byTime((fact, value) => fact < value.from) },
  after: { wants: "date", says: "is after", holds: byTime((fact, value) => fact >= value.to) },
  within: { wants: "days", says: "is within the last", holds: byAge((age, days) => age >= 0 && age <= days) },
  olderThan: { wants: "days", says: "is longer ago than", holds: byAge((age, days) => age > days) },
  isSet: { wants: "nothing", says: "is known", holds: () => true },
} as const satisfies Readonly<Record<string, Comparison>>;

type ComparisonName = keyof typeof comparisons;

/** Each is the exact opposite of its comparison, and so holds where nothing is known. */
const opposites = {
  ne: { wants: "one", says: "is not", opposite: "eq" },
  notIn: { wants: "list", says: "is none of", opposite: "in" },
  notContains: { wants: "text", says: "does not contain", opposite: "contains" },
  isNotSet: { wants: "nothing", says: "is not known", opposite: "isSet" },
} as const satisfies Readonly<Record<string, Operation & { readonly opposite: ComparisonName }>>;

export type Op = ComparisonName | keyof typeof opposites;

/** In words, and what it wants; forms and sentences speak with it. */
export const conditionOps: Readonly<Record<Op, Operation>> = { ...comparisons, ...opposites };

export function isOp(name: unknown): name is Op {
  return typeof name === "string" && Object.hasOwn(conditionOps, name);
}

/** The comparison that is really made, and whether its answer is turned round. */
export function comparisonOf(op: Op): { readonly name: ComparisonName; readonly isTurned: boolean } {
  return op in opposites
    ? { name: opposites[op as keyof typeof opposites].opposite, isTurned: true }
    : { name: op as ComparisonName, isTurned: false };
}

/** Makes one comparison with one value. */
export function compare(name: ComparisonName, fact: Scalar, value: unknown, now: Instant): boolean {
  return comparisons[name].holds(fact, value, now);
}

function isOne(fact: Scalar, value: unknown): boolean {
  return isScalar(value) && isSame(fact, value);
}

function byText(fits: (fact: string, value: string) => boolean): Comparison["holds"] {
  return (fact, value) => isScalar(value) && fits(fold(fact), fold(value));
}

function bySize(fits: (fact: number, value: number) => boolean): Comparison["holds"] {
  return (fact, value) => {
    const left = numberOf(fact);
    const right = numberOf(value);
    return left !== null && right !== null && fits(left, right);
  };
}

function byTime(fits: (fact: number, value: Span) => boolean): Comparison["holds"] {
  return (fact, value) => {
    const left = spanOf(fact);
    const right = spanOf(value);
    return left !== null && right !== null && fits(left.from, right);
  };
}

/** Ages are elapsed days of 24 hours. */
function byAge(fits: (ageMs: number, daysMs: number) => boolean): Comparison["holds"] {
  return (fact, value, now) => {
    const span = spanOf(fact);
    const days = numberOf(value);
    return span !== null && days !== null && fits(now - span.from, days * DAY_MS);
  };
}
