/**
 * Reports of a workspace at 100,000 and at 4,000,000 signals (five an email, over 90 days), as requests read them: the
 * product's own database with its tuning. They read rollups only, so only these are written, by the quarter of an hour that
 * each email would have left in. Days are summed as the worker does, and then something was told for a minute: as many signals
 * as such a workspace has in a minute of its eight hours, each of another mail of the last four days. Goal: the 95th percentile
 * grows by half at most.
 */
import { randomUUID } from "node:crypto";
import type { ReportGroup } from "@haste/engine/report";
import { reportRoutes } from "../server/src/flow/report/index.ts";
import { sumDays } from "../server/src/ledger/index.ts";
import { systemClock } from "../server/src/platform/clock/index.ts";
import { loadWorkspace, makeContext, systemActor } from "../server/src/platform/context/index.ts";
import { type Database, inWorkspace } from "../server/src/platform/db/index.ts";
import type { RequestContext } from "../server/src/platform/http/index.ts";
import { createLog, type Log } from "../server/src/platform/log/index.ts";
import { printFigures } from "./support/numbers.ts";
import { inOwnDatabase } from "./support/own-database.ts";
import { vacuum } from "./support/vacuum.ts";

const signalsPerEmail = 5;
const sizes = [100_000, 4_000_000] as const;
const days = 90;
const rounds = 200;
const goal = 1.5;
const log: Log = createLog("warn");

/** Four sequences of five emails, sent by ten accounts in the eight hours of each day. */
async function fill(db: Database, emails: number): Promise<string> {
  const id = randomUUID();
  await inWorkspace(db, id, async (tx) => {
    await tx.rows(
      "insert into workspaces (id, name, mode, timezone) values ($1, 'bench', 'sandbox', 'Europe/Berlin')",
      [id],
    );
    await tx.rows(
      `insert into email_sequences (workspace_id, id, name, status)
       select $1, gen_random_uuid(), 'Sequence ' || n, 'active' from generate_series(1, 4) n`,
      [id],
    );
    await tx.rows(
      `insert into sequence_steps (workspace_id, id, sequence_id, type, order_index, delay_value, delay_unit)
       select $1, gen_random_uuid(), q.id, 'email', n, 1, 'days' from email_sequences q, generate_series(0, 4) n where q.workspace_id = $1`,
      [id],
    );
    await tx.rows(
      `insert into sending_accounts (workspace_id, id, provider, email, display_name)
       select $1, gen_random_uuid(), 'smtp', 'a' || n || '@bench.test', 'A' from generate_series(1, 10) n`,
      [id],
    );
    await tx.rows(
      `create temporary table sent on commit drop as
       select s.sequence_id, s.id as step_id, a.id as account_id, (array['google', 'microsoft', 'other'])[1 + n / 13 % 3] as provider,
         date_bin('15 minutes', now() - (n % $3) * interval '1 day', timestamptz 'epoch') - floor(random() * 32) * interval '15 minutes' as bucket,
         (random() < 0.4)::int as opened, (random() < 0.05)::int as replied
       from generate_series(1, $2::int) n
       join (select id, sequence_id, row_number() over () - 1 as k from sequence_steps where workspace_id = $1) s on s.k = n / 7 % 20
       join (select id, row_number() over () - 1 as k from sending_accounts where workspace_id = $1) a on a.k = n / 11 % 10`,
      [id, emails, days],
    );
    await tx.rows(
      `insert into email_rollups (workspace_id, sequence_id, sequence_version, step_id, variant_id, sending_account_id, bucket,
         sent, opened, replied)
       select $1, sequence_id, 1, step_id, '00000000-0000-0000-0000-000000000000', account_id, bucket, count(*), sum(opened), sum(replied)
       from sent group by sequence_id, step_id, account_id, bucket`,
      [id],
    );
    await tx.rows(
      `insert into provider_rollups (workspace_id, sequence_id, sending_account_id, provider, bucket, sent, opened, replied)
       select $1, sequence_id, account_id, provider, bucket, count(*), sum(opened), sum(replied)
       from sent group by sequence_id, account_id, provider, bucket`,
      [id],
    );
    await tx.rows(
      `insert into happening_rollups (workspace_id, sequence_id, sending_account_id, bucket, sent, opens, replied)
       select $1, sequence_id, account_id, bucket, count(*), sum(opened), sum(replied)
       from sent group by sequence_id, account_id, bucket`,
      [id],
    );
  });
  for (let turn = 0; turn * 10 < days + 1; turn += 1) await inWorkspace(db, id, (tx) => sumDays(tx, new Date()));
  await vacuum(db.url, [
    ...["email_rollups", "provider_rollups", "happening_rollups"],
    ...["email_days", "provider_days", "happening_days", "email_day_totals", "email_hours"],
    ...["email_months", "provider_months", "happening_months"],
  ]);
  const told = Math.ceil((emails * signalsPerEmail) / (days * 8 * 60));
  await inWorkspace(db, id, async (tx) => {
    await tx.rows(`update email_rollups set is_summed = false, as_summed = array[sent] ${touched("email_rollups")}`, [
      id,
      told,
    ]);
    await tx.rows(
      `update provider_rollups set is_summed = false, as_summed = array[sent] ${touched("provider_rollups")}`,
      [id, told],
    );
  });
  return id;
}

function touched(table: string): string {
  return `where workspace_id = $1 and ctid = any(array(
    select ctid from ${table} where workspace_id = $1 and bucket >= now() - interval '4 days' order by random() limit $2))`;
}

type Question = (ctx: RequestContext) => Promise<unknown>;
const performanceBy =
  (groupBy: ReportGroup): Question =>
  (ctx) =>
    reportRoutes["GET /reports/email-performance"](ctx, {
      params: {},
      query: { groupBy, days },
      body: undefined,
    } as never);
const trend =
  (question: "sent" | "happened"): Question =>
  (ctx) =>
    reportRoutes["GET /reports/engagement-trends"](ctx, {
      ...{ params: {}, query: { interval: "day", question, days }, body: undefined },
    } as never);
const questions: Readonly<Record<string, Question>> = {
  "by sequence": performanceBy("sequence"),
  "by step": performanceBy("step"),
  "by provider": performanceBy("provider"),
  "by day": performanceBy("day"),
  "trend of mails sent": trend("sent"),
  "trend of what happened": trend("happened"),
};

async function ask(db: Database, workspaceId: string, question: Question): Promise<number> {
  const startedAt = performance.now();
  await inWorkspace(db, workspaceId, async (tx) => {
    const workspace = await loadWorkspace(tx);
    if (workspace === null) throw new Error("no workspace");
    const rest = { requestId: randomUUID(), log, afterCommit: () => {} };
    const machineNow = systemClock.machineNow();
    const ctx = makeContext({ workspace, actor: systemActor("bench"), machineNow, tx, ...rest });
    await question(ctx as RequestContext);
  });
  return performance.now() - startedAt;
}

function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;
}

async function measure(db: Database): Promise<number> {
  const workspaces: string[] = [];
  for (const signals of sizes) workspaces.push(await fill(db, signals / signalsPerEmail));
  let worst = 0;
  for (const [name, question] of Object.entries(questions)) {
    const times: number[][] = [[], []];
    // Turn by turn, so that whatever else the machine does meets both.
    for (let round = -5; round < rounds; round += 1)
      for (const [at, workspaceId] of workspaces.entries()) {
        const ms = await ask(db, workspaceId, question);
        if (round >= 0) times[at]?.push(ms);
      }
    const [small = Number.NaN, large = Number.NaN] = times.map(p95);
    worst = Math.max(worst, large / small);
    printFigures("reports", [
      { figure: `${name}, p95 at 100,000 signals`, value: small, unit: "ms" },
      { figure: `${name}, p95 at 4,000,000 signals`, value: large, unit: "ms" },
      { figure: `${name}`, value: large / small, unit: "", ratioTo: "100,000 signals" },
    ]);
  }
  return worst;
}

if (import.meta.main) {
  process.exitCode = await inOwnDatabase(log, async ({ db }) => ((await measure(db)) <= goal ? 0 : 1));
}
