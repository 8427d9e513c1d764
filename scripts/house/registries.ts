import { isTest } from "./modules.ts";
import { roomOf } from "./rooms.ts";
import type { Rule, Violation } from "./rule.ts";

/** One file per step kind in each: how it walks, what it holds, what it writes, how it is edited. */
const stepKindRegistries = [
  "engine/src/sequence/kinds",
  "contract/src/kinds",
  "server/src/flow/schedule/effects",
  "web/src/sequences/kinds",
];
const notAKind = new Set(["index", "kind", "registry"]);

/** A new kind of step is complete: all four registries name the same kinds. */
export const stepKindsAreComplete: Rule = (house) => {
  const kinds = stepKindRegistries.map((folder) =>
    kindsIn(
      house.modules.map((module) => module.path),
      folder,
    ),
  );
  const all = [...new Set(kinds.flatMap((found) => [...found]))].sort();
  if (all.length === 0) return [{ path: stepKindRegistries[0] ?? "", line: 1, message: "no step kind found at all" }];
  return stepKindRegistries.flatMap((folder, index): Violation[] => {
    const missing = all.filter((kind) => !kinds[index]?.has(kind));
    if (missing.length === 0) return [];
    return [{ path: folder, line: 1, message: `step kinds without a file here: ${missing.join(", ")}` }];
  });
};

function kindsIn(paths: readonly string[], folder: string): Set<string> {
  const inside = paths.filter((path) => path.startsWith(`${folder}/`) && !isTest(path));
  const names = inside.map((path) => path.slice(folder.length + 1).replace(/\.tsx?$/, ""));
  return new Set(names.filter((name) => !name.includes("/") && !notAKind.has(name)));
}

const maxReadmeLines = 60;

/** Each slice of the server says on one page what enters, what leaves, which tables it owns and how it fails. */
export const slicesExplainThemselves: Rule = (house) => {
  const rooms = new Set(house.modules.map((module) => roomOf(module.path) ?? ""));
  const slices = [...rooms].filter((room) => /^server\/(?:ledger$|catalog\/|flow\/)/.test(room)).sort();
  return slices.flatMap((slice): Violation[] => {
    const path = `${slice.replace("server/", "server/src/")}/README.md`;
    const readme = house.texts.find((text) => text.path === path);
    if (readme === undefined) return [{ path, line: 1, message: "write the slice's README" }];
    const lines = readme.text.trimEnd().split("\n").length;
    if (lines <= maxReadmeLines) return [];
    return [{ path, line: maxReadmeLines, message: `${lines} lines; a slice README has at most ${maxReadmeLines}` }];
  });
};
