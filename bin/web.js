import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./bootstrap.js";
import { withLock } from "./lock.js";

/** What the built app is made of; tests beside the code are left out. */
const sources = [
  "web/index.html",
  "web/package.json",
  "web/public",
  "web/src",
  "web/vite.config.ts",
  "engine/src",
  "contract/src",
  "package-lock.json",
];
const dist = path.join(root, "web", "dist");
const stamp = path.join(dist, ".sources");

/**
 * Builds the web app into `web/dist` unless what lies there was made from the very same sources. A finished build is
 * moved in as a whole, so a running product never serves half of one.
 *
 * @param {string} node the Node to build with
 */
export async function ensureWebBuilt(node) {
  const wanted = hashSources();
  if (isBuiltFrom(wanted)) return;
  const cache = path.join(root, "node_modules", ".cache");
  const tellWaiting = (/** @type {string} */ owner) =>
    process.stderr.write(`haste: process ${owner} is building the web app; waiting for it.\n`);
  await withLock(path.join(cache, "web.lock"), tellWaiting, async () => {
    if (isBuiltFrom(wanted)) return;
    const fresh = path.join(cache, "web-next");
    await build(node, fresh);
    writeFileSync(path.join(fresh, ".sources"), wanted);
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
  });
}

/** @param {string} wanted */
function isBuiltFrom(wanted) {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
}

function hashSources() {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => filesUnder(source)).sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest("hex");
}

/**
 * @param {string} source a file or folder, relative to the checkout
 * @returns {string[]}
 */
function filesUnder(source) {
  const full = path.join(root, source);
  if (!existsSync(full)) return [];
  if (path.extname(source) !== "") return [source];
  return readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
    const inner = `${source}/${entry.name}`;
    if (entry.isDirectory()) return filesUnder(inner);
    return /\.test\.tsx?$/.test(entry.name) ? [] : [inner];
  });
}

/**
 * @param {string} node
 * @param {string} target
 * @returns {Promise<void>}
 */
function build(node, target) {
  process.stderr.write("haste: building the web app …\n");
  const vite = path.join(root, "node_modules", "vite", "bin", "vite.js");
  const args = [vite, "build", path.join(root, "web"), "--outDir", target, "--emptyOutDir", "--logLevel", "error"];
  return new Promise((resolve, reject) => {
    // A test runner's NODE_ENV would build React's development version: twice the work for each key, and served from then on.
    const env = { ...process.env, NODE_ENV: "production" };
    const child = spawn(node, args, { cwd: root, stdio: ["ignore", 2, 2], env });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`the web app could not be built (${signal ?? `exit code ${code}`}); see above.`));
    });
  });
}
