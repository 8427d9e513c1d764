import type { Queries, Tx } from "../../platform/db/index.ts";
import { happeningCounters, sendCounters } from "./rollups.ts";
import { type Sums, sumsOfEmails, sumsOfHappenings, sumsOfProviders } from "./sums.ts";

interface Quarters {
  readonly keys: readonly string[];
  readonly counters: readonly string[];
  /** Each kind of sums that is made of them. */
  readonly sums: readonly Sums[];
  readonly mark: string;
}

/** The tables of quarters of an hour, and what is summed of each. */
export const quarters = {
  email_rollups: {
    keys: ["sequence_id", "sequence_version", "step_id", "variant_id", "sending_account_id"],
    counters: sendCounters,
    sums: sumsOfEmails,
    mark: "update email_rollups r set is_summed = true, as_summed = null",
  },
  provider_rollups: {
    keys: ["sequence_id", "sending_account_id", "provider"],
    counters: sendCounters,
    sums: sumsOfProviders,
    mark: "update provider_rollups r set is_summed = true, as_summed = null",
  },
  happening_rollups: {
    keys: ["sequence_id", "sending_account_id"],
    counters: happeningCounters,
    sums: sumsOfHappenings,
    mark: "update happening_rollups r set is_summed = true, as_summed = null",
  },
} as const satisfies Record<string, Quarters>;
export type QuarterTable = keyof typeof quarters;
const quarterTables = Object.keys(quarters) as QuarterTable[];

/** The day of a quarter on the calendar of a zone, and the hour on its clocks. */
export const dayOf = (bucket: string, zone: string) => `(${bucket} at time zone ${zone})::date`;
export const hourOf = (bucket: string, zone: string) => `extract(hour from ${bucket} at time zone ${zone})::smallint`;

/** What a quarter `r` has that the sums do not hold; of one they never held that is all of it. */
export const sinceSummed = (name: string, at: number) => `r.${name} - coalesce(r.as_summed[${at + 1}], 0) as ${name}`;
const asSummed = (name: string, at: number) =>
  `case when r.is_summed then r.${name} else r.as_summed[${at + 1}] end as ${name}`;

/** The quarters that sums hold, each as they hold it. */
export function heldQuarters(table: QuarterTable, zone: string): string {
  const { keys, counters } = quarters[table];
  return `select ${dayOf("r.bucket", zone)} as day, ${hourOf("r.bucket", zone)} as hour, ${keys.join(", ")},
      ${counters.map(asSummed).join(", ")}
    from ${table} r where r.workspace_id = $1 and (r.is_summed or r.as_summed is not null)`;
}

/**
 * Nearly all that comes back of a mail comes in the first two hours: a quarter that is summed earlier is summed again for
 * each thing that is told of it, and its row written elsewhere on the page instead of in its place.
 */
const calmAfter = "interval '2 hours'";
const isRipe = (now: string) =>
  `not is_summed and (as_summed is not null or bucket < ${now}::timestamptz - ${calmAfter})`;

/** So that a first look at years of history is many short transactions: 31 of 5,300 quarters took 15 s (a statement may take 30). */
const mostDays = 10;

/** Workspaces with quarters that the sums should hold as they are and do not. */
export async function unsummedWorkspaces(sweep: Queries, now: Date): Promise<string[]> {
  const rows = await sweep.rows<{ workspace_id: string }>(
    quarterTables.map((table) => `select workspace_id from ${table} where ${isRipe("$1")}`).join(" union "),
    [now],
  );
  return rows.map((row) => row.workspace_id);
}

/**
 * Adds to the sums what quarters have that they do not hold. A quarter says of itself whether they hold it as it is, and
 * whoever adds to it takes that back and notes what they hold, within the same write; who reads sums adds what such quarters
 * have since (`read-days.ts`). Therefore nothing has to be waited for: a quarter that somebody is writing is left out here and
 * taken with the next look.
 */
export async function sumDays(tx: Tx, now: Date): Promise<void> {
  // Two that sum the same quarter would add it twice.
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
    for (const { forget } of quarters[table].sums) await tx.rows(`${forget} where workspace_id = $1`, [tx.workspaceId]);
    await tx.rows(addedToSums(table, `added as materialized (${heldQuarters(table, "$2")})`), [
      tx.workspaceId,
      zones.own,
    ]);
  }
  await tx.rows(
    `insert into day_zones (workspace_id, timezone) values ($1, $2)
     on conflict (workspace_id) do update set timezone = excluded.timezone`,
    [tx.workspaceId, zones.own],
  );
  return zones.own;
}

/** Marks quarters of some days as summed and adds to the sums what these did not hold, in one statement. */
async function sumTable(tx: Tx, table: QuarterTable, zone: string, now: Date): Promise<void> {
  const { keys, counters, mark } = quarters[table];
  const ripe = `workspace_id = $1 and ${isRipe("$2")}`;
  const columns = [...keys, ...counters].join(", ");
  // What is locked may be a later version of a row than this statement can write: only what was marked is added.
  const ctes = `days as (
      select distinct ${dayOf("bucket", "$3")} as day from ${table} where ${ripe} order by 1 limit ${mostDays}),
    free as materialized (
      select ctid as place, bucket, ${keys.join(", ")}, ${counters.map(sinceSummed).join(", ")} from ${table} r
      where ${ripe} and ${dayOf("bucket", "$3")} in (select day from days)
      for update skip locked),
    marked as (
      ${mark} from free f where r.workspace_id = $1 and r.ctid = f.place returning f.*),
    added as materialized (
      select ${dayOf("bucket", "$3")} as day, ${hourOf("bucket", "$3")} as hour, ${columns} from marked)`;
  await tx.rows(addedToSums(table, ctes), [tx.workspaceId, now, zone]);
}

/** Of these common table expressions the last is `added`: what each kind of sums takes up. */
function addedToSums(table: QuarterTable, ctes: string): string {
  const writes = quarters[table].sums.map((sums, at) => `sums_${at} as (${writeOf(sums)})`);
  return `with ${[ctes, ...writes].join(", ")} select`;
}

function writeOf({ write, spans, keys, counters }: Sums): string {
  const named = [...Object.keys(spans), ...keys];
  const columns = [...Object.values(spans), ...keys].join(", ");
  return `${write} as s (workspace_id, ${[...named, ...counters].join(", ")})
    select $1::uuid, ${columns}, ${counters.map((name) => `sum(${name})`).join(", ")} from added group by ${columns}
    on conflict (workspace_id, ${named.join(", ")})
    do update set ${counters.map((name) => `${name} = s.${name} + excluded.${name}`).join(", ")}`;
}
