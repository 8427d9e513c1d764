/**
 * Kills the worker as often as asked and appends what was counted to docs/results/crash.md:
 * `node bin/run.js tests/crash/run-many.ts --kills 300 [--seed WORD]`
 */
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { migrate, startEmbedded } from "../../server/src/platform/db/index.ts";
import { urlOfDatabase } from "../../server/src/platform/db/roles.ts";
import { createLog } from "../../server/src/platform/log/index.ts";
import { makeServerFolder, onServer } from "../support/cluster.ts";
import { type CrashResult, crashRun } from "./crash-run.ts";

const resultsFile = resolve(dirname(fileURLToPath(import.meta.url)), "../../docs/results/crash.md");
const killsPerRun = 25;
const sideBySide = 2;
/** Connections and accounts of each run, in turn. */
const shapes = [
  { connections: 5, accounts: 1 },
  { connections: 1, accounts: 2 },
  { connections: 8, accounts: 1 },
  { connections: 3, accounts: 2 },
];

const { values } = parseArgs({
  options: { kills: { type: "string", default: "200" }, seed: { type: "string", default: String(Date.now()) } },
});
const dataDir = makeServerFolder();
const log = createLog("warn");
const embedded = await startEmbedded({ dataDir, log, tuning: "product" });
const started = performance.now();
try {
  await onServer(embedded.url, "create database crash_template");
  await migrate(urlOfDatabase(embedded.url, "crash_template"), { log });
  const results = await runAll(Number(values.kills));
  const row = rowOf(results, (performance.now() - started) / 1_000);
  console.log(row);
  writeRow(row);
  process.exitCode = results.every(isClean) ? 0 : 1;
} finally {
  await embedded.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function runAll(kills: number): Promise<CrashResult[]> {
  const runs = Array.from({ length: Math.ceil(kills / killsPerRun) }, (_, n) => ({
    seed: `${values.seed}-${n}`,
    kills: Math.min(killsPerRun, kills - n * killsPerRun),
    ...(shapes[n % shapes.length] as (typeof shapes)[number]),
  }));
  const results: CrashResult[] = [];
  const queue = runs.entries();
  await Promise.all(
    Array.from({ length: sideBySide }, async () => {
      for (const [n, run] of queue) {
        await onServer(embedded.url, `create database crash_${n} template crash_template`);
        const result = await crashRun({ databaseUrl: urlOfDatabase(embedded.url, `crash_${n}`), ...run });
        console.log(JSON.stringify({ ...run, ...result }));
        results.push(result);
        await onServer(embedded.url, `drop database crash_${n} with (force)`);
      }
    }),
  );
  return results;
}

function isClean(result: CrashResult): boolean {
  const { lost, doubled, wrong, unfinished, mostUncertain, bound } = result;
  return lost.length + doubled.length + wrong.length + unfinished === 0 && mostUncertain <= bound;
}

function rowOf(results: readonly CrashResult[], seconds: number): string {
  const sum = (pick: (result: CrashResult) => number) => results.reduce((total, one) => total + pick(one), 0);
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const worst = Math.max(...results.map((one) => one.slowestRecoveryMs));
  const cells = [
    new Date().toISOString().slice(0, 10),
    commit,
    values.seed,
    sum((one) => one.kills),
    sum((one) => one.accepted),
    sum((one) => one.lost.length + one.unfinished),
    sum((one) => one.doubled.length),
    sum((one) => one.wrong.length),
    `${sum((one) => one.uncertain)} (${sum((one) => one.uncertainAccepted)})`,
    results.map((one) => `${one.mostUncertain}/${one.bound}`).join(" "),
    (worst / 1_000).toFixed(1),
    Math.round(seconds),
    (sum((one) => one.uncertainByKills) / sum((one) => one.kills)).toFixed(2),
  ];
  return `| ${cells.join(" | ")} |`;
}

function writeRow(row: string): void {
  mkdirSync(dirname(resultsFile), { recursive: true });
  if (!existsSync(resultsFile)) {
    writeFileSync(
      resultsFile,
      `# Kills

Each row is one run of \`node bin/run.js tests/crash/run-many.ts --kills N --seed WORD\`: a worker killed by SIGKILL at
named points and random moments while people keep being enrolled, restarted at once, and everything counted by the mail
server's own log. Goals: lost 0, doubled 0, wrong 0, at most one uncertain email per open connection and kill, sending
again within 5 s of the restart.

| date | commit | seed | kills | accepted | lost | doubled | wrong | uncertain (of these delivered) | most per kill / connections, by run | slowest recovery, s | seconds | uncertain by a kill, mean |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
`,
    );
  }
  appendFileSync(resultsFile, `${row}\n`);
}
