import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { vi } from "vitest";

const main = path.resolve("server/src/main.ts");

/** What one call of `haste` left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Env = Readonly<Record<string, string>>;

/** Nothing of ours is inherited, so that a variable of the person who runs the tests decides nothing. */
function cleanEnv(env: Env): Env {
  return { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env };
}

function start(args: readonly string[], env: Env): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"], env: cleanEnv(env) });
}

/** Runs a verb in a process of its own to its end. */
export async function haste(args: readonly string[], env: Env = {}): Promise<Ended> {
  return endOf(start(args, env));
}

/** The same of a verb that reads standard input. */
export async function hasteReading(input: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], { env: cleanEnv({}) });
  child.stdin.end(input);
  return endOf(child);
}

async function endOf(child: ChildProcessByStdio<Writable | null, Readable, Readable>): Promise<Ended> {
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, stdout, stderr };
}

/** The answer of a verb that was asked with `--json`. */
export async function hasteJson<T>(args: readonly string[], env: Env = {}): Promise<T> {
  const ended = await haste([...args, "--json"], env);
  if (ended.code !== 0) throw new Error(`haste ${args.join(" ")} ended with ${ended.code}: ${ended.stderr}`);
  return JSON.parse(ended.stdout) as T;
}

/** The parts of a ready file that tests look at. */
interface Ready {
  readonly url: string;
  readonly apiKey?: string;
  readonly workspaceId: string | null;
  readonly databaseUrl: string;
}

/** A verb that stays in the foreground. */
export interface Serving {
  readonly pid: number;
  /** What the ready file says. */
  readonly ready: Ready;
  stdout(): string;
  stderr(): string;
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts a serving verb and waits until it says that it is ready. */
export async function serve(args: readonly string[], readyFile: string, env: Env = {}): Promise<Serving> {
  rmSync(readyFile, { force: true });
  const child = start([...args, "--ready-file", readyFile], env);
  const ended = once(child, "close");
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.stdout += chunk));
  child.stderr.on("data", (chunk: Buffer) => (said.stderr += chunk));
  await vi.waitUntil(() => existsSync(readyFile) || child.exitCode !== null, { timeout: 90_000, interval: 50 });
  if (child.exitCode !== null) throw new Error(`haste ${args.join(" ")} ended before it was ready: ${said.stderr}`);
  return {
    pid: child.pid ?? 0,
    ready: JSON.parse(readFileSync(readyFile, "utf8")),
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    async stop(signal = "SIGTERM") {
      if (child.exitCode === null) child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}
