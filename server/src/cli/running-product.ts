import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** What a product that serves tells other commands of this machine, in its data folder. */
export interface RunningProduct {
  readonly pid: number;
  /** Where it listens. */
  readonly url: string;
  /** Where people reach it. */
  readonly publicUrl: string;
}

const askTimeoutMs = 2_000;

function recordOf(dataDir: string): string {
  return path.join(dataDir, "running.json");
}

/** Writes down that this process answers at `url`; `forgetRunning` takes it back. */
export async function recordRunning(dataDir: string, product: RunningProduct): Promise<void> {
  const file = recordOf(dataDir);
  const draft = `${file}.${product.pid}`;
  await writeFile(draft, `${JSON.stringify(product)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** Leaves a record alone that another process has written since. */
export async function forgetRunning(dataDir: string): Promise<void> {
  if ((await readRecord(dataDir))?.pid === process.pid) await rm(recordOf(dataDir), { force: true });
}

/** The product that serves from this data folder, or null. A record that a kill -9 left behind does not count. */
export async function findRunning(dataDir: string): Promise<RunningProduct | null> {
  const record = await readRecord(dataDir);
  return record !== null && isAlive(record.pid) ? record : null;
}

/** Whether it answers; any answer proves that somebody is there, a 200 that it can work. */
export async function askReady(product: RunningProduct): Promise<"ready" | "not ready" | "silent"> {
  try {
    const answer = await fetch(`${product.url}/readyz`, { signal: AbortSignal.timeout(askTimeoutMs) });
    // 421: it listens on an address that is not its public name, and says so to everybody.
    return answer.ok || answer.status === 421 ? "ready" : "not ready";
  } catch {
    return "silent";
  }
}

async function readRecord(dataDir: string): Promise<RunningProduct | null> {
  try {
    return JSON.parse(await readFile(recordOf(dataDir), "utf8")) as RunningProduct;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (err) {
    return (err as NodeJS.ErrnoException).code === "EPERM";
  }
}
