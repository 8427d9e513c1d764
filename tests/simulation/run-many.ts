/**
 * Runs as many random worlds as asked, in memory and on PostgreSQL, and appends what was found to
 * docs/results/simulation.md: `node bin/run.js tests/simulation/run-many.ts --worlds 100000 --postgres 2000 [--seed WORD]`
 */
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { addMs, DAY_MS } from "@haste/engine/base";
import { migrate, openDatabase, startEmbedded } from "../../server/src/platform/db/index.ts";
import { urlOfDatabase } from "../../server/src/platform/db/roles.ts";
import { createLog } from "../../server/src/platform/log/index.ts";
import { makeServerFolder, onServer } from "../support/cluster.ts";
import { checkOutlook } from "./check-outlook.ts";
import { checkWorld } from "./check-world.ts";
import { runBoth, runFromTheMiddle } from "./same-log.ts";
import { randomWorld } from "./worlds.ts";

const resultsFile = resolve(dirname(fileURLToPath(import.meta.url)), "../../docs/results/simulation.md");
const inMemory = { people: 40, accounts: 3, steps: 8, days: 90 };
const onPostgres = { people: 8, accounts: 2, steps: 7, days: 40 };
/** Faults are printed up to here; the number counts all. */
const mostShown = 20;

const { values } = parseArgs({
  options: {
    worlds: { type: "string", default: "2000" },
    postgres: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now()) },
  },
});
const started = performance.now();
const memory = checkInMemory(Number(values.worlds));
const postgres = await checkOnPostgres(Number(values.postgres));
const row = rowOf((performance.now() - started) / 1_000);
console.log(row);
writeRow(row);
process.exitCode = memory.faults + postgres.different === 0 ? 0 : 1;

function checkInMemory(worlds: number) {
  const found = { worlds, people: 0, sends: 0, shown: 0, faults: 0 };
  for (let n = 0; n < worlds; n += 1) {
    const world = randomWorld(`${values.seed} ${n}`, inMemory);
    const checked = checkWorld(world);
    const outlook = checkOutlook(world);
    found.people += checked.people;
    found.sends += checked.sends;
    found.shown += outlook.shown;
    for (const fault of [...checked.faults, ...outlook.faults]) {
      found.faults += 1;
      if (found.faults <= mostShown) console.log(`world ${values.seed} ${n}: ${fault}`);
    }
  }
  return found;
}

async function checkOnPostgres(worlds: number) {
  const found = { worlds, lines: 0, different: 0 };
  if (worlds === 0) return found;
  const dataDir = makeServerFolder();
  const log = createLog("warn");
  const embedded = await startEmbedded({ dataDir, log, tuning: "product" });
  try {
    await onServer(embedded.url, "create database simulation");
    const url = urlOfDatabase(embedded.url, "simulation");
    await migrate(url, { log });
    const db = openDatabase(url, { log });
    for (let n = 0; n < worlds; n += 1) {
      const told = await runBoth(db, randomWorld(`${values.seed} postgres ${n}`, onPostgres));
      const world = randomWorld(`${values.seed} midway ${n}`, onPostgres);
      const fromTheMiddle = await runFromTheMiddle(db, world, addMs(world.from, (n % 7) * DAY_MS));
      found.lines += told.real.split("\n").length + fromTheMiddle.real.split("\n").length;
      for (const [name, { real, simulated }] of Object.entries({ postgres: told, midway: fromTheMiddle })) {
        if (real === simulated) continue;
        found.different += 1;
        console.log(`world ${values.seed} ${name} ${n} tells another log on PostgreSQL`);
      }
    }
    await db.close();
  } finally {
    await embedded.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return found;
}

function rowOf(seconds: number): string {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const cells = [
    ...[new Date().toISOString().slice(0, 10), commit, values.seed],
    ...[memory.worlds, memory.people, memory.sends, memory.shown, memory.faults],
    ...[postgres.worlds, postgres.lines, postgres.different, Math.round(seconds)],
  ];
  return `| ${cells.join(" | ")} |`;
}

function writeRow(text: string): void {
  if (!existsSync(resultsFile)) {
    writeFileSync(
      resultsFile,
      `# Simulated worlds

Each row is one run of \`node bin/run.js tests/simulation/run-many.ts --worlds N --postgres N --seed WORD\`. In memory: caps
per hour and local day, gaps, windows, the order of steps, one email per step and one end per person, and the minute shown
under "why not yet?" against the one at which the mail left. On PostgreSQL: the log of the schedule stage and the ledger
against the simulator's, byte for byte. Goals: no fault, no difference.

| date | commit | seed | worlds in memory | people | emails | minutes shown | faults | worlds on PostgreSQL | lines | different | seconds |
|---|---|---|---|---|---|---|---|---|---|---|---|
`,
    );
  }
  appendFileSync(resultsFile, `${text}\n`);
}
