import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Outcome } from "../checks/check.ts";
import { type Person, runAs } from "./person.ts";

const pollEveryMs = 20;
const giveUpMs = 120_000;
const stopWithinMs = 10_000;

/** What `--ready-file` tells; the parts looked at here. */
type Ready = { readonly url: string; readonly apiKey: string; readonly workspaceId: string; readonly pid: number };

/** Exit code, or the signal that ended it. */
type End = number | NodeJS.Signals;

type Start = { readonly readyMs: number; readonly ready: Ready; readonly problems: readonly string[] };

/** Installs without starting anything, so that starts can be timed. */
export async function install(person: Person): Promise<Outcome> {
  const started = performance.now();
  const child = runAs(person, "npm", ["run", "--silent", "haste", "--", "--help"]);
  const said: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const code = await new Promise<number>((resolve) => child.once("close", (ended) => resolve(ended ?? 1)));
  console.log(`  installed in ${Math.round((performance.now() - started) / 1000)} s`);
  return { name: `packages install as ${person.name}`, passed: code === 0, detail: said.join("") };
}

/** `npm start` twice: ready in time, the same demo workspace both times, and gone without a trace after Ctrl-C. */
export async function startTwice(person: Person): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const seen: Ready[] = [];
  for (const [label, limitMs] of [
    ["first", 10_000],
    ["second", 3_000],
  ] as const) {
    const name = `npm start as ${person.name}, ${label}`;
    try {
      const { readyMs, ready, problems } = await startAndStop(person);
      const late = readyMs <= limitMs ? [] : [`ready after ${Math.round(readyMs)} ms, limit ${limitMs} ms`];
      const other = seen[0] !== undefined && seen[0].workspaceId !== ready.workspaceId ? ["another workspace"] : [];
      const all = [...problems, ...late, ...other];
      seen.push(ready);
      console.log(`  npm start, ${label}: ready after ${Math.round(readyMs)} ms`);
      outcomes.push({ name, passed: all.length === 0, detail: all.join("; ") });
    } catch (error) {
      outcomes.push({ name, passed: false, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return outcomes;
}

async function startAndStop(person: Person): Promise<Start> {
  const readyFile = path.join(person.clone, ".haste-ready.json");
  rmSync(readyFile, { force: true });
  const started = performance.now();
  const child = runAs(person, "npm", ["start", "--", "--port", "0", "--ready-file", readyFile]);
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  let isGone = false;
  const ended = new Promise<End>((resolve) =>
    child.once("close", (code, signal) => {
      isGone = true;
      resolve(signal ?? code ?? 1);
    }),
  );
  try {
    const ready = await waitForReady(readyFile, () => isGone);
    const readyMs = performance.now() - started;
    const problems = [...(await askProduct(ready)), ...(await stop(child.pid ?? 0, ended)), ...leftBehind(person)];
    return { readyMs, ready, problems };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${said.trimEnd()}`, { cause: error });
  } finally {
    if (!isGone && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }
}

async function waitForReady(file: string, hasEnded: () => boolean): Promise<Ready> {
  const until = Date.now() + giveUpMs;
  while (Date.now() < until) {
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
    if (hasEnded()) throw new Error("the product ended before it was ready");
    await pause(pollEveryMs);
  }
  throw new Error(`not ready after ${giveUpMs / 1000} s`);
}

/** Ready means: page, health and API answer, not only the file. */
async function askProduct(ready: Ready): Promise<string[]> {
  const headers = { authorization: `Bearer ${ready.apiKey}` };
  const answers = await Promise.all(
    ["/", "/readyz", "/api/v1/me", "/api/v1/openapi.json"].map(async (where) => {
      const { status } = await fetch(new URL(where, ready.url), { headers });
      return status === 200 ? [] : [`${where} answered ${status}`];
    }),
  );
  return answers.flat();
}

/** Ctrl-C, as a terminal sends it: to the whole process group. */
async function stop(group: number, ended: Promise<End>): Promise<string[]> {
  process.kill(-group, "SIGINT");
  const late = pause(stopWithinMs, "late" as const, { ref: false });
  const end = await Promise.race([ended, late]);
  if (end === "late") return [`still running ${stopWithinMs / 1000} s after Ctrl-C`];
  // npm passes the signal on, waits for us, and then dies of it itself.
  return end === 0 || end === 130 || end === "SIGINT" ? [] : [`Ctrl-C ended it with ${end}`];
}

/** Processes that still live in the clone or were started from it; empty where there is no /proc. */
function leftBehind(person: Person): string[] {
  if (!existsSync("/proc/self/cmdline")) return [];
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => readsAs(pid).some((text) => text.includes(person.clone)))
    .map((pid) => `left behind: ${readsAs(pid)[0]} (${pid})`);
}

function readsAs(pid: string): string[] {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return [command, readlinkSync(`/proc/${pid}/cwd`)];
  } catch {
    return [];
  }
}
