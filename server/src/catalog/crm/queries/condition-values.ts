/**
 * How a value of a row is compared in SQL, to the letter as `engine/condition` does it; a property test holds the two
 * together. What a person wrote is always a parameter, never part of the text.
 */
import { comparisonOf, fold, isScalar, numberOf, type Scalar, spanOf, type Test } from "@haste/engine/condition";

/** Collects what the statement is run with. */
export class Parameters {
  readonly values: unknown[];

  constructor(before: readonly unknown[]) {
    this.values = [...before];
  }

  add(value: unknown, type: "text" | "text[]" | "float8" | "float8[]"): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

/** One value of a row as SQL expressions, each null where it has no such side. */
export interface SqlValue {
  /** Never null where the value is known. */
  readonly folded: string;
  readonly number: string;
  /** Milliseconds since 1970 at which it begins. */
  readonly time: string;
  /** A member of a list is contained as a whole. */
  readonly isMember: string;
}

export interface Asked {
  readonly test: Test;
  readonly nowMs: number;
  readonly parameters: Parameters;
}

/** A comparison of a known value; null counts as false. */
export function compareSql(value: SqlValue, { test, nowMs, parameters }: Asked): string {
  const { name } = comparisonOf(test.op);
  const wanted = test.value;
  switch (name) {
    case "isSet":
      return "true";
    case "eq":
      return isScalar(wanted) ? isOneOf(value, [wanted], parameters) : "false";
    case "in":
      return Array.isArray(wanted) ? isOneOf(value, wanted.filter(isScalar), parameters) : "false";
    case "contains":
    case "startsWith":
    case "endsWith":
      return isScalar(wanted) ? compareText(name, value, { wanted, parameters }) : "false";
    case "gt":
    case "gte":
    case "lt":
    case "lte":
      return compareNumber(name, value.number, { wanted, parameters });
    default:
      return compareTime(name, value.time, { wanted, parameters, nowMs });
  }
}

/** PostgreSQL refuses such a text even as a parameter, and stores none that could equal it. */
const isStorable = (text: string) => !text.includes("\0");

/** Lower case as `fold` makes it; `lower` alone maps letter by letter in the product's own locale. */
export function foldSql(text: string): string {
  return `lower(translate(${text}, 'Σςİ', 'σσi'))`;
}

function isOneOf({ folded, number }: SqlValue, wanted: readonly Scalar[], parameters: Parameters): string {
  const texts = wanted.filter((one) => numberOf(one) === null);
  const numbers = wanted.flatMap((one) => numberOf(one) ?? []);
  const isText = (among: readonly Scalar[]) => {
    const stored = among.map(fold).filter(isStorable);
    return stored.length === 0 ? "false" : `${folded} = any(${parameters.add(stored, "text[]")})`;
  };
  if (numbers.length === 0) return isText(texts);
  const isNumber = `${number} = any(${parameters.add(numbers, "float8[]")})`;
  return `case when ${number} is null then ${isText(wanted)} else ${isNumber} or ${isText(texts)} end`;
}

interface Written {
  readonly wanted: unknown;
  readonly parameters: Parameters;
}

function compareText(name: "contains" | "startsWith" | "endsWith", value: SqlValue, written: Written): string {
  const { parameters } = written;
  const wanted = written.wanted as Scalar;
  const text = fold(wanted);
  if (!isStorable(text)) return "false";
  const { folded, isMember } = value;
  const parameter = parameters.add(text, "text");
  if (name === "startsWith") return `starts_with(${folded}, ${parameter})`;
  if (name === "endsWith") return `right(${folded}, length(${parameter})) = ${parameter}`;
  const has = `strpos(${folded}, ${parameter}) > 0`;
  return isMember === "false"
    ? has
    : `case when ${isMember} then ${isOneOf(value, [wanted], parameters)} else ${has} end`;
}

const sizes = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

function compareNumber(name: keyof typeof sizes, number: string, { wanted, parameters }: Written): string {
  const than = numberOf(wanted);
  return than === null ? "false" : `${number} ${sizes[name]} ${parameters.add(than, "float8")}`;
}

type TimeComparison = "before" | "after" | "within" | "olderThan";

function compareTime(name: TimeComparison, time: string, written: Written & { readonly nowMs: number }): string {
  const { wanted, parameters, nowMs } = written;
  if (name === "before" || name === "after") {
    const span = spanOf(wanted);
    if (span === null) return "false";
    return name === "before"
      ? `${time} < ${parameters.add(span.from, "float8")}`
      : `${time} >= ${parameters.add(span.to, "float8")}`;
  }
  const days = numberOf(wanted);
  if (days === null) return "false";
  const age = `${parameters.add(nowMs, "float8")} - ${time}`;
  const limit = parameters.add(days * 86_400_000, "float8");
  return name === "within" ? `${age} between 0 and ${limit}` : `${age} > ${limit}`;
}

/** As `numberOf` reads texts. */
export function numberSql(text: string): string {
  return `case when ${text} ~ '^-?(0|[1-9][0-9]{0,14})([.][0-9]{1,15})?$' then (${text})::float8 end`;
}

const day = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const instant =
  "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$";

/** As `spanOf` reads texts: a day, or an instant with its offset between 1970 and 9999, digits below a millisecond cut. */
export function timeSql(text: string): string {
  const local = `extract(epoch from (left(${text}, 10) || ' ' || substr(${text}, 12, 8))::timestamp)`;
  const offset = `extract(epoch from coalesce(substring(${text} from '[+-][0-9]{2}:[0-9]{2}$'), '00:00')::interval)`;
  const millis = `rpad(left(coalesce(substring(${text} from '[.]([0-9]+)'), '0'), 3), 3, '0')::int`;
  const ms = `((${local} - ${offset}) * 1000 + ${millis})::float8`;
  return `case when not pg_input_is_valid(left(${text}, 10), 'date') then null
    when ${text} ~ '${day}' then (extract(epoch from (${text})::date) * 1000)::float8
    when ${text} ~* '${instant}' then (select at from (values (${ms})) as moment (at) where at between 0 and 253402300799999)
    end`;
}
