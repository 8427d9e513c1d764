import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withLock } from "./lock.js";

/**
 * Installs the packages of the lockfile unless they are there already. The stamp lies inside `node_modules`, so it
 * disappears together with what it vouches for.
 *
 * @param {string} root the checkout
 */
export async function ensureInstalled(root) {
  const stamp = path.join(root, "node_modules", ".haste-installed");
  const lockfile = readFileSync(path.join(root, "package-lock.json"));
  const wanted = createHash("sha256").update(lockfile).update(`${process.platform}-${process.arch}`).digest("hex");
  if (read(stamp) === wanted) return;
  if (matchesLockfile(root, lockfile.toString())) {
    vouch(stamp, wanted);
    return;
  }
  const tellWaiting = (/** @type {string} */ owner) =>
    process.stderr.write(`haste: process ${owner} is installing the packages of this folder; waiting for it.\n`);
  await withLock(path.join(root, ".haste-install.lock"), tellWaiting, async () => {
    if (read(stamp) === wanted) return;
    await runNpmCi(root);
    vouch(stamp, wanted);
  });
}

/**
 * A stamp that cannot be written (a checkout of another user, a read-only image) costs a look into npm's record at the
 * next start, and nothing else.
 *
 * @param {string} stamp
 * @param {string} wanted
 */
function vouch(stamp, wanted) {
  try {
    writeFileSync(stamp, wanted);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "EACCES" && code !== "EPERM" && code !== "EROFS") throw error;
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * True when somebody ran `npm ci` by hand: npm's own record of what it unpacked holds every package of the lockfile.
 * Optional ones may be missing (other platforms).
 *
 * @param {string} root
 * @param {string} lockfile
 */
function matchesLockfile(root, lockfile) {
  const record = read(path.join(root, "node_modules", ".package-lock.json"));
  if (record === undefined) return false;
  const unpacked = JSON.parse(record).packages;
  return Object.entries(JSON.parse(lockfile).packages).every(([where, entry]) => {
    if (!where.startsWith("node_modules/") || entry.link || entry.optional || entry.devOptional) return true;
    return unpacked[where]?.version === entry.version && existsSync(path.join(root, where));
  });
}

/**
 * npm's words go to stderr: stdout belongs to the command that was asked for (`haste … --json`).
 *
 * @param {string} root
 * @returns {Promise<void>}
 */
function runNpmCi(root) {
  process.stderr.write("haste: installing packages (about a minute, only after a change of package-lock.json) …\n");
  const [command, ...before] = npmCommand();
  const options = ["--loglevel=error", "--no-audit", "--no-fund", "--include=dev", "--include=optional"];
  return new Promise((resolve, reject) => {
    const npm = spawn(command, [...before, "ci", ...options], {
      cwd: root,
      stdio: ["ignore", 2, 2],
      shell: before.length === 0 && process.platform === "win32",
    });
    npm.once("error", (error) => reject(new Error(`npm could not be started (${error.message}). Is it installed?`)));
    npm.once("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(explainNpmFailure(signal ?? `exit code ${code}`)));
    });
  });
}

/**
 * The npm that started us, run by the Node that runs us; else the one in PATH.
 *
 * @returns {[string, ...string[]]}
 */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script !== undefined && path.basename(script) === "npm-cli.js") return [process.execPath, script];
  return ["npm"];
}

/** @param {string} end */
function explainNpmFailure(end) {
  return (
    `the packages could not be installed: npm ci ended with ${end}; its own message stands above. ` +
    "Most often the registry cannot be reached (npm ping tells) or the disk is full (1 GB is needed). " +
    "Run the same command again when that is cured."
  );
}
