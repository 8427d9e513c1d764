import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import { roleOption } from "./roles.ts";

/**
 * Brings graphile-worker's own schema to its newest version as haste_owner and opens it to haste_app. Its tables hold
 * ids only (the workspace and the job), and forbid everybody but their owner by row-level security without policies.
 */
export async function prepareJobQueue(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, options: roleOption("haste_owner"), max: 1 });
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) });
    await pool.query(openToApp);
  } finally {
    await pool.end();
  }
}

const openToApp = `
grant usage on schema graphile_worker to haste_app;
grant select, insert, update, delete on all tables in schema graphile_worker to haste_app;
grant usage, select on all sequences in schema graphile_worker to haste_app;
do $$
declare t regclass;
begin
  for t in
    select c.oid::regclass from pg_class c
     where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
       and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'haste_app')
  loop
    execute format('create policy haste_app on %s to haste_app using (true) with check (true)', t);
  end loop;
end $$`;
