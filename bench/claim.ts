/**
 * The claim of 500 due emails, by the ledger's own door, in a workspace of ten thousand, a hundred thousand and a million
 * emails, each with its person and its enrollment, while the tables around it grow; and the worker's question when
 * nothing is due. Goals: the claim at the largest at most 1.3 of the one at the smallest, the empty question at most 0.2
 * of a claim.
 */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { asInstant } from "@haste/engine/base";
import pg from "pg";
import { claimLane, claimLeaseMs, dueLanes, repairLane, stages } from "../server/src/ledger/index.ts";
import {
  asSweep,
  type Database,
  inWorkspace,
  migrate,
  openDatabase,
  startEmbedded,
} from "../server/src/platform/db/index.ts";
import { createLog } from "../server/src/platform/log/index.ts";
import { median, printFigures } from "./support/numbers.ts";

const sizes = [10_000, 100_000, 1_000_000] as const;
const neighbors = 1_000;
const emailsPerNeighbor = 20;
const limit = 500;
const rounds = 7;
const warmUps = 2;
/** The first email is due now, the others a second apart. */
const start = Date.parse("2026-11-23T09:00:00.000Z");
const whenAllAreDue = start + 2 * Math.max(...sizes) * 1_000;

/** An id in the order of time, as the product makes them. */
const idOf = (salt: string) =>
  `(lpad(to_hex(1760000000000 + n), 12, '0') || '7' || substr(md5('${salt}' || w.id || n), 1, 3) || '8'
    || substr(md5('${salt}' || w.id || n), 4, 15))::uuid`;

/** A workspace's own id stands for its account, its sequence and the step, too. Due in another order than written. */
const loading = [
  "insert into workspaces (id, name, mode) select w.id, 'bench', 'live' from wanted w",
  `insert into sending_accounts (workspace_id, id, provider, email, display_name)
   select w.id, w.id, 'smtp', 'grace@bench.example', 'Grace' from wanted w`,
  `insert into email_sequences (workspace_id, id, name, status, published_version)
   select w.id, w.id, 'Founders', 'active', 1 from wanted w`,
  `insert into contacts (workspace_id, id, email, email_key, first_name)
   select workspace_id, contact_id, n || '@people.example', n || '@people.example', 'Ada' from person order by n`,
  `insert into sequence_enrollments (workspace_id, id, sequence_id, contact_id, sequence_version, current_step_id)
   select workspace_id, enrollment_id, workspace_id, contact_id, 1, workspace_id from person order by n`,
  `insert into email_activities (workspace_id, id, enrollment_id, sequence_id, sequence_version, step_id, contact_id,
     sending_account_id, message_id, to_email, status, send_at, due_at)
   select workspace_id, email_id, enrollment_id, workspace_id, 1, workspace_id, contact_id, workspace_id,
     email_id || '@bench.example', n || '@people.example', 'scheduled', due_at, due_at from person order by n`,
  `insert into wakeups (workspace_id, stage, lane, due_at, id)
   select w.id, ${stages.send}, w.id, to_timestamp(${start} / 1000.0), w.id from wanted w`,
];

/** Loads workspaces as the server's owner, in one transaction; returns seconds. */
async function load(client: pg.Client, workspaces: readonly string[], emailsEach: number): Promise<number> {
  const from = performance.now();
  await client.query("begin");
  // The rows fit by the way they are made; a million checks of each foreign key would take minutes.
  await client.query("set local session_replication_role = replica");
  await client.query("create temporary table wanted (id uuid) on commit drop");
  await client.query("insert into wanted select unnest($1::uuid[])", [workspaces]);
  await client.query(
    `create temporary table person on commit drop as
     select w.id as workspace_id, n, ${idOf("c")} as contact_id, ${idOf("n")} as enrollment_id, ${idOf("e")} as email_id,
       to_timestamp(${start} / 1000.0) + n::bigint * 7919 % ${emailsEach} * interval '1 second' as due_at
     from wanted w, generate_series(1, ${emailsEach}) n`,
  );
  for (const statement of loading) await client.query(statement);
  await client.query("commit");
  await client.query("vacuum (analyze) contacts, sequence_enrollments, email_activities, wakeups");
  await client.query("checkpoint");
  return (performance.now() - from) / 1_000;
}

/** One claim in its transaction with its commit, in ms; the lane's wake-up was there before. */
async function claim(db: Database, workspaceId: string): Promise<number> {
  const lane = { stage: stages.send, lane: workspaceId, id: randomUUID(), at: new Date(whenAllAreDue) };
  await inWorkspace(db, workspaceId, (tx) => repairLane(tx, lane));
  const from = performance.now();
  const found = await inWorkspace(db, workspaceId, (tx) =>
    claimLane(tx, { accountId: workspaceId, worker: 1, limit, leaseMs: claimLeaseMs }, new Date(whenAllAreDue)),
  );
  const took = performance.now() - from;
  if (found?.emails.length !== limit) throw new Error(`claimed ${found?.emails.length} of ${limit} emails`);
  return took;
}

async function askForNothing(db: Database): Promise<number> {
  const from = performance.now();
  const lanes = await asSweep(db, (sweep) => dueLanes(sweep, asInstant(start - 3_600_000), 1_000));
  const took = performance.now() - from;
  if (lanes.length > 0) throw new Error(`${lanes.length} lanes are due before anything is`);
  return took;
}

async function medianOf(work: () => Promise<number>): Promise<number> {
  for (let n = 0; n < warmUps; n += 1) await work();
  const taken: number[] = [];
  for (let n = 0; n < rounds; n += 1) taken.push(await work());
  return median(taken);
}

/** The smallest is asked again at the end, so that what the growing tables cost is told from what the size does. */
async function measure(db: Database, client: pg.Client): Promise<void> {
  const claims: number[] = [];
  const smallest = randomUUID();
  let loadedIn = 0;
  for (const emails of sizes) {
    const workspaceId = emails === sizes[0] ? smallest : randomUUID();
    loadedIn = await load(client, [workspaceId], emails);
    if (emails === sizes[2]) {
      await load(
        client,
        Array.from({ length: neighbors }, () => randomUUID()),
        emailsPerNeighbor,
      );
    }
    claims.push(await medianOf(() => claim(db, workspaceId)));
  }
  const again = await medianOf(() => claim(db, smallest));
  const empty = await medianOf(() => askForNothing(db));
  const [small = 0, middle = 0, large = 0] = claims;
  const ratioTo = "10⁴ emails";
  printFigures("claim", [
    { figure: "claim of 500 at 10⁵ emails", value: middle / small, unit: "×", ratioTo },
    { figure: "claim of 500 at 10⁶ emails (goal 1.3)", value: large / small, unit: "×", ratioTo },
    { figure: "the same to 10⁴ asked beside the 10⁶", value: large / again, unit: "×", ratioTo },
    { figure: "nothing is due (goal 0.2)", value: empty / large, unit: "×", ratioTo: "a claim at 10⁶" },
    { figure: "claim of 500 at 10⁴ emails", value: small, unit: "ms" },
    { figure: "claim of 500 at 10⁶ emails", value: large, unit: "ms" },
    { figure: "nothing is due", value: empty, unit: "ms" },
    { figure: "loading 10⁶ people, enrollments and emails", value: loadedIn, unit: "s" },
  ]);
}

/** Loads and measures on a database of its own. */
export async function benchClaim(): Promise<void> {
  const folder = mkdtempSync("/var/tmp/haste-bench-");
  chmodSync(folder, 0o755);
  const log = createLog("warn");
  const embedded = await startEmbedded({ dataDir: join(folder, "data"), log, tuning: "product" });
  try {
    await migrate(embedded.url, { log });
    const db = openDatabase(embedded.url, { log });
    const client = new pg.Client({ connectionString: embedded.url });
    await client.connect();
    try {
      await measure(db, client);
    } finally {
      await client.end();
      await db.close();
    }
  } finally {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await benchClaim();
