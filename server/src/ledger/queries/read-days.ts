import { asInstant, findZone, isoFromEpochDay, toInstant, toLocal, UTC } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";
import { boundsOf, dayOf, dayTables, isWithin, type QuarterTable } from "./days.ts";

/** Which quarters are summed. */
export interface CountedPeriod {
  readonly from: Date;
  /** The first instant outside. */
  readonly to: Date;
  readonly now: Date;
  /** Whose days are told apart; sums of days are in those of the workspace's zone, of any other quarters are read. */
  readonly zone: string;
  readonly sequenceId: string | null;
  readonly accountId: string | null;
}

interface Counted {
  /** Common table expressions of which the last is `counted`: `day`, `at` (its first instant, or the quarter's), keys, counters. */
  readonly ctes: string;
  readonly values: readonly unknown[];
  /** For the name of the statement: what is not asked for is not in it, so that an index can be chosen for what is. */
  readonly name: string;
}

/** Those of a statement that reads counted rows begin after these. */
export const countedValues = 10;

/**
 * What the quarters of a period say, read from the sums of its days: O(days × what is kept apart), however many mails. Read by
 * their quarters are both ends of the period, what was never summed (the last hours), and, of a day that something was told
 * of since, the rows of the sequence, step and account it was told of. One statement, so one snapshot says which is which.
 */
export function countedIn(tx: Tx, table: QuarterTable, period: CountedPeriod): Counted {
  const { days, keys, counters } = dayTables[table];
  const columns = (of: string) => [...keys, ...counters].map((name) => `${of}.${name}`).join(", ");
  const named = (of: string) => keys.map((key) => `${of}.${key}`).join(", ");
  const isSame = (of: string) => keys.map((key) => `${of}.${key} = x.${key}`).join(" and ");
  const [sequence, account] = [period.sequenceId !== null, period.accountId !== null];
  const chosen = (of: string) => `${of}.workspace_id = $1
    and ${sequence ? `${of}.sequence_id = $4` : "$4::uuid is null"} and ${account ? `${of}.sending_account_id = $5` : "$5::uuid is null"}`;
  const whole = wholeDays(period);
  const unsummed = (of: string) => `not ${of}.is_summed and ${of}.bucket >= $8 and ${of}.bucket < $9`;
  // `not in` is hashed whatever the planner expects; it expects few rows, and `not exists` compared each day with each change.
  const ctes = `with kept as materialized (
      select 1 from day_zones where workspace_id = $1 and timezone = $10 and $6::date < $7::date),
    changed as materialized (
      select x.*, ${boundsOf("x.day", "$10")} from (
        select distinct ${dayOf("r.bucket", "$10")} as day, ${named("r")} from ${table} r
        where ${chosen("r")} and ${unsummed("r")} and r.was_summed and exists (select from kept)) x),
    spans (since, until) as materialized (
      select $2::timestamptz, case when exists (select from kept) then $8::timestamptz else $3::timestamptz end
      union all select $9::timestamptz, $3::timestamptz where exists (select from kept)),
    counted as (
      select d.day, d.day::timestamp at time zone $10 as at, ${columns("d")} from ${days} d
      where ${chosen("d")} and d.day >= $6::date and d.day < $7::date and exists (select from kept)
        and (d.day, ${named("d")}) not in (select day, ${keys.join(", ")} from changed)
      union all
      select x.day, r.bucket, ${columns("r")} from changed x
      join ${table} r on r.workspace_id = $1 and ${isSame("r")} and ${isWithin("r.bucket", "$10")} and r.was_summed
      union all
      select ${dayOf("r.bucket", "$10")}, r.bucket, ${columns("r")} from ${table} r
      where ${chosen("r")} and ${unsummed("r")} and not r.was_summed and exists (select from kept)
      union all
      select ${dayOf("r.bucket", "$10")}, r.bucket, ${columns("r")}
      from spans join ${table} r on ${chosen("r")} and r.bucket >= spans.since and r.bucket < spans.until)`;
  return {
    ctes,
    values: [
      ...[tx.workspaceId, period.from, period.to, period.sequenceId, period.accountId],
      ...[whole.first, whole.end, whole.since, whole.until, period.zone],
    ],
    name: `${table}${sequence ? "-of-sequence" : ""}${account ? "-of-account" : ""}`,
  };
}

/** The whole days within a period. Today is one where the period reaches to now: nothing of it lies behind. */
function wholeDays({ from, to, now, zone: name }: CountedPeriod) {
  const found = findZone(name);
  const zone = found.ok ? found.value : UTC;
  const localDay = (at: Date) => toLocal(zone, asInstant(at.getTime())).epochDay;
  const startOf = (day: number) => new Date(toInstant(zone, day, 0));
  const begun = localDay(from);
  const first = startOf(begun) < from ? begun + 1 : begun;
  const end = Math.max(first, to > now ? localDay(now) + 1 : localDay(to));
  return { first: isoFromEpochDay(first), end: isoFromEpochDay(end), since: startOf(first), until: startOf(end) };
}
