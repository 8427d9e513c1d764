import { readFileSync } from "node:fs";
import path from "node:path";
import type { Outcome } from "./check.ts";

/** Licenses that ask for no more than a notice. */
const permissive = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "OFL-1.1",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

/** Packages judged by hand, with the reason. */
const judged: Readonly<Record<string, string>> = {
  "png-js": "its LICENSE is the MIT license; its package.json does not say so",
};

export type LockedPackage = {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
};

export type Lock = Readonly<Record<string, LockedPackage>>;

/** The packages of the lockfile by their place, `""` the checkout itself. */
export function readLock(root: string): Lock {
  return JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
}

/** Refuses to ship what a license forbids to ship freely: copyleft, and everything nobody has read. */
export function checkLicenses(root: string): Outcome {
  const lock = readLock(root);
  const shipped = shippedPlaces(lock);
  const refused = shipped
    .map((place) => ({ place, license: licenseAt(root, place, lock) }))
    .filter(({ place, license }) => !isFree(license) && judged[nameOf(place)] === undefined)
    .map(({ place, license }) => `${nameOf(place)}: ${license}`);
  const tooFew = shipped.length < 100 ? [`only ${shipped.length} packages seen; the walk is broken`] : [];
  const problems = [...tooFew, ...refused];
  return { name: "every shipped package is free to ship", passed: problems.length === 0, detail: problems.join("\n") };
}

/** Places of all packages that a production installation unpacks: dependencies of the four workspaces, to the leaves. */
export function shippedPlaces(lock: Lock): string[] {
  const seen = new Set<string>();
  const open = ["engine", "contract", "server", "web"];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const entry = lock[place];
    const wanted = { ...entry?.dependencies, ...entry?.optionalDependencies, ...entry?.peerDependencies };
    for (const name of Object.keys(wanted)) {
      const found = placeOf(lock, place, name);
      if (found === undefined || seen.has(found)) continue;
      seen.add(found);
      open.push(found);
    }
  }
  return [...seen].filter((place) => lock[place]?.link !== true).sort();
}

/** Node's look-up: in one's own node_modules, then in each folder above. */
export function placeOf(lock: Lock, from: string, name: string): string | undefined {
  for (let base: string | undefined = from; base !== undefined; base = parentOf(base)) {
    const place = base === "" ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    if (lock[place] !== undefined) return place;
  }
  return undefined;
}

function parentOf(place: string): string | undefined {
  if (place === "") return undefined;
  const at = place.lastIndexOf("/node_modules/");
  return at === -1 ? "" : place.slice(0, at);
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
}

/** The unpacked package's own word; the lockfile's where another platform's package is not unpacked. */
function licenseAt(root: string, place: string, lock: Lock): string {
  try {
    const { license, licenses } = JSON.parse(readFileSync(path.join(root, place, "package.json"), "utf8"));
    if (typeof license === "string") return license;
    const named: unknown = license?.type ?? licenses?.[0]?.type;
    return typeof named === "string" ? named : "unknown";
  } catch {
    return lock[place]?.license ?? "unknown";
  }
}

/** Reads an SPDX expression: one side of an OR is enough, every side of an AND is needed. */
export function isFree(expression: string): boolean {
  const plain = expression.replace(/[()]/g, " ").trim();
  return plain.split(/\s+OR\s+/).some((side) => side.split(/\s+AND\s+/).every((name) => permissive.has(name.trim())));
}
