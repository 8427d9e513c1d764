import type { Endpoint } from "@haste/contract/endpoint";
import type { Route } from "./exchange.ts";

/** The handlers of one slice, as `defineRoutes` made them. */
export type SliceRoutes = Readonly<Record<string, unknown>>;

/**
 * The table with exactly one handler for each row.
 * @throws Error that names every row without a handler, every handler without a row, and every second handler
 */
export function pairRoutes(table: Readonly<Record<string, Endpoint>>, slices: readonly SliceRoutes[]): Route[] {
  const faults: string[] = [];
  const handlers = new Map<string, Route["handler"]>();
  for (const [key, handler] of slices.flatMap((slice) => Object.entries(slice))) {
    if (table[key] === undefined) faults.push(`${key} has a handler but stands in no table`);
    if (handlers.has(key)) faults.push(`${key} has two handlers`);
    handlers.set(key, handler as Route["handler"]);
  }
  const routes = Object.entries(table).map(([key, row]): Route => {
    const handler = handlers.get(key);
    if (handler === undefined) faults.push(`${key} has no handler`);
    return { key, method: key.split(" ")[0] ?? "", row, handler: handler as Route["handler"] };
  });
  if (faults.length > 0) throw new Error(`The routes do not fit the table: ${faults.join("; ")}.`);
  const readers = new Map(routes.filter(({ method, row }) => method === "GET" && row.etag).map((r) => [pathOf(r), r]));
  return routes.map((route) => {
    const path = pathOf(route);
    const reader = route.method === "GET" ? undefined : readers.get(route.method === "POST" ? `${path}/:id` : path);
    return reader === undefined ? route : { ...route, reader };
  });
}

export function pathOf(route: Pick<Route, "key">): string {
  return route.key.slice(route.key.indexOf(" ") + 1);
}

/** Methods that a path takes, for 405 and its `Allow`. */
export function methodFinder(routes: readonly Route[]): (pathname: string) => string[] {
  const patterns = routes.map((route) => ({
    method: route.method,
    pattern: new RegExp(`^/api/v1${pathOf(route).replace(/[.]/g, "\\.").replace(/:\w+/g, "[^/]+")}$`),
  }));
  return (pathname) => [
    ...new Set(patterns.filter(({ pattern }) => pattern.test(pathname)).map(({ method }) => method)),
  ];
}
