import { constants } from "node:fs";
import { access, readFile, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { embeddedHome } from "../platform/db/index.ts";
import { type Found, failing, ok, type Surroundings, skipped } from "./finding.ts";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const wantedNode = 26;
const gigabyte = 1_000_000_000;

export async function checkNode(): Promise<Found> {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= wantedNode) return ok(node);
  return failing(`${node} is too old`, `Start it with bin/haste, which brings Node ${wantedNode}, or install that.`);
}

/** Every package the server is built on lies there in the version it was tested with. */
export async function checkPackages(): Promise<Found> {
  const pinned = (await readJson<{ dependencies: Record<string, string> }>("server/package.json"))?.dependencies ?? {};
  const wrong: string[] = [];
  const names = Object.keys(pinned).filter((name) => !name.startsWith("@haste/"));
  for (const name of names) {
    const found = await readJson<{ version: string }>(`node_modules/${name}/package.json`);
    if (found?.version !== pinned[name]) wrong.push(`${name} ${found?.version ?? "missing"}, wanted ${pinned[name]}`);
  }
  if (wrong.length === 0) return ok(`all ${names.length} as pinned`);
  return failing(wrong.join("; "), "Run: npm ci");
}

async function readJson<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path.join(root, file), "utf8")) as T;
  } catch {
    return null;
  }
}

export async function checkDataDir({ call }: Surroundings): Promise<Found> {
  const { dataDir } = call.config;
  const found = await stat(dataDir).catch(() => null);
  if (found === null) return skipped(`${dataDir} is made at the first start`);
  if (!found.isDirectory()) {
    return failing(`${dataDir} is no folder`, "Move it away, or choose another with --data-dir.");
  }
  const isWritable = await access(dataDir, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) {
    return failing(`this user may not write to ${dataDir}`, `Run as its owner, or: chown -R $USER ${dataDir}`);
  }
  if ((found.mode & 0o022) !== 0) {
    return failing(`others may write to ${dataDir}`, `Run: chmod go-w ${dataDir}`);
  }
  return ok(dataDir);
}

/** Where the database grows; a full disk stops it. */
export async function checkDisk({ call }: Surroundings): Promise<Found> {
  const { dataDir } = call.config;
  const folder = await nearestFolder(embeddedHome(dataDir) ?? dataDir);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const detail = `${(free / gigabyte).toFixed(1)} GB free in ${folder}`;
  if (free >= gigabyte) return ok(detail);
  return failing(detail, "Free at least 1 GB there, or choose another disk with --data-dir.");
}

async function nearestFolder(folder: string): Promise<string> {
  const exists = (await stat(folder).catch(() => null)) !== null;
  return exists || path.dirname(folder) === folder ? folder : nearestFolder(path.dirname(folder));
}
