import { asInstant, civilOf, epochDayOf, findZone, isoFromEpochDay, toInstant, toLocal, UTC } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";
import { dayOf, hourOf, type QuarterTable, quarters, sinceSummed } from "./days.ts";
import type { Sums } from "./sums.ts";

/** Which quarters are summed. */
export interface CountedPeriod {
  readonly from: Date;
  /** The first instant outside. */
  readonly to: Date;
  readonly now: Date;
  /** Whose days are told apart; sums are of days in the workspace's zone, of any other quarters are read. */
  readonly zone: string;
  readonly sequenceId: string | null;
  readonly accountId: string | null;
}

/** What is told apart: the less, the coarser the sums that are read. */
interface ToldApart {
  /** Columns of the quarters besides their instant. */
  readonly by: readonly string[];
  /** Default: nothing of time but what is early. */
  readonly span?: "day" | "hour";
  /** The beginning of a day: whatever lies before it is early. */
  readonly earlyBefore?: Date | undefined;
}

interface Counted {
  /**
   * Common table expressions of which the last is `counted`: `is_early`, `day` and `hour` where they are told apart, what it is
   * kept apart by, counters.
   */
  readonly ctes: string;
  readonly values: readonly unknown[];
  /** For the name of the statement: what is not asked for is not in it, so that an index can be chosen for what is. */
  readonly name: string;
}

/** Those of a statement that reads counted rows begin after these. */
export const countedValues = 14;

/**
 * What the quarters of a period say, read from the coarsest sums that tell it: whole months, the other whole days, and both
 * ends of the period by their quarters. To that comes what quarters have since they were summed. So it is
 * O(spans × what is told apart), however many mails. One statement, so one snapshot says which is which.
 */
export function countedIn(tx: Tx, table: QuarterTable, period: CountedPeriod, apart: ToldApart): Counted {
  const source = sourceOf(table, period, apart);
  const ctes = `with kept as materialized (
      select 1 from day_zones where workspace_id = $1 and timezone = $10 and $6::date < $7::date),
    ends (since, until) as materialized (
      select $2::timestamptz, $8::timestamptz where exists (select from kept)
      union all select $9::timestamptz, $3::timestamptz where exists (select from kept)),
    counted as (${[...readSums(source, apart), ...readQuarters(source, apart)].join("\n      union all")})`;
  const whole = wholeSpans(period, source, apart.earlyBefore);
  return {
    ctes,
    values: [
      ...[tx.workspaceId, period.from, period.to, period.sequenceId, period.accountId],
      ...[whole.first, whole.end, whole.since, whole.until, period.zone, whole.firstMonth, whole.endMonth],
      ...[whole.earlyBefore, apart.earlyBefore ?? period.from],
    ],
    name: `${table}${period.sequenceId === null ? "" : "-of-sequence"}${period.accountId === null ? "" : "-of-account"}`,
  };
}

/** What a question is read from. */
interface Source {
  readonly table: QuarterTable;
  /** Null: none tells it. */
  readonly days: Sums | null;
  readonly months: Sums | null;
  readonly counters: readonly string[];
  /** Which rows are asked for, besides their time. */
  readonly conditions: readonly string[];
}

const ofSequence = "sequence_id = $4";

function sourceOf(table: QuarterTable, { sequenceId, accountId }: CountedPeriod, { by, span }: ToldApart): Source {
  const parts = [
    ...(sequenceId === null ? [] : ["sequence_id"]),
    ...(accountId === null ? [] : ["sending_account_id"]),
  ];
  const days = coarsestOf(table, span ?? "day", [...by, ...parts]);
  return {
    table,
    days,
    months: span === undefined ? coarsestOf(table, "month", [...by, ...parts]) : null,
    counters: days?.counters ?? quarters[table].counters,
    conditions: [
      sequenceId === null ? "$4::uuid is null" : ofSequence,
      accountId === null ? "$5::uuid is null" : "sending_account_id = $5",
    ],
  };
}

function coarsestOf(table: QuarterTable, span: "month" | "day" | "hour", needed: readonly string[]): Sums | null {
  const fitting = quarters[table].sums.filter(
    ({ spans, keys }) => Object.keys(spans).at(-1) === span && needed.every((name) => keys.includes(name)),
  );
  return fitting.toSorted((a, b) => a.keys.length - b.keys.length)[0] ?? null;
}

/** Of a sum or quarter. Days are compared as such: making instants of them took two thirds of the time of a report. */
function columnsOf(
  { by, span }: ToldApart,
  isEarly: string,
  { day, hour }: { readonly day: string; readonly hour: string },
) {
  const ofDay = span === undefined ? [] : [`${day} as day`];
  const ofHour = span === "hour" ? [`${hour} as hour`] : [];
  return [`${isEarly} as is_early`, ...ofDay, ...ofHour, ...by];
}

/** Months within the period, and the days before and after them. */
function readSums({ days, months, counters, conditions }: Source, apart: ToldApart): string[] {
  const between = ({ table }: Sums, span: "month" | "day", since: string, until: string) => `
      select ${[...columnsOf(apart, `${span} < $13::date`, { day: "day", hour: "hour" }), ...counters].join(", ")}
      from ${table} where ${["workspace_id = $1", ...conditions].join(" and ")}
        and ${span} >= ${since}::date and ${span} < ${until}::date and exists (select from kept)`;
  return [
    ...(months === null ? [] : [between(months, "month", "$11", "$12")]),
    ...(days === null ? [] : [between(days, "day", "$6", "$11"), between(days, "day", "$12", "$7")]),
  ];
}

/** What is not summed, both ends of the period, and all of a period that no sums tell. */
function readQuarters({ table, counters, conditions }: Source, apart: ToldApart): string[] {
  const zoned = { day: dayOf("r.bucket", "$10"), hour: hourOf("r.bucket", "$10") };
  const columns = columnsOf(apart, "r.bucket < $14::timestamptz", zoned);
  const known: readonly string[] = quarters[table].counters;
  const since = [...columns, ...counters.map((name) => sinceSummed(name, known.indexOf(name)))].join(", ");
  const all = [...columns, ...counters.map((name) => `r.${name}`)].join(", ");
  // Of a few hours an index by time gives least to read. One by sequence, which the planner takes where it may, gives years.
  const byTime = ["r.workspace_id = $1", ...conditions.map((one) => `(${one}) is true`)].join(" and ");
  // Of years, the other way round: one by sequence, where a sequence is asked for.
  const period = ["r.bucket >= $2", "r.bucket < $3"].map((one) =>
    conditions[0] === ofSequence ? `(${one}) is true` : one,
  );
  const asked = ["r.workspace_id = $1", ...conditions, ...period, "not exists (select from kept)"].join(" and ");
  // Asking a zone for the day and the hour of a row takes longer than reading it: first the rows of one quarter are one.
  const keys = ["r.bucket", ...apart.by].join(", ");
  const ofPeriod =
    apart.span === undefined
      ? `(select r.* from ${table} r where ${asked})`
      : `(select ${[keys, ...counters.map((name) => `sum(r.${name}) as ${name}`)].join(", ")} from ${table} r
          where ${asked} group by ${keys})`;
  return [
    `
      select ${since} from ${table} r
      where ${byTime} and not r.is_summed and r.bucket >= $8 and r.bucket < $9 and exists (select from kept)`,
    `
      select ${all} from ends join ${table} r on ${byTime} and r.bucket >= ends.since and r.bucket < ends.until`,
    `
      select ${all} from ${ofPeriod} r`,
  ];
}

/**
 * The whole days within a period and the whole months within these. Today is a whole one where the period reaches to now:
 * nothing of it lies behind. A month of which only a part is early is read by its days.
 */
function wholeSpans(period: CountedPeriod, { days, months }: Source, earlyBefore: Date | undefined) {
  const found = findZone(period.zone);
  const zone = found.ok ? found.value : UTC;
  const localDay = (at: Date) => toLocal(zone, asInstant(at.getTime())).epochDay;
  const startOf = (day: number) => new Date(toInstant(zone, day, 0));
  const begun = localDay(period.from);
  const first = startOf(begun) < period.from ? begun + 1 : begun;
  const reached = period.to > period.now ? localDay(period.now) + 1 : localDay(period.to);
  const end = days === null ? first : Math.max(first, reached);
  const late = earlyBefore === undefined ? first : localDay(earlyBefore);
  const firstMonth = monthOf(first) === first ? first : monthOf(monthOf(first) + 31);
  const endMonth = monthOf(late > first && late < end ? late : end);
  const hasMonths = months !== null && firstMonth < endMonth;
  return {
    ...{ first: isoFromEpochDay(first), end: isoFromEpochDay(end), since: startOf(first), until: startOf(end) },
    earlyBefore: isoFromEpochDay(late),
    firstMonth: isoFromEpochDay(hasMonths ? firstMonth : end),
    endMonth: isoFromEpochDay(hasMonths ? endMonth : end),
  };
}

/** The first day of a day's month. */
function monthOf(day: number): number {
  const { year, month } = civilOf(day);
  return epochDayOf(year, month, 1);
}
