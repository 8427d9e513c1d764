import { type Import, isTest, type Module } from "./modules.ts";
import {
  floors,
  ledgerFrontDoor,
  roomOf,
  rows,
  sandboxRoom,
  temporalHome,
  temporalPackage,
  writingDoor,
  zonesHome,
} from "./rooms.ts";
import type { House, Rule, Violation } from "./rule.ts";

/** Product modules only: tests look everywhere and are imported by nobody. */
function* productImports(house: House): Generator<{ from: Module; room: string; entry: Import }> {
  for (const from of house.modules) {
    const room = roomOf(from.path);
    if (room === undefined || isTest(from.path)) continue;
    for (const entry of from.imports) yield { from, room, entry };
  }
}

function violation(from: Module, entry: Import, message: string): Violation {
  return { path: from.path, line: entry.line, message };
}

/** Each workspace shows at least as many modules as it had when the floor was set. */
export const seesTheWholeHouse: Rule = (house) =>
  Object.entries(floors).flatMap(([workspace, floor]) => {
    const seen = house.modules.filter((module) => module.path.startsWith(`${workspace}/`)).length;
    if (seen >= floor) return [];
    return [{ path: workspace, line: 1, message: `only ${seen} modules seen, expected ${floor} or more` }];
  });

/** Rooms import downwards only, along the table of the architecture. */
export const importsFollowTheTable: Rule = (house) => {
  const found: Violation[] = [];
  for (const { from, room, entry } of productImports(house)) {
    const row = rows.find((candidate) => candidate.from.test(room));
    if (row === undefined) found.push(violation(from, entry, `no row of the import table speaks of ${room}`));
    else if (entry.target !== undefined) {
      const entered = roomOf(entry.target);
      if (entered === undefined && !/\.(?:css|json|csv|svg)$/.test(entry.target)) {
        found.push(
          violation(from, entry, `${room} may not import ${entry.target}: product code never imports observers`),
        );
      } else if (entered !== undefined && entered !== room && !row.rooms.test(entered)) {
        found.push(violation(from, entry, `${room} may not import ${entered}`));
      }
    } else if (row.packages !== undefined && !row.packages.test(entry.package ?? "")) {
      found.push(violation(from, entry, `${room} may not import the package ${entry.package}`));
    }
  }
  return found;
};

/** Another slice is entered through its `index.ts`; contract is a set of front doors itself. */
export const slicesAreEnteredByTheirFrontDoor: Rule = (house) => {
  const found: Violation[] = [];
  for (const { from, room, entry } of productImports(house)) {
    const entered = entry.target === undefined ? undefined : roomOf(entry.target);
    if (entered === undefined || entered === room || !hasFrontDoor(entered)) continue;
    if (entry.target?.endsWith("/index.ts") && entry.target.split("/").length === entered.split("/").length + 2)
      continue;
    found.push(violation(from, entry, `enter ${entered} through its index.ts, not through ${entry.target}`));
  }
  return found;
};

function hasFrontDoor(room: string): boolean {
  return /^(?:engine\/|server\/ledger$|server\/\w+\/)/.test(room);
}

/** Temporal has one home, so that a browser without it needs one polyfill; Intl's zone data has one too. */
export const timeHasOneHome: Rule = (house) =>
  house.modules
    .filter((module) => module.path.startsWith("engine/src/") && !isTest(module.path))
    .flatMap((module) => {
      const found: Violation[] = [];
      const temporal = module.imports.find((entry) => entry.package === temporalPackage);
      if (temporal !== undefined && !temporalHome.test(module.path)) {
        found.push(violation(module, temporal, "only engine/src/base/time*.ts imports Temporal; ask that file"));
      }
      const intl = module.bare.split("\n").findIndex((line) => /\bIntl\b/.test(line));
      if (intl !== -1 && !zonesHome.test(module.path)) {
        found.push({ path: module.path, line: intl + 1, message: "only engine/src/base/zones*.ts asks Intl" });
      }
      return found;
    });

/** The sandbox may look at the ledger, never write through it: its people use the roads real people use. */
export const sandboxActsThroughRealRoads: Rule = (house) => {
  const frontDoor = house.modules.find((module) => module.path === ledgerFrontDoor);
  const door = (frontDoor?.imports ?? []).filter((entry) => writingDoor.test(entry.target ?? ""));
  const writers = new Set(door.filter((entry) => !entry.typeOnly).flatMap((entry) => entry.names));
  const found: Violation[] = [];
  for (const { from, room, entry } of productImports(house)) {
    if (room !== sandboxRoom || entry.typeOnly) continue;
    const direct = writingDoor.test(entry.target ?? "");
    const named = entry.target === ledgerFrontDoor && entry.names.some((name) => name === "*" || writers.has(name));
    if (direct || named)
      found.push(violation(from, entry, "the sandbox acts through HTTP, SMTP and IMAP, never the ledger"));
  }
  return found;
};

/** zod weighs more than a screen: the browser takes schemas as types, or loads them when needed. */
export const browserStaysLight: Rule = (house) => {
  const byPath = new Map(house.modules.map((module) => [module.path, module]));
  const cameFrom = new Map<string, string>();
  const open = house.modules.filter((module) => module.path.startsWith("web/src/") && !isTest(module.path));
  for (const module of open) cameFrom.set(module.path, "");
  const found: Violation[] = [];
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    for (const entry of module.imports) {
      if (entry.typeOnly || entry.dynamic) continue;
      if (entry.package === "zod") {
        found.push(violation(module, entry, `zod would reach the browser (via ${trail(cameFrom, module.path)})`));
      }
      const next = byPath.get(entry.target ?? "");
      if (next === undefined || cameFrom.has(next.path)) continue;
      cameFrom.set(next.path, module.path);
      open.push(next);
    }
  }
  return found;
};

function trail(cameFrom: ReadonlyMap<string, string>, start: string): string {
  const steps = [start];
  for (let at = cameFrom.get(start); at; at = cameFrom.get(at)) steps.push(at);
  return steps.reverse().join(" → ");
}
