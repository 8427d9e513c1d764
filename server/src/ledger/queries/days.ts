import type { Queries, Tx } from "../../platform/db/index.ts";
import { sendCounters } from "./rollups.ts";

/** By what the quarters of a day are kept apart in its sums; variants are not, no report of a period asks for them. */
export const dayTables = {
  email_rollups: { days: "email_days", keys: ["sequence_id", "sequence_version", "step_id", "sending_account_id"] },
  provider_rollups: { days: "provider_days", keys: ["sequence_id", "sending_account_id", "provider"] },
} as const;

/** Days in UTC; those of a zone are no whole number of them. */
export const dayOf = (at: string) => `date_bin('1 day', ${at}, timestamptz 'epoch')`;

/** So that a first look at years of history is several short transactions. */
const mostDays = 31;
const counters = sendCounters.join(", ");

/** Workspaces with a closed day whose sums do not hold all of it. */
export async function unsummedWorkspaces(sweep: Queries, now: Date): Promise<string[]> {
  const rows = await sweep.rows<{ workspace_id: string }>(
    `select workspace_id from email_rollups where not is_summed and bucket < ${dayOf("$1::timestamptz")}
     union select workspace_id from provider_rollups where not is_summed and bucket < ${dayOf("$1::timestamptz")}`,
    [now],
  );
  return rows.map((row) => row.workspace_id);
}

/**
 * Sums the closed days that something was added to since. A quarter says of itself whether its day's sums hold it, and
 * whoever adds to it takes that back within the same write; a day is read from its sums only where all of its quarters say
 * so. Therefore nothing has to be waited for: a quarter that somebody is writing is left out here, keeps its day from being
 * read, and is taken with the next look.
 */
export async function sumDays(tx: Tx, now: Date): Promise<void> {
  // Two that sum the same day could leave the older sums behind.
  const [mine] = await tx.rows<{ locked: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended('sums of days ' || $1, 0)) as locked",
    [tx.workspaceId],
  );
  if (mine?.locked !== true) return;
  await sumEmailDays(tx, now);
  await sumProviderDays(tx, now);
}

async function sumEmailDays(tx: Tx, now: Date): Promise<void> {
  const marked = await tx.rows<{ day: Date }>(
    `${freeQuarters("email_rollups")},
     marked as (
       update email_rollups set is_summed = true where workspace_id = $1 and ctid = any(array(select ctid from free))
       returning bucket)
     ${daysOfMarked}`,
    [tx.workspaceId, now],
  );
  if (marked.length === 0) return;
  const days = [tx.workspaceId, marked.map(({ day }) => day)];
  await tx.rows("delete from email_days where workspace_id = $1 and bucket = any($2)", days);
  await tx.rows(`insert into email_days ${sumsOf("email_rollups")}`, days);
}

async function sumProviderDays(tx: Tx, now: Date): Promise<void> {
  const marked = await tx.rows<{ day: Date }>(
    `${freeQuarters("provider_rollups")},
     marked as (
       update provider_rollups set is_summed = true where workspace_id = $1 and ctid = any(array(select ctid from free))
       returning bucket)
     ${daysOfMarked}`,
    [tx.workspaceId, now],
  );
  if (marked.length === 0) return;
  const days = [tx.workspaceId, marked.map(({ day }) => day)];
  await tx.rows("delete from provider_days where workspace_id = $1 and bucket = any($2)", days);
  await tx.rows(`insert into provider_days ${sumsOf("provider_rollups")}`, days);
}

/** The quarters of closed days to mark as summed, but for those that somebody is writing. */
function freeQuarters(quarters: keyof typeof dayTables): string {
  const open = `workspace_id = $1 and not is_summed and bucket < ${dayOf("$2::timestamptz")}`;
  return `with days as (
      select distinct ${dayOf("bucket")} as day from ${quarters} where ${open} order by 1 limit ${mostDays}),
    free as (
      select ctid from ${quarters} where ${open} and ${dayOf("bucket")} in (select day from days)
      for update skip locked)`;
}
const daysOfMarked = `select distinct ${dayOf("bucket")} as day from marked`;

/** A statement of its own after the marks, so that it sees them. */
function sumsOf(quarters: keyof typeof dayTables): string {
  const keys = dayTables[quarters].keys.join(", ");
  return `(workspace_id, bucket, ${keys}, ${counters})
    select $1, d.day, ${keys}, ${sendCounters.map((name) => `sum(${name})`).join(", ")}
    from unnest($2::timestamptz[]) d (day)
    join ${quarters} r on r.workspace_id = $1 and r.bucket >= d.day and r.bucket < d.day + interval '24 hours' and r.is_summed
    group by d.day, ${keys}`;
}
