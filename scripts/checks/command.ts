import { spawn } from "node:child_process";
import { root } from "../../bin/bootstrap.js";
import type { Outcome } from "./check.ts";

export type Ended = { readonly code: number; readonly output: string };

/** Runs a command in the checkout and keeps what it says, both streams in order of arrival. */
export function runCommand(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    child.once("error", (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.once("close", (code, signal) => {
      const text = Buffer.concat(said).toString();
      resolve({ code: code ?? 1, output: signal === null ? text : `${text}\nended by ${signal}` });
    });
  });
}

/** A command is one check: it passes when it ends with 0. */
export async function checkCommand(name: string, command: string, args: readonly string[]): Promise<Outcome> {
  const { code, output } = await runCommand(command, args);
  return { name, passed: code === 0, detail: output.trim() };
}
