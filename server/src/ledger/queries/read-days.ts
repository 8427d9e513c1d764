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
  /** Default: nothing of time but what lies before `apartFrom`. */
  readonly span?: "day" | "hour";
  /** What lies before the beginning of this day and what lies after it. */
  readonly apartFrom?: Date | undefined;
}

interface Counted {
  /**
   * Common table expressions of which the last is `counted`: `at` (the first instant of what a row sums), `day` and `hour` where
   * they are told apart, what it is kept apart by, counters.
   */
  readonly ctes: string;
  readonly values: readonly unknown[];
  /** For the name of the statement: what is not asked for is not in it, so that an index can be chosen for what is. */
  readonly name: string;
}

/** Those of a statement that reads counted rows begin after these. */
export const countedValues = 12;

/**
 * What the quarters of a period say, read from the coarsest sums that tell it: whole months, the other whole days, and both
 * ends of the period by their quarters. To that comes what quarters have since they were summed. So it is
 * O(spans × what is told apart), however many mails. One statement, so one snapshot says which is which.
 */
export function countedIn(tx: Tx, table: QuarterTable, period: CountedPeriod, apart: ToldApart): Counted {
  const [sequence, account] = [period.sequenceId !== null, period.accountId !== null];
  const needed = [...apart.by, ...(sequence ? ["sequence_id"] : []), ...(account ? ["sending_account_id"] : [])];
  const days = coarsestOf(table, apart.span ?? "day", needed);
  const months = apart.span === undefined ? coarsestOf(table, "month", needed) : null;
  const counters = days?.counters ?? quarters[table].counters;
  const isOfPart = (of: string) => [
    sequence ? `${of}.sequence_id = $4` : "$4::uuid is null",
    account ? `${of}.sending_account_id = $5` : "$5::uuid is null",
  ];
  const chosen = (of: string) => [`${of}.workspace_id = $1`, ...isOfPart(of)].join(" and ");
  // Of a few hours an index by time tells least to read; one by sequence, which the planner takes where it may, tells years.
  const chosenByTime = (of: string) =>
    [`${of}.workspace_id = $1`, ...isOfPart(of).map((part) => `(${part}) is true`)].join(" and ");
  const columnsOf = (at: string, spans: Readonly<Record<"day" | "hour", string>>) => [
    `${at} as at`,
    ...(apart.span === undefined ? [] : [`${spans.day} as day`]),
    ...(apart.span === "hour" ? [`${spans.hour} as hour`] : []),
    ...apart.by,
  ];
  const ofQuarters = columnsOf("r.bucket", { day: dayOf("r.bucket", "$10"), hour: hourOf("r.bucket", "$10") });
  const sumsBetween = ({ table: sums }: Sums, span: string, [since, until]: readonly [string, string]) => `
      select ${[...columnsOf(`d.${span}::timestamp at time zone $10`, { day: "d.day", hour: "d.hour" }), ...counters].join(", ")}
      from ${sums} d where ${chosen("d")} and d.${span} >= ${since} and d.${span} < ${until} and exists (select from kept)`;
  const quartersAsTheyAre = [...ofQuarters, ...counters.map((name) => `r.${name}`)].join(", ");
  const arms = [
    ...(months === null ? [] : [sumsBetween(months, "month", ["$11::date", "$12::date"])]),
    ...(days === null
      ? []
      : [sumsBetween(days, "day", ["$6::date", "$11::date"]), sumsBetween(days, "day", ["$12::date", "$7::date"])]),
    `
      select ${[...ofQuarters, ...counters.map((name) => sinceSummed(name, quarters[table].counters.indexOf(name as never)))].join(", ")}
      from ${table} r where ${chosenByTime("r")} and not r.is_summed and r.bucket >= $8 and r.bucket < $9
        and exists (select from kept)`,
    `
      select ${quartersAsTheyAre} from ends join ${table} r
      on ${chosenByTime("r")} and r.bucket >= ends.since and r.bucket < ends.until`,
    `
      select ${quartersAsTheyAre} from ${table} r
      where ${chosen("r")} and r.bucket >= $2 and r.bucket < $3 and not exists (select from kept)`,
  ];
  const ctes = `with kept as materialized (
      select 1 from day_zones where workspace_id = $1 and timezone = $10 and $6::date < $7::date),
    ends (since, until) as materialized (
      select $2::timestamptz, $8::timestamptz where exists (select from kept)
      union all select $9::timestamptz, $3::timestamptz where exists (select from kept)),
    counted as (${arms.join("\n      union all")})`;
  const whole = wholeSpans(period, { hasDays: days !== null, hasMonths: months !== null, apartFrom: apart.apartFrom });
  return {
    ctes,
    values: [
      ...[tx.workspaceId, period.from, period.to, period.sequenceId, period.accountId],
      ...[whole.first, whole.end, whole.since, whole.until, period.zone, whole.firstMonth, whole.endMonth],
    ],
    name: `${table}${sequence ? "-of-sequence" : ""}${account ? "-of-account" : ""}`,
  };
}

/** Null: none tells it, so that quarters are read. */
function coarsestOf(table: QuarterTable, span: "month" | "day" | "hour", needed: readonly string[]): Sums | null {
  const fitting = quarters[table].sums.filter(
    ({ spans, keys }) => Object.keys(spans).at(-1) === span && needed.every((name) => keys.includes(name)),
  );
  return fitting.toSorted((a, b) => a.keys.length - b.keys.length)[0] ?? null;
}

interface Summed {
  readonly hasDays: boolean;
  readonly hasMonths: boolean;
  readonly apartFrom: Date | undefined;
}

/** The whole days within a period and the whole months within these. Today is one where the period reaches to now: nothing of it lies behind. */
function wholeSpans({ from, to, now, zone: name }: CountedPeriod, { hasDays, hasMonths, apartFrom }: Summed) {
  const found = findZone(name);
  const zone = found.ok ? found.value : UTC;
  const localDay = (at: Date) => toLocal(zone, asInstant(at.getTime())).epochDay;
  const startOf = (day: number) => new Date(toInstant(zone, day, 0));
  const begun = localDay(from);
  const first = startOf(begun) < from ? begun + 1 : begun;
  const reached = to > now ? localDay(now) + 1 : localDay(to);
  const end = hasDays ? Math.max(first, reached) : first;
  const apart = apartFrom === undefined ? first : localDay(apartFrom);
  // Months from the first that begins in the period to the one in which something is told apart; the last days are days.
  const begins = monthOf(first);
  const firstMonth = begins === first ? first : monthOf(begins + 31);
  const endMonth = monthOf(apart > first && apart < end ? apart : end);
  const months = hasMonths && firstMonth < endMonth ? [firstMonth, endMonth] : [end, end];
  const [monthsFrom = end, monthsTo = end] = months;
  return {
    ...{ first: isoFromEpochDay(first), end: isoFromEpochDay(end), since: startOf(first), until: startOf(end) },
    ...{ firstMonth: isoFromEpochDay(monthsFrom), endMonth: isoFromEpochDay(monthsTo) },
  };
}

/** The first day of a day's month. */
function monthOf(day: number): number {
  const { year, month } = civilOf(day);
  return epochDayOf(year, month, 1);
}
