import type pg from "pg";
import type { Queries, Tx } from "../platform/db/index.ts";

/** Whether anybody ever opened a claim link of this workspace. */
export async function wasClaimed(tx: Tx): Promise<boolean> {
  const rows = await tx.rows("select from claim_links where workspace_id = $1 and used_at is not null limit 1", [
    tx.workspaceId,
  ]);
  return rows.length > 0;
}

/** Sending accounts that the product itself paused, with the reason. A person's own pause is no fault. */
export async function listFailedAccounts(tx: Tx): Promise<{ email: string; reason: string }[]> {
  return tx.rows(
    `select email, status_reason as reason from sending_accounts
      where workspace_id = $1 and archived_at is null and status = 'paused'
        and status_reason is not null and status_reason not like 'Paused by %'`,
    [tx.workspaceId],
  );
}

/** The oldest work that should have begun before `now`, on the machine's clock; null: nothing waits. */
export async function oldestDue(sweep: Queries, now: Date): Promise<Date | null> {
  const rows = await sweep.rows<{ at: Date | null }>(
    "select min(due_at) as at from wakeups where due_at <= $1 and stage = any(array[1, 2, 3]::smallint[])",
    [now],
  );
  return rows[0]?.at ?? null;
}

/** What only the login itself may see of its server. */
export interface ServerFacts {
  readonly version: string;
  readonly now: Date;
  /** Roles of ours that are missing or that this login cannot take. */
  readonly missingRoles: string[];
  /** Roles of ours that see past row-level security. */
  readonly tooMightyRoles: string[];
  /** Process ids of workers that are connected. */
  readonly workers: string[];
}

export async function readServerFacts(client: pg.Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(
    `select current_setting('server_version') as version, clock_timestamp() as now,
       array(select wanted from unnest(array['haste_owner', 'haste_app', 'haste_sweep']) as wanted
              where not exists (select from pg_roles where rolname = wanted and pg_has_role(session_user, oid, 'set')))
         as "missingRoles",
       array(select rolname::text from pg_roles where rolname in ('haste_owner', 'haste_app', 'haste_sweep')
              and (rolsuper or rolbypassrls)) as "tooMightyRoles",
       array(select split_part(application_name, ' ', 3) from pg_stat_activity
              where datname = current_database() and application_name like 'haste worker %') as workers`,
  );
  return rows[0] as ServerFacts;
}
