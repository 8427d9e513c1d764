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

/** Writes down that this process answers at `url`, unless one does already; `forgetRunning` takes it back. */
export async function recordRunning(dataDir: string, product: RunningProduct): Promise<void> {
  const other = await findRunning(dataDir);
  if (other !== null && other.pid !== product.pid && (await askReady(other)) !== "silent") return;
  const file = recordOf(dataDir);
  const draft = `${file}.${product.pid}`;
  await writeFile(draft, `${JSON.stringify(product)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** Leaves a record alone that another process has written since. */
export async function forgetRunning(dataDir: string): Promise<void> {
  if ((await readRecord(dataDir))?.pid === process.pid) await rm(recordOf(dataDir), { force: true });
}

/**
 * The product that serves from this data folder, or null. A record that a kill -9 left behind does not count, nor one
 * whose process number was given to a stranger since.
 */
export async function findRunning(dataDir: string): Promise<RunningProduct | null> {
  const record = await readRecord(dataDir);
  return record !== null && isAlive(record.pid) && !(await isStranger(record.pid)) ? record : null;
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

/** As far as Linux tells; elsewhere a living process is taken for ours. */
async function isStranger(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  return command !== null && !isOurCommand(command.split("\0"));
}

/** Whether the words of a command line start the product. */
export function isOurCommand(words: readonly string[]): boolean {
  return words.some((word) => word.endsWith("server/src/main.ts"));
}
