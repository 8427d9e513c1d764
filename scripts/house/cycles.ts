import { isTest, type Module } from "./modules.ts";
import { roomOf } from "./rooms.ts";
import type { Rule, Violation } from "./rule.ts";

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** No module reaches itself again, not even through types: what knows each other in a circle is one thing. */
export const modulesFormNoCycle: Rule = (house) => {
  const known = new Set(house.modules.map((module) => module.path));
  const graph = new Map(
    house.modules.map((module) => [
      module.path,
      new Set(module.imports.map((entry) => entry.target ?? "").filter((target) => known.has(target))),
    ]),
  );
  return cyclesOf(graph).map((cycle) => describe(cycle, cycle[0] ?? ""));
};

/** No two rooms import each other, directly or around the corner. */
export const roomsFormNoCycle: Rule = (house) => {
  const graph = new Map<string, Set<string>>();
  const example = new Map<string, string>();
  for (const module of house.modules.filter((candidate) => !isTest(candidate.path))) {
    const room = roomOf(module.path);
    if (room === undefined) continue;
    const edges = graph.get(room) ?? new Set<string>();
    graph.set(room, edges);
    for (const entered of enteredRooms(module, room)) {
      edges.add(entered);
      example.set(`${room} ${entered}`, module.path);
    }
  }
  return cyclesOf(graph).map((cycle) => describe(cycle, example.get(`${cycle[0]} ${cycle[1] ?? cycle[0]}`) ?? ""));
};

function enteredRooms(module: Module, room: string): string[] {
  return module.imports
    .map((entry) => roomOf(entry.target ?? ""))
    .filter(
      (entered) => entered !== undefined && entered !== room && entered !== "web" && entered !== "server",
    ) as string[];
}

function describe(cycle: readonly string[], path: string): Violation {
  return { path, line: 1, message: `cycle: ${[...cycle, cycle[0]].join(" → ")}` };
}

/** One shortest-found cycle per knot, by depth-first search with the path kept. */
function cyclesOf(graph: Graph): string[][] {
  const done = new Set<string>();
  const found: string[][] = [];
  const path: string[] = [];
  const onPath = new Set<string>();
  const visit = (node: string): void => {
    path.push(node);
    onPath.add(node);
    for (const next of graph.get(node) ?? []) {
      if (onPath.has(next)) found.push(path.slice(path.indexOf(next)));
      else if (!done.has(next)) visit(next);
    }
    path.pop();
    onPath.delete(node);
    done.add(node);
  };
  for (const node of graph.keys()) if (!done.has(node)) visit(node);
  return found;
}
