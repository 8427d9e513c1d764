import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Log } from "../../log/index.ts";

/** Whom PostgreSQL runs as when we are root, which it refuses to be. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const systemAccount = "haste-postgres";
/** By its full path: root by way of `su` may not have /usr/sbin in its PATH. */
const accountTool = "/usr/sbin/useradd";
/** Taken, with a warning, where no account can be made (a read-only /etc, no useradd). */
const existingAccounts = ["postgres", "nobody"];

/**
 * The account to run PostgreSQL as: null for an ordinary user (ourselves); for root the owner of an existing cluster,
 * else a system account made for this purpose alone, so that no other service can read the database folder.
 */
export function chooseAccount(clusterDir: string, log: Log): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  return findAccount(systemAccount) ?? makeAccount() ?? borrowAccount(log);
}

/** Whether `account` may pass through every folder down to and including `path` (mode bits; ACLs are not read). */
export function canReach(account: Account | null, path: string): boolean {
  if (account === null) return true;
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return canReach(account, dirname(path));
  const executeBit = executeBitFor(account, entry);
  const here = (entry.mode & executeBit) !== 0;
  return here && (dirname(path) === path || canReach(account, dirname(path)));
}

function executeBitFor(account: Account, entry: { readonly uid: number; readonly gid: number }): number {
  if (entry.uid === account.uid) return 0o100;
  return entry.gid === account.gid ? 0o010 : 0o001;
}

function findAccount(name: string): Account | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((candidate) => candidate.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid) };
}

function makeAccount(): Account | undefined {
  const shell = ["--shell", "/usr/sbin/nologin"];
  try {
    execFileSync(accountTool, ["--system", "--user-group", "--no-create-home", ...shell, systemAccount], {
      stdio: "ignore",
    });
  } catch {
    // Two first starts at once, or no useradd here: what counts is whether the account exists now.
  }
  return findAccount(systemAccount);
}

function borrowAccount(log: Log): Account {
  for (const name of existingAccounts) {
    const account = findAccount(name);
    if (account === undefined || account.uid === 0) continue;
    log.warn({ account: name }, `the account ${systemAccount} could not be made; PostgreSQL runs as ${name} instead`);
    return account;
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and the account ${systemAccount} could not be made. ` +
      `Make it (useradd --system ${systemAccount}), start as an ordinary user, or pass --database-url.`,
  );
}
