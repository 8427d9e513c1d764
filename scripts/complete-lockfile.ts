import { writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../bin/bootstrap.js";
import { type Lock, type LockedPackage, placeOf, readLock } from "./checks/licenses.ts";

/**
 * `node bin/run.js scripts/complete-lockfile.ts`, after every change of dependencies.
 *
 * A registry that misses one platform's binary makes npm leave it out of the lockfile, and `npm ci` then refuses the
 * whole lockfile ("Missing: @biomejs/cli-win32-arm64@2.6.8 from lock file"). An entry with version, os and cpu is
 * enough for it to be content; on that platform npm looks the package up again. The script also refuses a lockfile
 * that names a registry: everybody installs from their own.
 */
const file = path.join(root, "package-lock.json");
const lock = readLock(root);
const missing = missingPlatformPackages(lock);
if (missing.length > 0) {
  const packages = Object.fromEntries(
    Object.entries({ ...lock, ...Object.fromEntries(missing) }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const whole = { name: "hastecrm-outreach", version: lock[""]?.version, lockfileVersion: 3, requires: true, packages };
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
}
for (const [place] of missing) console.log(`added ${place}`);
const named = Object.entries(lock).filter(([, entry]) => /^https?:/.test(entry.resolved ?? ""));
for (const [place] of named) console.error(`${place} names a registry; install again with the checkout's .npmrc`);
console.log(`${Object.keys(lock).length + missing.length} packages, ${missing.length} added`);
process.exitCode = named.length > 0 ? 1 : 0;

/** Optional dependencies that no entry of the lockfile answers, with the entry to add. */
function missingPlatformPackages(packages: Lock): [string, LockedPackage][] {
  const found = new Map<string, LockedPackage>();
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (placeOf(packages, place, name) !== undefined) continue;
      found.set(`node_modules/${name}`, { version, ...platformOf(name), optional: true });
    }
  }
  return [...found];
}

/** Reads `…-linux-arm64-musl` and its like; names are the only word about a package the registry does not have. */
function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } {
  const os = /(linux|darwin|win32|windows|freebsd|openbsd|netbsd|android|aix|sunos|openharmony)/.exec(name)?.[1];
  const cpu = /(arm64|x64|ia32|arm|ppc64|s390x|riscv64|loong64|wasm32)/.exec(name)?.[1];
  const libc = /(musl|gnu)(?!eabi)/.exec(name)?.[1];
  return {
    ...(os === undefined ? {} : { os: [os === "windows" ? "win32" : os] }),
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(libc === undefined || os !== "linux" ? {} : { libc: [libc === "gnu" ? "glibc" : "musl"] }),
  };
}
