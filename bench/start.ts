/**
 * The whole product from nothing: `haste up` on a fresh data folder until it answers (a database made, the demo world
 * filled; the web app built before), the same folder again, and the memory it holds when nobody asks anything, though the
 * people of the demo world go on reading their mail. Goals: 10 s, 3 s, 400 MB.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findPlaces } from "../server/src/platform/db/embedded/places.ts";
import { findPostmaster } from "../server/src/platform/db/embedded/postmaster.ts";
import { memoryOf } from "./support/memory.ts";
import { median, printFigures } from "./support/numbers.ts";

const rounds = 3;
const idleMs = 10_000;
const patienceMs = 120_000;
const haste = fileURLToPath(new URL("../bin/haste", import.meta.url));

interface Started {
  readonly seconds: number;
  /** The product itself, which its launcher started. */
  readonly pid: number;
  readonly launcher: ChildProcess;
}

async function start(dataDir: string): Promise<Started> {
  const readyFile = join(dataDir, "ready.json");
  rmSync(readyFile, { force: true });
  const from = performance.now();
  const args = [haste, "up", "--port", "0", "--data-dir", dataDir, "--ready-file", readyFile, "--log-level", "warn"];
  const launcher = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  process.once("exit", () => launcher.kill());
  while (!existsSync(readyFile)) {
    if (launcher.exitCode !== null) throw new Error(`haste up ended with ${launcher.exitCode}`);
    if (performance.now() - from > patienceMs) throw new Error("haste up was not ready within two minutes");
    await pause(5);
  }
  const seconds = (performance.now() - from) / 1_000;
  const { pid } = JSON.parse(readFileSync(readyFile, "utf8")) as { pid: number };
  return { seconds, pid, launcher };
}

async function stop({ launcher }: Started): Promise<void> {
  const ended = once(launcher, "exit");
  launcher.kill("SIGTERM");
  await ended;
}

/** One folder's life: made, stopped, started again, left alone. */
async function measure() {
  const dataDir = mkdtempSync("/var/tmp/haste-bench-");
  chmodSync(dataDir, 0o711);
  try {
    const first = await start(dataDir);
    await stop(first);
    const second = await start(dataDir);
    await pause(idleMs);
    const postmaster = findPostmaster(findPlaces(dataDir, 5432).clusterDir);
    const bytes = memoryOf(postmaster === null ? [second.pid] : [second.pid, postmaster]);
    const launcherBytes = memoryOf([second.launcher.pid ?? 0]) - memoryOf([second.pid]);
    await stop(second);
    return { first: first.seconds, second: second.seconds, bytes, launcherBytes };
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Measures three folders, one after the other; the medians are the result. */
export async function benchStart(): Promise<void> {
  const measured: Awaited<ReturnType<typeof measure>>[] = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measure());
  const of = (pick: (one: (typeof measured)[number]) => number) => median(measured.map(pick));
  printFigures("start", [
    { figure: "first start until it answers (goal 10)", value: of((one) => one.first), unit: "s" },
    { figure: "second start until it answers (goal 3)", value: of((one) => one.second), unit: "s" },
    { figure: "memory when idle, Node and PostgreSQL (goal 400)", value: of((one) => one.bytes) / 1e6, unit: "MB" },
    { figure: "the launcher beside them", value: of((one) => one.launcherBytes) / 1e6, unit: "MB" },
  ]);
}

if (import.meta.main) await benchStart();
