/**
 * What recording costs: visits to mails of a sequence, judged, kept with their evidence, counted by their emails and all
 * rollups, moving their people and told as events, each durable before it is answered. No HTTP, so that the load costs
 * nothing on the same two cores. Goal: 20,000 a second, at most 40 µs each.
 */
import { randomUUID } from "node:crypto";
import { Recorder } from "../server/src/flow/track/index.ts";
import { visitorOf } from "../server/src/flow/track/visitor.ts";
import { settleVerdicts } from "../server/src/ledger/index.ts";
import { type Database, inWorkspace, type Tx } from "../server/src/platform/db/index.ts";
import { createLog } from "../server/src/platform/log/index.ts";
import { ownCpuUs, treeCpuUs } from "./support/cpu.ts";
import { median, printFigures } from "./support/numbers.ts";
import { inOwnDatabase } from "./support/own-database.ts";
import { makeSentMails, type SentMails } from "./support/sent-mails.ts";

const emails = 20_000;
const measureMs = 3_000;
const rounds = 3;
/** Visits that wait for their answer at once: what one process holds with 20,000 a second and 50 ms each. */
const underWay = [32, 1_000] as const;
const log = createLog("warn");

const agents = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0",
  "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
  "Mozilla/5.0",
];

/** Three in five by people, the others by a provider’s proxy and by Apple’s; one visit in ten is a click. */
function visit({ workspaceId, emailIds }: SentMails, n: number): Parameters<Recorder["record"]>[0] {
  const isClick = n % 10 === 9;
  return {
    ...{ workspaceId, emailId: emailIds[(n * 7_919) % emailIds.length] ?? "" },
    ...{ agent: agents[Math.floor(n / 3) % agents.length] ?? "", method: "GET", ahead: null, machineAt: new Date() },
    ...visitorOf(`203.${n % 200}.${(n >> 3) % 250}.${n % 250}`, workspaceId, visitorKey),
    ...(isClick ? { kind: "clicked", link: n % 4, links: 4 } : { kind: "opened", link: null, links: null }),
  };
}

const visitorKey = Buffer.alloc(32, 1);

interface Round {
  readonly perSecond: number;
  readonly nodeUs: number;
  readonly postgresUs: number;
  readonly perCommit: number;
}

async function round(database: Database, sent: SentMails, atOnce: number, from: number): Promise<Round> {
  let commits = 0;
  const onCommitted = () => {
    commits += 1;
  };
  const recorder = new Recorder({ database, onCommitted });
  const [node, tree, begin] = [ownCpuUs(), treeCpuUs(process.pid), performance.now()];
  let done = from;
  const one = async () => {
    while (performance.now() - begin < measureMs) {
      done += 1;
      await recorder.record(visit(sent, done));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  const [count, seconds] = [done - from, (performance.now() - begin) / 1_000];
  const nodeUs = ownCpuUs() - node;
  const postgresUs = treeCpuUs(process.pid) - tree - nodeUs;
  return {
    perSecond: count / seconds,
    nodeUs: nodeUs / count,
    postgresUs: postgresUs / count,
    perCommit: count / commits,
  };
}

/** Settles every verdict that waits, as the worker does once its seconds are over. */
async function settle(database: Database, { workspaceId }: SentMails): Promise<void> {
  const later = new Date(Date.now() + 60_000);
  const inside = <T>(work: (tx: Tx) => Promise<T>) => inWorkspace(database, workspaceId, work);
  const [row] = await inside((tx) =>
    tx.rows<{ emails: number }>("select count(*)::int as emails from pending_verdicts"),
  );
  const [node, tree, begin] = [ownCpuUs(), treeCpuUs(process.pid), performance.now()];
  let visits = 0;
  let judged = await inside((tx) => settleVerdicts(tx, later));
  while (judged !== null) {
    visits += judged.visits;
    judged = await inside((tx) => settleVerdicts(tx, later));
  }
  const [emailCount, seconds] = [row?.emails ?? 0, (performance.now() - begin) / 1_000];
  const nodeUs = ownCpuUs() - node;
  const postgresUs = treeCpuUs(process.pid) - tree - nodeUs;
  printFigures("signals", [
    { figure: "waiting verdicts settled", value: emailCount / seconds, unit: "emails/s" },
    { figure: "visits judged for them", value: visits / emailCount, unit: "an email" },
    { figure: "settling, Node", value: nodeUs / emailCount, unit: "µs CPU/email" },
    { figure: "settling, PostgreSQL", value: postgresUs / emailCount, unit: "µs CPU/email" },
  ]);
}

/** Rollups and events say what the signals say, or the figures are worth nothing. */
async function check(database: Database, { workspaceId }: SentMails): Promise<number> {
  const [row] = await inWorkspace(database, workspaceId, (tx) =>
    tx.rows<{ signals: number; emails: number; sends: number; providers: number; happened: number; events: number }>(
      `select (select count(*)::int from signals) as signals,
         (select sum(open_count + machine_open_count + click_count + machine_click_count)::int from email_activities) as emails,
         (select sum(opens + machine_opens + clicks + machine_clicks)::int from email_rollups) as sends,
         (select sum(opens + machine_opens + clicks + machine_clicks)::int from provider_rollups) as providers,
         (select sum(opens + machine_opens + clicks + machine_clicks)::int from happening_rollups) as happened,
         (select last_seq::int from event_counters) as events`,
    ),
  );
  const counts = Object.values(row ?? {});
  if (new Set(counts).size !== 1) throw new Error(`Counters differ: ${JSON.stringify(row)}`);
  return row?.signals ?? 0;
}

async function measure(database: Database, sent: SentMails): Promise<void> {
  let from = 0;
  for (const atOnce of underWay) {
    const measured: Round[] = [];
    for (let n = 0; n <= rounds; n += 1) {
      const one = await round(database, sent, atOnce, from);
      from += 1_000_000;
      // The first one warms up.
      if (n > 0) measured.push(one);
    }
    const of = (key: keyof Round) => median(measured.map((one) => one[key]));
    const said = (figure: string) => `${atOnce} visits at once, ${figure}`;
    printFigures("signals", [
      { figure: said("recorded (goal 20,000)"), value: of("perSecond"), unit: "signals/s" },
      { figure: said("Node"), value: of("nodeUs"), unit: "µs CPU/signal" },
      { figure: said("PostgreSQL (goal 40)"), value: of("postgresUs"), unit: "µs CPU/signal" },
      { figure: said("per commit"), value: of("perCommit"), unit: "signals" },
    ]);
  }
  const recorded = await check(database, sent);
  await settle(database, sent);
  printFigures("signals", [{ figure: "counted alike everywhere", value: recorded, unit: "signals" }]);
}

/** Measures on a database of its own. */
export async function benchSignals(): Promise<void> {
  await inOwnDatabase(log, async ({ db }) =>
    measure(db, await makeSentMails(db, randomUUID(), { emails, agoMs: 86_400_000 })),
  );
}

if (import.meta.main) await benchSignals();
