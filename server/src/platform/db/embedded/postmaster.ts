import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Account } from "./account.ts";
import { as, type Binaries } from "./binaries.ts";
import type { Places } from "./places.ts";
import type { ServerSettings } from "./tuning.ts";

const pollMs = 10;
/** A fast shutdown waits only for its last checkpoint; beyond this it is told to drop everything and recover later. */
const stopTimeoutMs = 60_000;
const largestLogBytes = 4 * 1024 * 1024;

/**
 * The process that runs on `clusterDir`, or null. Its pid file survives kill -9 and its number may meanwhile belong to
 * a stranger, which PostgreSQL itself cannot tell from a running server: a stranger's number makes the file stale.
 */
export function findPostmaster(clusterDir: string): number | null {
  const pid = readPid(clusterDir);
  return pid !== null && isPostmasterOf(pid, clusterDir) ? pid : null;
}

/** Whether the server says of itself that it takes connections (the eighth line of its pid file). */
export function isReady(clusterDir: string): boolean {
  const file = join(clusterDir, "postmaster.pid");
  return existsSync(file) && readFileSync(file, "utf8").split("\n")[7]?.trim() === "ready";
}

/** Removes what a dead server left behind, so that the next one starts even if its number was given to a stranger. */
export function clearStaleLock(places: Places, port: number): void {
  const pid = readPid(places.clusterDir);
  if (pid === null || isPostmasterOf(pid, places.clusterDir)) return;
  const pidFile = join(places.clusterDir, "postmaster.pid");
  const aside = `${pidFile}.stale`;
  try {
    renameSync(pidFile, aside);
    // A server started in between wrote a file of its own: give it back.
    if (Number.parseInt(readFileSync(aside, "utf8"), 10) === pid) rmSync(aside);
    else renameSync(aside, pidFile);
  } catch (err) {
    if ((err as { code?: string }).code !== "ENOENT") throw err;
  }
  rmSync(join(places.socketDir, `.s.PGSQL.${port}.lock`), { force: true });
}

export interface Launch {
  readonly binaries: Binaries;
  readonly places: Places;
  readonly account: Account | null;
  readonly port: number;
  readonly settings: ServerSettings;
}

/**
 * Starts the server in a session of its own: Ctrl-C in the terminal reaches us, not it, so pools close first. Its
 * output goes to a file, not to a pipe that would break with us. Resolves when the server has ended, with the reason
 * it gave.
 */
export function launchPostmaster({ binaries, places, account, port, settings }: Launch): Promise<string> {
  const isLong = (statSync(places.logFile, { throwIfNoEntry: false })?.size ?? 0) > largestLogBytes;
  const log = openSync(places.logFile, isLong ? "w" : "a", 0o600);
  const all = { ...settings, port: String(port), unix_socket_directories: places.socketDir };
  const child = spawn(
    binaries.postgres,
    ["-D", places.clusterDir, ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...as(account), cwd: "/", detached: true, stdio: ["ignore", log, log], env: serverEnvironment },
  );
  closeSync(log);
  child.unref();
  return new Promise((resolve) => {
    child.once("error", (err) => resolve(err.message));
    child.once("exit", () => resolve(lastWords(places.logFile)));
  });
}

/** Nothing of ours leaks into the server; messages come in English, which the log and support expect. */
export const serverEnvironment: NodeJS.ProcessEnv = { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" };

/** Ends the server with a fast shutdown (SIGINT) and waits until its process is gone. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (!signal(pid, "SIGINT")) return;
  const polls = stopTimeoutMs / pollMs;
  for (let poll = 0; isAlive(pid); poll += 1) {
    // Immediate shutdown: nothing committed is lost, the next start replays the log.
    if (poll === polls) signal(pid, "SIGQUIT");
    await pause(pollMs);
  }
}

/** Sends `name`; false when there is no such process any more. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (err) {
    if ((err as { code?: string }).code === "ESRCH") return false;
    throw err;
  }
}

/** Whether a process runs; one that has ended and only waits to be counted by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (err) {
    return (err as { code?: string }).code === "EPERM";
  }
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return process.platform !== "linux";
  }
}

function readPid(clusterDir: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(clusterDir, "postmaster.pid"), "utf8"), 10);
    return pid > 0 ? pid : null;
  } catch (err) {
    if ((err as { code?: string }).code === "ENOENT") return null;
    throw err;
  }
}

/** A postmaster works inside its data directory; where that cannot be read (macOS), being alive has to do. */
function isPostmasterOf(pid: number, clusterDir: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === clusterDir;
  } catch {
    return false;
  }
}

function lastWords(logFile: string): string {
  if (!existsSync(logFile)) return "";
  const lines = readFileSync(logFile, "utf8").trimEnd().split("\n");
  const fatal = lines.slice(-20).findLast((line) => /\b(FATAL|PANIC|ERROR)\b/.test(line));
  return (fatal ?? lines.at(-1) ?? "").replace(/^.*?(FATAL|PANIC|ERROR): */, "");
}
