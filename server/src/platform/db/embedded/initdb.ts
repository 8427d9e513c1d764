import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Account } from "./account.ts";
import { as, type Binaries } from "./binaries.ts";
import { serverEnvironment } from "./postmaster.ts";

const run = promisify(execFile);

/**
 * Makes the cluster unless it is there. It is built beside its place and moved in when whole, so that a start cut short
 * leaves no half of one, and of two first starts at once one wins.
 */
export async function makeCluster(
  clusterDir: string,
  use: { readonly binaries: Binaries; readonly account: Account | null; readonly sync: boolean },
): Promise<void> {
  if (existsSync(join(clusterDir, "PG_VERSION"))) {
    refuseOtherMajor(clusterDir, use.binaries.version);
    return;
  }
  const half = `${clusterDir}.half-${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  if (use.account !== null) chownSync(half, use.account.uid, use.account.gid);
  try {
    await run(use.binaries.initdb, ["-D", half, ...flags, ...(use.sync ? [] : ["--no-sync"])], {
      ...as(use.account),
      cwd: "/",
      env: serverEnvironment,
    });
    renameSync(half, clusterDir);
  } catch (err) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(join(clusterDir, "PG_VERSION"))) throw cannotMake(clusterDir, err);
  }
}

/** Trust is safe because the only way in is a socket in a 0700 folder; the built-in locale sorts alike on every system. */
const flags = [
  ...["-U", "postgres", "--auth=trust", "-E", "UTF8"],
  ...["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"],
];

function refuseOtherMajor(clusterDir: string, version: string): void {
  const found = readFileSync(join(clusterDir, "PG_VERSION"), "utf8").trim();
  if (found === version.split(".")[0]) return;
  throw new Error(
    `The database in ${clusterDir} was made by PostgreSQL ${found}, and this version of the product brings ${version}. ` +
      "Back it up with the version that made it and restore it here.",
  );
}

function cannotMake(clusterDir: string, cause: unknown): Error {
  const { stderr, message } = cause as { stderr?: string; message: string };
  return new Error(`The database could not be made in ${clusterDir}: ${stderr?.trim() || message}`, { cause });
}
