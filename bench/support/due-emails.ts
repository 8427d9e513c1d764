import { randomUUID } from "node:crypto";
import type pg from "pg";
import { claimLane, claimLeaseMs, repairLane, stages } from "../../server/src/ledger/index.ts";
import { type Database, inWorkspace } from "../../server/src/platform/db/index.ts";

/** The first email is due at this instant, the others a second apart. */
export const dueFrom = Date.parse("2026-11-23T09:00:00.000Z");

/** An id in the order of time, as the product makes them. */
const idOf = (salt: string) =>
  `(lpad(to_hex(1760000000000 + n), 12, '0') || '7' || substr(md5('${salt}' || w.id || n), 1, 3) || '8'
    || substr(md5('${salt}' || w.id || n), 4, 15))::uuid`;

/** Five people of a company, and nobody's address beside that of whom was written before. */
export const addressOf = (person: string) =>
  `substr(md5((${person})::text), 1, 12) || '@' || substr(md5('company ' || ((${person}) / 5)), 1, 8) || '.example'`;

/** A workspace's own id stands for its account, its sequence and the step, too. Due in another order than written. */
const loading = [
  "insert into workspaces (id, name, mode) select w.id, 'bench', 'live' from wanted w",
  `insert into sending_accounts (workspace_id, id, provider, email, display_name)
   select w.id, w.id, 'smtp', 'grace@bench.example', 'Grace' from wanted w`,
  `insert into email_sequences (workspace_id, id, name, status, published_version)
   select w.id, w.id, 'Founders', 'active', 1 from wanted w`,
  `insert into contacts (workspace_id, id, email, email_key, first_name)
   select workspace_id, contact_id, address, address, 'Ada' from person order by n`,
  `insert into sequence_enrollments (workspace_id, id, sequence_id, contact_id, sequence_version, current_step_id)
   select workspace_id, enrollment_id, workspace_id, contact_id, 1, workspace_id from person order by n`,
  `insert into email_activities (workspace_id, id, enrollment_id, sequence_id, sequence_version, step_id, contact_id,
     sending_account_id, message_id, to_email, status, send_at, due_at)
   select workspace_id, email_id, enrollment_id, workspace_id, 1, workspace_id, contact_id, workspace_id,
     email_id || '@bench.example', address, 'scheduled', due_at, due_at from person order by n`,
  `insert into wakeups (workspace_id, stage, lane, due_at, id)
   select w.id, ${stages.send}, w.id, to_timestamp(${dueFrom} / 1000.0), w.id from wanted w`,
];

/** Loads workspaces whose emails are due, as the server's owner, in one transaction; returns seconds. */
export async function loadDueEmails(
  client: pg.Client,
  workspaces: readonly string[],
  emailsEach: number,
): Promise<number> {
  const from = performance.now();
  await client.query("begin");
  // The rows fit by the way they are made; a million checks of each foreign key would take minutes.
  await client.query("set local session_replication_role = replica");
  await client.query("create temporary table wanted (id uuid) on commit drop");
  await client.query("insert into wanted select unnest($1::uuid[])", [workspaces]);
  await client.query(
    `create temporary table person on commit drop as
     select w.id as workspace_id, n, ${idOf("c")} as contact_id, ${idOf("n")} as enrollment_id, ${idOf("e")} as email_id,
       ${addressOf("n")} as address,
       to_timestamp(${dueFrom} / 1000.0) + n::bigint * 7919 % ${emailsEach} * interval '1 second' as due_at
     from wanted w, generate_series(1, ${emailsEach}) n`,
  );
  for (const statement of loading) await client.query(statement);
  await client.query("commit");
  await client.query("vacuum (analyze) contacts, sequence_enrollments, email_activities, wakeups");
  await client.query("checkpoint");
  return (performance.now() - from) / 1_000;
}

export type Claim = NonNullable<Awaited<ReturnType<typeof claimLane>>>;

/** Claims in one transaction with its commit; in ms. The lane's wake-up was there before. */
export async function claimDue(
  db: Database,
  workspaceId: string,
  { limit, at }: { readonly limit: number; readonly at: Date },
): Promise<{ readonly claim: Claim; readonly took: number }> {
  const lane = { stage: stages.send, lane: workspaceId, id: randomUUID(), at };
  await inWorkspace(db, workspaceId, (tx) => repairLane(tx, lane));
  const from = performance.now();
  const claim = await inWorkspace(db, workspaceId, (tx) =>
    claimLane(tx, { accountId: workspaceId, worker: 1, limit, leaseMs: claimLeaseMs }, at),
  );
  const took = performance.now() - from;
  if (claim?.emails.length !== limit) throw new Error(`claimed ${claim?.emails.length} of ${limit} emails`);
  return { claim, took };
}
