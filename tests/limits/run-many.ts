/**
 * Counts mail in as many random windows as asked, on PostgreSQL, with several planners and workers at once that stand still,
 * come back and are put off, across changed clocks, and appends what was found to docs/results/limits.md:
 * `node bin/run.js tests/limits/run-many.ts --windows 10000 [--minutes 20] [--seed WORD]`
 */
import { appendFileSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { nextInt, type Random, randomFrom, seedFrom } from "@haste/engine/base";
import { type Database, migrate, openDatabase, startEmbedded } from "../../server/src/platform/db/index.ts";
import { urlOfDatabase } from "../../server/src/platform/db/roles.ts";
import { createLog } from "../../server/src/platform/log/index.ts";
import { makeServerFolder, onServer } from "../support/cluster.ts";
import { LimitedWorld } from "./limited-world.ts";

const resultsFile = resolve(dirname(fileURLToPath(import.meta.url)), "../../docs/results/limits.md");
const { values } = parseArgs({
  options: {
    windows: { type: "string", default: "200" },
    minutes: { type: "string", default: "20" },
    seed: { type: "string", default: String(Date.now()) },
  },
});

const found = { worlds: 0, windows: 0, sent: 0, late: 0, over: 0 };
const started = performance.now();
const dataDir = makeServerFolder();
const log = createLog("warn");
const embedded = await startEmbedded({ dataDir, log, tuning: "product" });
try {
  await onServer(embedded.url, "create database limits");
  const url = urlOfDatabase(embedded.url, "limits");
  await migrate(url, { log });
  const db = openDatabase(url, { log });
  await runUntilEnough(db);
  await db.close();
} finally {
  await embedded.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
const row = `| ${new Date().toISOString().slice(0, 10)} | ${values.seed} | ${found.worlds} | ${found.windows} | ${found.sent} | ${found.late} | ${found.over} | ${Math.round((performance.now() - started) / 1_000)} s |`;
console.log(row);
if (!existsSync(resultsFile)) writeFileSync(resultsFile, head());
appendFileSync(resultsFile, `${row}\n`);
process.exitCode = found.over === 0 ? 0 : 1;

async function runUntilEnough(db: Database): Promise<void> {
  const until = started + Number(values.minutes) * 60_000;
  while (found.windows < Number(values.windows) && performance.now() < until) {
    const seed = `${values.seed} ${found.worlds}`;
    const random: Random = randomFrom(seedFrom("limits", seed));
    const world = await LimitedWorld.create(db, random);
    for (let turn = 0; turn < 14; turn += 1) await world.turn(8 + nextInt(random, 8));
    const counted = world.count();
    found.worlds += 1;
    found.windows += counted.windows;
    found.sent += counted.sent;
    found.late += world.late;
    found.over += counted.over.length;
    for (const line of counted.over) console.log(`world ${seed}: ${line}`);
  }
}

function head(): string {
  return `# Nothing over its limits

Worlds on PostgreSQL: four planners and three workers at once, workers that stand still for up to four hours with what they
claimed, servers that put mail off, clocks that change in the night. Every mail is counted by the instant of its last look,
in its hour and day of each zone, by account, workspace, recipient domain and recipient provider. *Late* is mail whose hour
was over when its turn came, which was planned again. Repeat with \`node bin/run.js tests/limits/run-many.ts\`.

| day | seed | worlds | windows | mails | late | over | took |
|---|---|---|---|---|---|---|---|
`;
}
