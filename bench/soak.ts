/**
 * 100,000 emails through the whole send of the product in one process, planned and sent in turns of 10,000. Goals: its
 * memory after all of them at most 1.15 of that after the first turn, and at most 200 MB.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { migrate, startEmbedded } from "../server/src/platform/db/index.ts";
import { createLog } from "../server/src/platform/log/index.ts";
import { createWorld } from "../tests/crash/world.ts";
import { printFigures } from "./support/numbers.ts";
import { startProgram } from "./support/program.ts";
import { openSending, type Sending } from "./support/sending.ts";

const turns = 10;
const perTurn = 10_000;
const megabyte = 1_048_576;

interface Turn {
  readonly perSecond: number;
  /** Resident memory of this process, in bytes. */
  readonly memory: number;
}

async function oneTurn(product: Sending): Promise<Turn> {
  await product.prepare(perTurn);
  const started = performance.now();
  const sent = await product.send();
  const seconds = (performance.now() - started) / 1_000;
  if (sent !== perTurn) throw new Error(`sent ${sent} of ${perTurn}`);
  return { perSecond: perTurn / seconds, memory: process.memoryUsage.rss() };
}

/** Sends on a database of its own, to a mail server in another process. */
export async function benchSoak(): Promise<void> {
  const folder = mkdtempSync("/var/tmp/haste-bench-");
  chmodSync(folder, 0o755);
  const log = createLog("warn");
  const embedded = await startEmbedded({ dataDir: join(folder, "data"), log, tuning: "product" });
  const sink = await startProgram<{ port: number }>("fast-sink.ts");
  try {
    await migrate(embedded.url, { log });
    const world = await createWorld({ databaseUrl: embedded.url, sinkPort: sink.ready.port, accounts: 1 });
    const product = await openSending(world, { connections: 20 });
    try {
      const done: Turn[] = [];
      for (let turn = 0; turn < turns; turn += 1) done.push(await oneTurn(product));
      report(done);
    } finally {
      await product.close();
      await world.close();
    }
  } finally {
    sink.stop();
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(done: readonly Turn[]): void {
  const [first, last] = [done[0], done.at(-1)];
  if (first === undefined || last === undefined) throw new Error("nothing was sent");
  const ratioTo = "the first 10,000";
  printFigures("soak", [
    { figure: "memory after 100,000 emails (goal 1.15)", value: last.memory / first.memory, unit: "×", ratioTo },
    { figure: "the last 10,000, emails a second", value: last.perSecond / first.perSecond, unit: "×", ratioTo },
    { figure: "memory after 100,000 emails (goal 200)", value: last.memory / megabyte, unit: "MB" },
    { figure: "memory after 10,000 emails", value: first.memory / megabyte, unit: "MB" },
    { figure: "the last 10,000", value: last.perSecond, unit: "emails/s" },
  ]);
}

if (import.meta.main) await benchSoak();
