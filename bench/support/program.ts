import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Another process of a bench: what it said when it was ready, and its number for the books of CPU. */
export interface Program<T> {
  readonly ready: T;
  readonly pid: number;
  /** Writes a line to it. */
  say(line: string): void;
  /** Its next line, which is JSON. */
  next<R>(): Promise<R>;
  stop(): void;
}

/** Starts a program beside this file; its first line is JSON. */
export async function startProgram<T>(name: string, args: readonly string[] = []): Promise<Program<T>> {
  const file = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <R>(): Promise<R> => {
    const line = await lines.next();
    if (line.done) throw new Error(`${name} ended before it answered`);
    return JSON.parse(line.value) as R;
  };
  return {
    ready: await next<T>(),
    pid: child.pid ?? 0,
    say: (line) => void child.stdin.write(`${line}\n`),
    next,
    stop: () => void child.kill("SIGKILL"),
  };
}
