import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { givenTime } from "../support/until.ts";
import { type Acceptance, readAcceptances } from "./check.ts";
import type { WorkerOrder } from "./worker-process.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** Compiled once, then read: most of the second that a start takes is reading our own text. */
const compileCache = join(tmpdir(), "haste-crash-compile-cache");

/** Reads a process's output line by line; refuses when it ends before the next one. */
function linesOf(child: ChildProcess): () => Promise<string> {
  if (child.stdout === null) throw new Error("its output is not read");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`a process ended with ${child.exitCode ?? child.signalCode} before it was ready`);
    return value;
  };
}

/** The mail server that counts, in a process of its own. */
export interface Sink {
  readonly port: number;
  /** Everything it accepted so far. */
  accepted(): Acceptance[];
  /** Grows with each accepted mail; cheaper to ask than for the mails. */
  logSize(): number;
  stop(): Promise<void>;
}

export async function startSink(answerAfterMs: number): Promise<Sink> {
  const folder = mkdtempSync(join(tmpdir(), "haste-sink-"));
  const file = join(folder, "accepted.jsonl");
  const descriptor = openSync(file, "a+");
  const child = spawn(process.execPath, [join(here, "sink.ts"), file, String(answerAfterMs)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { port } = JSON.parse(await linesOf(child)()) as { port: number };
  return {
    port,
    accepted: () => readAcceptances(file),
    logSize: () => fstatSync(descriptor).size,
    async stop() {
      child.kill("SIGKILL");
      closeSync(descriptor);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A worker process of the product. */
export interface WorkerProcess {
  /** When its text was loaded and it began; how long loading takes is the machine's affair. Rejects when it died. */
  readonly began: Promise<number>;
  /** When it said that it looks for work; rejects when it died before. */
  readonly ready: Promise<number>;
  /** When it said that it stands still, as ordered; rejects when it died before. */
  stands(): Promise<void>;
  /** The signal or code it ended with, once it has. */
  readonly ended: Promise<string | number>;
  signal(name: NodeJS.Signals): void;
}

export function startWorkerProcess(order: WorkerOrder): WorkerProcess {
  const child = spawn(process.execPath, [join(here, "worker-process.ts"), JSON.stringify(order)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
  const nextLine = linesOf(child);
  const began = nextLine().then(() => performance.now());
  const ready = began.then(nextLine).then(() => performance.now());
  ready.catch(() => {});
  return {
    began,
    ready,
    async stands() {
      await ready;
      await nextLine();
    },
    ended: once(child, "exit").then(([code, signal]) => (signal ?? code) as string | number),
    signal: (name) => void child.kill(name),
  };
}

/** Resolves with true once `holds` does, with false after `withinMs`. */
export async function eventually(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > until) return false;
    await givenTime(25);
  }
  return true;
}
