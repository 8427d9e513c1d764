import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkLicenses, isFree, readLock, shippedPlaces } from "../../scripts/checks/licenses.ts";

type Named = { readonly name: string; readonly where: string; readonly license: string };

const workspaces = { root: "", engine: "engine", contract: "contract", server: "server", web: "web" };
const lock = readLock(process.cwd());

/** What the manifests name, each package once with all its workspaces. */
function named(): Named[] {
  const where = new Map<string, string[]>();
  for (const [label, place] of Object.entries(workspaces)) {
    const manifest = JSON.parse(readFileSync(`${place || "."}/package.json`, "utf8"));
    const all = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies };
    for (const name of Object.keys(all).filter((candidate) => !candidate.startsWith("@haste/"))) {
      where.set(name, [...(where.get(name) ?? []), label]);
    }
  }
  return [...where].map(([name, labels]) => {
    return { name, where: labels.join(", "), license: lock[`node_modules/${name}`]?.license ?? "unknown" };
  });
}

/** What the page says, one entry per package of each row. */
function written(): Named[] {
  const rows = readFileSync("docs/dependencies.md", "utf8").matchAll(/^\| (`.+?`) \| (.+?) \| .* \| (.+?) \|$/gm);
  return [...rows].flatMap(([, names = "", where = "", license = ""]) =>
    [...names.matchAll(/`([^`]+)`/g)].map((match) => ({ name: match[1] ?? "", where, license })),
  );
}

function byName(entries: readonly Named[]): Named[] {
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
}

test("the page of dependencies names every direct one with its workspaces and its license, and no other", () => {
  expect(byName(written())).toEqual(byName(named()));
});

test("every version in the manifests is exact", () => {
  for (const place of Object.values(workspaces)) {
    const manifest = JSON.parse(readFileSync(`${place || "."}/package.json`, "utf8"));
    const all = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies };
    for (const [name, version] of Object.entries(all))
      expect(`${name}@${version}`).toMatch(/@\d+\.\d+\.\d+(?:-[\w.]+)?$/);
  }
});

test("the lockfile names no registry and holds every platform's packages", () => {
  const places = Object.entries(lock);
  expect(places.filter(([, entry]) => /^https?:/.test(entry.resolved ?? ""))).toEqual([]);
  const wanted = places.flatMap(([, entry]) => Object.keys(entry.optionalDependencies ?? {}));
  const missing = wanted.filter((name) => !places.some(([place]) => place.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
});

describe("the license gate", () => {
  test("copyleft, source-available and unknown licenses are refused", () => {
    for (const license of [
      "GPL-3.0",
      "AGPL-3.0-only",
      "LGPL-2.1",
      "SSPL-1.0",
      "BUSL-1.1",
      "unknown",
      "MIT AND GPL-2.0",
    ]) {
      expect(isFree(license), license).toBe(false);
    }
  });

  test("a choice is free when one side is, a sum when every side is", () => {
    expect(isFree("(MIT OR GPL-3.0)")).toBe(true);
    expect(isFree("MIT AND BSD-3-Clause")).toBe(true);
  });

  test("packages are followed to the leaves, nested copies first", () => {
    const places = shippedPlaces({
      server: { dependencies: { a: "1" }, optionalDependencies: { b: "1" } },
      "node_modules/a": { dependencies: { c: "2" } },
      "node_modules/a/node_modules/c": {},
      "node_modules/b": { peerDependencies: { c: "1" } },
      "node_modules/c": {},
      "node_modules/dev-only": {},
    });
    expect(places).toEqual(["node_modules/a", "node_modules/a/node_modules/c", "node_modules/b", "node_modules/c"]);
  });

  test("nothing we ship is refused", () => {
    expect(checkLicenses(process.cwd()).detail).toBe("");
  });
});
