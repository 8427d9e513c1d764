import type { Queries, Tx } from "../../platform/db/index.ts";
import { happeningCounters, sendCounters } from "./rollups.ts";

/** By what the quarters of a day are kept apart in its sums, and how each is written. */
export const dayTables = {
  email_rollups: {
    days: "email_days",
    keys: ["sequence_id", "sequence_version", "step_id", "variant_id", "sending_account_id"],
    types: ["uuid", "int", "uuid", "uuid", "uuid"],
    counters: sendCounters,
    mark: "update email_rollups set is_summed = true, was_summed = true",
    forget: "delete from email_days",
    write: "insert into email_days",
  },
  provider_rollups: {
    days: "provider_days",
    keys: ["sequence_id", "sending_account_id", "provider"],
    types: ["uuid", "uuid", "text"],
    counters: sendCounters,
    mark: "update provider_rollups set is_summed = true, was_summed = true",
    forget: "delete from provider_days",
    write: "insert into provider_days",
  },
  happening_rollups: {
    days: "happening_days",
    keys: ["sequence_id", "sending_account_id"],
    types: ["uuid", "uuid"],
    counters: happeningCounters,
    mark: "update happening_rollups set is_summed = true, was_summed = true",
    forget: "delete from happening_days",
    write: "insert into happening_days",
  },
} as const;
export type QuarterTable = keyof typeof dayTables;
const quarterTables = Object.keys(dayTables) as QuarterTable[];

/** The day of a quarter on the calendar of a zone. */
export const dayOf = (bucket: string, zone: string) => `(${bucket} at time zone ${zone})::date`;

/**
 * Nearly all that comes back of a mail comes in the first two hours: a quarter that is summed earlier is summed again for
 * each thing that is told of it, and its row written elsewhere on the page instead of in its place.
 */
const calmAfter = "interval '2 hours'";
const isRipe = (now: string) => `not is_summed and (was_summed or bucket < ${now}::timestamptz - ${calmAfter})`;

/** So that a first look at years of history is several short transactions. */
const mostDays = 31;

/** Workspaces with quarters that their days' sums should hold and do not. */
export async function unsummedWorkspaces(sweep: Queries, now: Date): Promise<string[]> {
  const rows = await sweep.rows<{ workspace_id: string }>(
    quarterTables.map((table) => `select workspace_id from ${table} where ${isRipe("$1")}`).join(" union "),
    [now],
  );
  return rows.map((row) => row.workspace_id);
}

/**
 * Adds quarters to the sums of their days. A quarter says of itself whether its day's sums hold it, and whoever adds to it
 * takes that back within the same write; what a day's sums do not hold is read by its quarters (`read-days.ts`). Therefore
 * nothing has to be waited for: a quarter that somebody is writing is left out here and taken with the next look.
 */
export async function sumDays(tx: Tx, now: Date): Promise<void> {
  // Two that sum the same day could leave the older sums behind.
  const [mine] = await tx.rows<{ locked: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended('sums of days ' || $1, 0)) as locked",
    [tx.workspaceId],
  );
  if (mine?.locked !== true) return;
  const zone = await settleZone(tx);
  for (const table of quarterTables) await sumTable(tx, table, zone, now);
}

/** The zone of the workspace; where the sums are in another one's days, they are made anew of the quarters they hold. */
async function settleZone(tx: Tx): Promise<string> {
  const [zones] = await tx.rows<{ own: string; kept: string | null }>(
    `select w.timezone as own, z.timezone as kept from workspaces w left join day_zones z on z.workspace_id = w.id
     where w.id = $1`,
    [tx.workspaceId],
  );
  if (zones === undefined) throw new Error("there is no such workspace");
  if (zones.own === zones.kept) return zones.own;
  for (const table of quarterTables) {
    const { keys, counters, forget, write } = dayTables[table];
    const columns = [dayOf("bucket", "$2"), ...keys].join(", ");
    await tx.rows(`${forget} where workspace_id = $1`, [tx.workspaceId]);
    await tx.rows(
      `${write} (workspace_id, day, ${[...keys, ...counters].join(", ")})
       select $1, ${columns}, ${counters.map((name) => `sum(${name})`).join(", ")}
       from ${table} where workspace_id = $1 and is_summed group by ${columns}`,
      [tx.workspaceId, zones.own],
    );
  }
  await tx.rows(
    `insert into day_zones (workspace_id, timezone) values ($1, $2)
     on conflict (workspace_id) do update set timezone = excluded.timezone`,
    [tx.workspaceId, zones.own],
  );
  return zones.own;
}

type Marked = Readonly<Record<string, unknown>>;

async function sumTable(tx: Tx, table: QuarterTable, zone: string, now: Date): Promise<void> {
  const { keys, types, counters, mark, forget, write } = dayTables[table];
  const marked = await tx.rows<Marked>(
    `with days as (
       select distinct ${dayOf("bucket", "$3")} as day from ${table}
       where workspace_id = $1 and ${isRipe("$2")} order by 1 limit ${mostDays}),
     free as (
       select ctid from ${table}
       where workspace_id = $1 and ${isRipe("$2")} and ${dayOf("bucket", "$3")} in (select day from days)
       for update skip locked),
     marked as (
       ${mark} where workspace_id = $1 and ctid = any(array(select ctid from free)) returning bucket, ${keys.join(", ")})
     select distinct ${dayOf("bucket", "$3")} as day, ${keys.join(", ")} from marked`,
    [tx.workspaceId, now, zone],
  );
  if (marked.length === 0) return;
  const { days } = dayTables[table];
  const touched = `unnest($2::date[], ${types.map((type, at) => `$${at + 3}::${type}[]`).join(", ")})
    as x (day, ${keys.join(", ")})`;
  const values = [tx.workspaceId, ...["day", ...keys].map((key) => marked.map((row) => row[key]))];
  const isSame = (of: string) => keys.map((key) => `${of}.${key} = x.${key}`).join(" and ");
  await tx.rows(
    `${forget} using ${touched} where ${days}.workspace_id = $1 and ${days}.day = x.day and ${isSame(days)}`,
    values,
  );
  const own = `$${values.length + 1}::text`;
  const columns = keys.map((key) => `x.${key}`).join(", ");
  // A statement of its own after the marks, so that it sees them.
  await tx.rows(
    `with x as materialized (select x.*, ${boundsOf("x.day", own)} from ${touched})
     ${write} (workspace_id, day, ${[...keys, ...counters].join(", ")})
     select $1, x.day, ${columns}, ${counters.map((name) => `sum(r.${name})`).join(", ")}
     from x join ${table} r on r.workspace_id = $1 and ${isSame("r")} and ${isWithin("r.bucket", own)} and r.is_summed
     group by x.day, ${columns}`,
    [...values, zone],
  );
}

/**
 * What the quarters of a day lie between, as columns `since` and `until`: under row-level security an index serves plain
 * columns only. They are wider than any day, because midnights are skipped and come twice; `isWithin` looks.
 */
export function boundsOf(day: string, zone: string): string {
  const midnight = (of: string) => `(${of})::timestamp at time zone ${zone}`;
  return `${midnight(day)} - interval '2 hours' as since, ${midnight(`${day} + 1`)} + interval '2 hours' as until`;
}

export const isWithin = (bucket: string, zone: string) =>
  `${bucket} >= x.since and ${bucket} < x.until and ${dayOf(bucket, zone)} = x.day`;
