import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";

const oldestServer = 160_000;

/**
 * Makes the three roles and what they need in this database, before the first migration. Idempotent and race-free:
 * roles belong to the whole server while the migration lock belongs to one database, so two databases may be prepared
 * at the same instant; the loser of such a race sees the winner's role or is told to try again.
 */
export async function prepareRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server: number }>(
    "select current_setting('server_version_num')::int as server",
  );
  if ((rows[0]?.server ?? 0) < oldestServer) {
    throw new Error(
      "This PostgreSQL is too old: version 16 or newer is needed (18 is what the product brings itself).",
    );
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(rolesAndMembership);
      break;
    } catch (err) {
      if (attempt === 20 || !isRaceOverCatalog(err)) throw withRemedy(err);
      await pause(attempt * 5);
    }
  }
  await client.query(grantsInThisDatabase).catch((err: unknown) => {
    throw withRemedy(err);
  });
}

/** The login may become any of the three but inherits nothing: what it did not say, it may not do. */
const rolesAndMembership = `
do $$
declare wanted text;
begin
  foreach wanted in array array['haste_owner', 'haste_app', 'haste_sweep'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin', wanted);
      exception when duplicate_object or unique_violation then
        null; -- another database of this server was faster
      end;
    end if;
    -- pg_has_role is true for a superuser anyway, who needs no membership.
    if not pg_has_role(session_user, wanted, 'set') then
      execute format('grant %I to %I with inherit false, set true', wanted, session_user);
    end if;
  end loop;
end $$`;

/**
 * Roles get no table here: each migration grants what it makes. A default privilege would also open the partitions of
 * a table, and row-level security of the parent does not guard a partition that is named directly.
 */
const grantsInThisDatabase = `
do $$
begin
  execute format('grant connect, create, temporary on database %I to haste_owner', current_database());
  execute format('grant connect on database %I to haste_app, haste_sweep', current_database());
end $$;
revoke create on schema public from public;
grant usage, create on schema public to haste_owner;
grant usage on schema public to haste_app, haste_sweep;`;

/** "tuple concurrently updated" has no code of its own. */
function isRaceOverCatalog(err: unknown): boolean {
  const { code, message } = err as { code?: string; message?: string };
  return code === "XX000" && message?.includes("concurrently") === true;
}

function withRemedy(err: unknown): unknown {
  if ((err as { code?: string }).code !== "42501") return err;
  return new Error(
    `The database login may not prepare the roles haste_owner, haste_app and haste_sweep (${(err as Error).message}). ` +
      "Give it CREATEROLE and make it the owner of the database, or run `haste migrate` once with a login that has both.",
    { cause: err },
  );
}
