import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const pollEveryMs = 200;
/** A folder without an owner's name is being made this moment, or was left by a crash between two system calls. */
const namelessForMs = 5_000;

/**
 * Runs `work` while no other process holds the folder `lock`; several `npm start` in one checkout then install once.
 * mkdir is atomic on every file system, network ones included; the owner's process id inside lets the next one take
 * over after a kill -9.
 *
 * @template T
 * @param {string} lock path of a folder that exists only while somebody works
 * @param {(owner: string) => void} tellWaiting called once when another process is at it
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lock, tellWaiting, work) {
  mkdirSync(path.dirname(lock), { recursive: true });
  let told = false;
  while (!take(lock)) {
    const owner = ownerOf(lock);
    if (owner !== undefined && !isAlive(owner)) {
      breakLock(lock, owner);
      continue;
    }
    if (!told) tellWaiting(owner ?? "unknown");
    told = true;
    await sleep(pollEveryMs);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  writeFileSync(path.join(lock, "pid"), String(process.pid));
  return true;
}

/**
 * The process id written in the lock; undefined while it is being written; "0" (never alive) when nobody wrote one.
 *
 * @param {string} lock
 */
function ownerOf(lock) {
  try {
    return readFileSync(path.join(lock, "pid"), "utf8") || undefined;
  } catch {
    try {
      return Date.now() - statSync(lock).mtimeMs > namelessForMs ? "0" : undefined;
    } catch {
      return undefined;
    }
  }
}

/**
 * Moves a dead owner's lock away. Two waiters may try at once: the rename lets one win, and what was moved is looked
 * at again, in case the other waiter had already taken the lock anew.
 *
 * @param {string} lock
 * @param {string} owner
 */
function breakLock(lock, owner) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if ((ownerOf(aside) ?? "0") === owner) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, lock);
}

/** @param {string} pid */
function isAlive(pid) {
  if (pid === "0") return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
