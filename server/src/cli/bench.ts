import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Call, exitCodes, Failure, UsageError, type Verb } from "../platform/cli/index.ts";
import { type BenchRow, describeRows, readResult } from "./bench-table.ts";

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "bench");

/** `haste bench`: each measurement in a process of its own, one after the other, so that none slows another. */
export const bench: Verb = {
  about:
    "Each compares the product with something everybody knows, in one run on this machine: the ratios are the result. " +
    "They take minutes; nothing else should run meanwhile. It ends with 1 when one fails.",
  positionals: [
    { name: "BENCH", help: "which to run (all); the names are those of the files in bench/", arity: "many" },
  ],
  options: [],
  settings: [],
  examples: ["bench", "bench next-slot --json"],
  run: async (call) => {
    const names = await chooseBenches(call.positionals);
    const rows: BenchRow[] = [];
    const results: Record<string, unknown>[] = [];
    const failed: string[] = [];
    for (const name of names) {
      const { lines, code } = await runBench(call, name);
      if (code !== 0 || lines.length === 0) failed.push(name);
      for (const result of lines) {
        results.push(result);
        rows.push(...readResult(result));
      }
    }
    call.output.answer({ ok: failed.length === 0, results, failed }, [
      ...describeRows(rows),
      ...failed.map((name) => `${name} failed; what it said stands above.`),
    ]);
    return failed.length === 0 ? exitCodes.ok : exitCodes.failed;
  },
};

/** @throws UsageError for a name that is none */
async function chooseBenches(wanted: readonly string[]): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => {
    throw new Failure(`There is no folder ${folder}.`, "haste bench runs in a checkout of the product.");
  });
  const known = files.flatMap((file) => /^([a-z0-9-]+)\.ts$/.exec(file)?.[1] ?? []).sort();
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError([`There is no bench ${unknown.join(", ")}; there are ${known.join(", ")}.`]);
  }
  return wanted.length === 0 ? known : wanted;
}

/** Its lines of JSON are results; whatever else it says goes to standard error. */
async function runBench(call: Call, name: string): Promise<{ lines: Record<string, unknown>[]; code: number }> {
  call.output.note(`bench ${name} …`);
  const child = spawn(process.execPath, [path.join(folder, `${name}.ts`)], { stdio: ["ignore", "pipe", "inherit"] });
  const end = () => void child.kill("SIGINT");
  process.once("exit", end);
  const lines: Record<string, unknown>[] = [];
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? exitCodes.failed));
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const result = parseResult(line);
    if (result !== null) lines.push(result);
    else if (line.trim() !== "") call.output.note(line);
  }
  const code = await ended;
  process.off("exit", end);
  return { lines, code };
}

function parseResult(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    return typeof value.bench === "string" ? value : null;
  } catch {
    return null;
  }
}
