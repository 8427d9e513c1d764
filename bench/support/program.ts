import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Another process of a bench: what it said when it was ready, and its number for the books of CPU. */
export interface Program<T> {
  readonly ready: T;
  readonly pid: number;
  stop(): void;
}

/** Starts a program beside this file; its first line is JSON. */
export async function startProgram<T>(name: string, args: readonly string[] = []): Promise<Program<T>> {
  const file = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const first = await lines[Symbol.asyncIterator]().next();
  if (first.done) throw new Error(`${name} ended before it was ready`);
  return { ready: JSON.parse(first.value) as T, pid: child.pid ?? 0, stop: () => void child.kill("SIGKILL") };
}
